"""The text of a file: bytes decoded strictly, and lines found again after rendering."""

from __future__ import annotations

import html
import re

from helpcenter.content.problems import Problem, Severity
from helpcenter.errors import HelpCenterError

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_WORD_CHARACTERS = re.compile(r"[\W_]+")
_FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})")
_LEGACY_ENCODINGS = (("cp932", "Shift_JIS"), ("euc_jp", "EUC-JP"), ("latin-1", "Latin-1"))


class UnreadableError(HelpCenterError):
    """A file whose text cannot be had, with the problem to report."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(str(problem))
        self.problem = problem


def decode(data: bytes, path: str) -> str:
    """The text of a file with Unix line ends and no byte order mark.

    Raises:
        UnreadableError: the bytes are not UTF-8.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        guess = _encoding_of(data)
        message = f"The file is not UTF-8 (byte 0x{data[error.start]:02x}); it looks like {guess}."
        suggestion = f"Save it as UTF-8, for instance with: iconv -f {guess} -t UTF-8"
        raise UnreadableError(Problem(Severity.ERROR, path, line, "", message, suggestion)) from error
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _encoding_of(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    for codec, name in _LEGACY_ENCODINGS:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        # Western accents also decode as half-width kana or a stray kanji; real Japanese has kana.
        if codec == "latin-1" or re.search(r"[ぁ-んァ-ヶ]{2}", text):
            return name
    return "Latin-1"


class SourceLines:
    """Finds the line an address or a heading of the rendered page was written on.

    Markdown forgets line numbers, so what was rendered is looked up in the source again, each occurrence after the
    one before; where nothing is found the answer is 0, the file as a whole.
    """

    def __init__(self, body: str, first_line: int) -> None:
        self._lines = without_fenced_code(body)
        self._text = "\n".join(self._lines)
        self._first = first_line
        self._bare: list[str] | None = None
        self._next_heading = 0
        self._next: dict[str, int] = {}

    def of_text(self, text: str) -> int:
        """The line of the next occurrence of a piece of source, such as an address."""
        for form in (text, html.escape(text)):
            place = self._text.find(form, self._next.get(form, 0))
            if place < 0:
                place = self._text.find(form)  # one reference definition may serve many links
            if place >= 0:
                self._next[form] = place + len(form)
                return self._first + self._text.count("\n", 0, place)
        return 0

    def of_heading(self, heading: str) -> int:
        """The line of a heading; headings are asked for in the order of the page."""
        if self._bare is None:
            self._bare = [_WORD_CHARACTERS.sub("", html.unescape(line)) for line in self._lines]
        wanted = _WORD_CHARACTERS.sub("", heading)
        for number in range(self._next_heading, len(self._bare)):
            is_heading = self._lines[number].lstrip().startswith(("#", "<h", "<H")) or (
                number + 1 < len(self._lines) and re.fullmatch(r" *(=+|-+) *", self._lines[number + 1])
            )
            if is_heading and wanted in self._bare[number]:
                self._next_heading = number + 1
                return self._first + number
        return 0


def without_fenced_code(body: str) -> list[str]:
    """The lines of a body, those of fenced code (and its fences) empty."""
    lines = body.split("\n")
    fence = ""
    for number, line in enumerate(lines):
        match = _FENCE.match(line)
        if fence:
            if match and match[1].startswith(fence) and not line.strip().strip(fence[0]):
                fence = ""
            lines[number] = ""
        elif match:
            fence = match[1]
            lines[number] = ""
    return lines
