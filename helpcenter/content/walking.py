"""Finds the articles below a folder and tells what stands in the wrong place."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

from helpcenter.content.problems import Problem, Severity
from helpcenter.content.slugs import LOCALE, slug_of, why_not_a_slug
from helpcenter.errors import ContentError

if TYPE_CHECKING:
    from collections.abc import Iterator


def walk(folder: Path) -> tuple[list[str], list[Problem]]:
    """The Markdown files of all locales, as paths relative to the folder, and what is in the wrong place."""
    try:
        top = sorted(folder.iterdir())
    except OSError as error:
        remedy = (
            "Create it, or set HELPCENTER_ARTICLES to the folder that holds the locale folders (such as ja and en)."
        )
        raise ContentError(f"The articles folder {folder} cannot be read: {error.strerror}. {remedy}") from error
    files: list[str] = []
    problems: list[Problem] = []
    for entry in top:
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and LOCALE.fullmatch(entry.name) and not entry.is_symlink():
            for path in _files_below(entry, folder, problems):
                _sort_in(path, folder, files, problems)
        elif entry.is_dir():
            problems.extend(_misplaced_folder(entry, folder))
        elif entry.suffix == ".md":
            problems.append(_outside_locale(entry.name))
    return _without_twins(files, problems), problems


def _files_below(folder: Path, root: Path, problems: list[Problem]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        path = Path(error.filename).relative_to(root).as_posix()
        message = f"The folder cannot be read: {error.strerror}."
        problems.append(Problem(Severity.ERROR, path, 0, "", message, "Give the user who runs this the right to."))

    for parent, folders, names in os.walk(folder, onerror=unreadable):
        for name in sorted(folders):
            if (Path(parent) / name).is_symlink():
                path = (Path(parent) / name).relative_to(root).as_posix()
                problems.append(_link_problem(path, "Links to folders are not followed."))
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent) / name for name in sorted(names) if not name.startswith("."))


def _sort_in(file: Path, root: Path, files: list[str], problems: list[Problem]) -> None:
    path = file.relative_to(root).as_posix()
    if file.is_symlink():
        try:
            inside = file.resolve(strict=True).is_relative_to(root.resolve())
        except (OSError, RuntimeError):
            problems.append(_link_problem(path, "It leads nowhere."))
            return
        if not inside:
            problems.append(_link_problem(path, "It leads out of the articles folder and is not followed."))
            return
    if file.suffix.casefold() in {".md", ".markdown"}:
        if file.suffix != ".md":
            problems.append(
                Problem(Severity.WARNING, path, 0, "", "Articles end in .md; this file is ignored.", "Rename it.")
            )
        elif not file.is_file():
            problems.append(Problem(Severity.ERROR, path, 0, "", "This is no regular file.", "Replace or delete it."))
        elif reason := why_not_a_slug(slug_of(path)):
            message = f"The file's name cannot be an address: it {reason}."
            problems.append(Problem(Severity.ERROR, path, 0, "", message, "Use letters, digits and hyphens."))
        else:
            files.append(path)


def _link_problem(path: str, why: str) -> Problem:
    message = f"This is a symbolic link. {why}"
    return Problem(Severity.ERROR, path, 0, "", message, "Put the file itself here, or delete the link.")


def _misplaced_folder(folder: Path, root: Path) -> list[Problem]:
    if folder.is_symlink():
        return [_link_problem(folder.name, "Links to folders are not followed.")]
    return [_outside_locale(file.relative_to(root).as_posix()) for file in sorted(folder.rglob("*.md"))]


def _outside_locale(path: str) -> Problem:
    message = "This Markdown file is outside a locale folder and is ignored."
    return Problem(Severity.WARNING, path, 0, "", message, f"Move it below a folder such as ja or en: en/{path}")


def _without_twins(files: list[str], problems: list[Problem]) -> list[str]:
    """Keeps one of the files whose slugs differ only by case or Unicode form; other systems take them for one."""
    first: dict[str, str] = {}
    for path in files:
        folded = unicodedata.normalize("NFC", path).casefold()
        if (twin := first.setdefault(folded, path)) != path:
            same = "the same slug as" if slug_of(twin) == slug_of(path) else "a slug that differs only by case from"
            message = f"The file has {same} {twin} and is ignored."
            problems.append(Problem(Severity.ERROR, path, 0, "", message, "Rename or delete one of them."))
    return list(first.values())
