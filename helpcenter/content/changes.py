"""Changes to files of the articles folder: as a patch that git takes, or written into the folder."""

from __future__ import annotations

import difflib
import os
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpcenter.content.hindrances import Hindrance
from helpcenter.content.slugs import LOCALE, why_not_a_slug
from helpcenter.errors import ChangeError

_NO_NEWLINE = "\\ No newline at end of file\n"
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


@dataclass(frozen=True, slots=True)
class Change:
    """A file that becomes another: `path` is below the articles folder; `before` is None for a new file.

    Both texts are whole, with their own line ends and byte order mark.
    """

    path: str
    before: str | None
    after: str

    def patch(self, prefix: str = "") -> str:
        """Return it as a unified diff that `git apply` takes; `prefix` is the articles folder's place in git."""
        path = f"{prefix}{self.path}"
        old, new = f"a/{path}", f"b/{path}"
        head = f"diff --git {old} {new}\n"
        if self.before is None:
            head += "new file mode 100644\n"
        lines = difflib.unified_diff(
            _lines(self.before or ""),
            _lines(self.after),
            "/dev/null" if self.before is None else _named(old),
            _named(new),
        )
        body = "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines)
        return head + body if body else ""

    def write(self, folder: Path) -> Path:
        """Write the file in one step and return where it is.

        Raises:
            ChangeError: it is not what it was when the change was made, is outside the folder, or cannot be written.
        """
        file = folder / self.path
        _check_place(file, folder, self.path)
        try:
            if read_source(folder, self.path) != self.before:
                raise ChangeError(
                    f"{self.path} was changed by somebody meanwhile. Look at it and make the change again.",
                    Hindrance.CHANGED,
                    path=self.path,
                )
            file.parent.mkdir(parents=True, exist_ok=True)
            _replace(file, self.after.encode())
        except OSError as error:
            raise ChangeError(
                f"{self.path} cannot be written: {error.strerror}. Take the patch instead.",
                Hindrance.UNWRITABLE,
                path=self.path,
                cause=error.strerror or "",
            ) from error
        return file


def read_source(folder: Path, path: str) -> str | None:
    """Return the text of a file as it stands, None when there is none.

    Raises:
        ChangeError: it cannot be read, or is no UTF-8.
    """
    try:
        return (folder / path).read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        told = f"{path} is not UTF-8. helpcenter check tells how to mend it."
        raise ChangeError(told, Hindrance.NOT_UTF8, path=path) from error
    except OSError as error:
        cause = error.strerror or ""
        raise ChangeError(f"{path} cannot be read: {cause}.", Hindrance.UNREADABLE, path=path, cause=cause) from error


def source_of(locale: str, slug: str) -> str:
    """Return the path of an article's file below the articles folder.

    Raises:
        ChangeError: there can be no such article.
    """
    why = why_not_a_slug(slug)
    if not LOCALE.fullmatch(locale) or why:
        told = f"{locale}/{slug} is no article's path{f': it {why}' if why else ''}."
        raise ChangeError(told, Hindrance.NO_PATH, path=f"{locale}/{slug}")
    return f"{locale}/{slug}.md"


def _lines(text: str) -> list[str]:
    # Only "\n" ends a line for git; str.splitlines would break at more.
    return _LINE.findall(text)


def _named(path: str) -> str:
    return f"{path}\t" if " " in path else path  # git takes a name to its end only at a tab


def _check_place(file: Path, folder: Path, path: str) -> None:
    locale, _, slug = path.removesuffix(".md").partition("/")
    if path.endswith(".md"):
        source_of(locale, slug)
    if not file.parent.resolve().is_relative_to(folder.resolve()) or file.is_symlink():
        told = f"{path} leads out of the articles folder, so nothing is written there."
        raise ChangeError(told, Hindrance.OUTSIDE, path=path)


def _replace(file: Path, data: bytes) -> None:
    mode = file.stat().st_mode & 0o777 if file.exists() else 0o644
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    unfinished = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as new:
            new.write(data)
            new.flush()
            os.fsync(new.fileno())
        unfinished.chmod(mode)
        unfinished.replace(file)
    except OSError:
        unfinished.unlink(missing_ok=True)
        raise
