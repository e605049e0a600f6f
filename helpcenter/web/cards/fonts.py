"""Finds a font on this machine that can write a title; nothing is downloaded."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import ImageFont

if TYPE_CHECKING:
    from collections.abc import Iterator

# What systems call their Japanese fonts, boldest first, then those that only know Latin letters.
_NAMES: Final = (
    "NotoSansCJK-Bold.ttc", "NotoSansCJKjp-Bold.otf", "NotoSansJP-Bold.otf", "NotoSansJP-Bold.ttf",
    "SourceHanSansJP-Bold.otf", "ヒラギノ角ゴシック W6.ttc", "YuGothB.ttc", "meiryob.ttc", "NotoSansJP[wght].ttf",
    "NotoSansCJK-Regular.ttc", "NotoSansJP-Regular.otf", "ipaexg.ttf", "ipagp.ttf", "ipag.ttf",
    "VL-PGothic-Regular.ttf", "TakaoPGothic.ttf", "fonts-japanese-gothic.ttf", "msgothic.ttc",
    "DejaVuSans-Bold.ttf", "LiberationSans-Bold.ttf", "Arial Bold.ttf", "arialbd.ttf",
)  # fmt: skip
_FOLDERS: Final = (
    "/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts",
    "/System/Library/Fonts", "/Library/Fonts", "~/Library/Fonts", "C:/Windows/Fonts",
)  # fmt: skip
_PACKAGE: Final = "justmytype_intl_cjk"  # helpcenter[cards]: Noto Sans JP under the SIL Open Font License
_BOLD: Final = 700
_NEVER_DRAWN: Final = "\uffff"


@dataclass(frozen=True, slots=True)
class Font:
    """A font file, which can be drawn in any size."""

    path: Path

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The font in a size in pixels, bold where it has weights."""
        return _opened(self.path, size)

    def covers(self, text: str) -> bool:
        """Whether it has a shape for every character."""
        return all(_has(self.path, character) for character in set(text) if not character.isspace())


def font_for(text: str) -> Font | None:
    """The best font of this machine that can write the text, None when there is none."""
    return next((font for font in fonts() if font.covers(text)), None)


@cache
def fonts() -> tuple[Font, ...]:
    """The fonts of this machine that are known here, best first."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for path in folder.rglob("*.[ot]t[fc]"):
            found.setdefault(path.name, path)
    return tuple(Font(found[name]) for name in _NAMES if name in found)


def _folders() -> Iterator[Path]:
    for name in _FOLDERS:
        folder = Path(name).expanduser()
        if folder.is_dir():
            yield folder
    package = importlib.util.find_spec(_PACKAGE)
    for place in (package.submodule_search_locations or ()) if package else ():
        yield Path(place)


@cache
def _opened(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(path, size)
    if "[wght]" in path.name:
        font.set_variation_by_axes([_BOLD])
    return font


@cache
def _has(path: Path, character: str) -> bool:
    font = _opened(path, 16)
    return bytes(font.getmask(character)) != bytes(font.getmask(_NEVER_DRAWN))
