"""Draws the picture of a link: the title large, the site's name above, in the brand's colour."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw

from helpcenter.web.cards.fonts import font_for
from helpcenter.web.cards.wrapping import lines_of, shortened

if TYPE_CHECKING:
    from helpcenter.web.cards.fonts import Font

SIZE: Final = (1200, 630)
ACCENT: Final = "#4457c9"
_DESIGN: Final = "1"  # another one makes every picture anew
_PAPER, _INK, _MUTED = "#fbfbfe", "#1d2030", "#5d6275"
_MARGIN: Final = 88
_BAR: Final = 20
_TITLES: Final = ((84, 2), (72, 3), (60, 4))  # size, and the most lines
_LEADING: Final = 1.34
_NAME, _PLACE = 38, 32


@dataclass(frozen=True, slots=True)
class Card:
    """What a picture shows: the title, the name of the site, the topic, and the brand's colour as ``#rrggbb``."""

    title: str
    site_name: str
    topic: str = ""
    accent: str = ACCENT

    @property
    def digest(self) -> str:
        """Differs whenever the picture would."""
        parts = (_DESIGN, self.title, self.site_name, self.topic, self.accent)
        return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def text(self) -> str:
        """Everything that is written on it."""
        return f"{self.title}{self.site_name}{self.topic}…"


def can_draw(card: Card) -> bool:
    """Whether this machine has a font for all that is written on a card."""
    return font_for(card.text) is not None


def draw(card: Card) -> bytes | None:
    """The picture as PNG, 1200 × 630 pixels; None when no font here can write it."""
    font = font_for(card.text)
    if font is None:
        return None
    image = Image.new("RGB", SIZE, _PAPER)
    canvas = ImageDraw.Draw(image)
    width, height = SIZE
    canvas.rectangle((0, 0, _BAR, height), fill=card.accent)
    room = width - 2 * _MARGIN
    canvas.rounded_rectangle((_MARGIN, 84, _MARGIN + 16, 84 + 44), radius=8, fill=card.accent)
    _line(canvas, card.site_name, font, _NAME, (_MARGIN + 38, 106), room - 38, card.accent)
    lines, size = _title(card.title, font, room)
    top = (height - len(lines) * size * _LEADING) / 2 + 24
    for number, line in enumerate(lines):
        middle = top + (number + 0.5) * size * _LEADING
        canvas.text((_MARGIN, middle), line, font=font.at(size), fill=_INK, anchor="lm")
    _line(canvas, card.topic, font, _PLACE, (_MARGIN, height - 88), room, _MUTED)
    packed = io.BytesIO()
    image.quantize(64, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _title(title: str, font: Font, room: float) -> tuple[list[str], int]:
    """The title in the largest size that takes it whole, else shortened in the smallest."""
    for size, most in _TITLES:
        if lines := lines_of(title, font.at(size).getlength, room, most):
            return lines, size
    size, most = _TITLES[-1]
    return shortened(title, font.at(size).getlength, room, most), size


def _line(
    canvas: ImageDraw.ImageDraw, text: str, font: Font, size: int, place: tuple[int, int], room: float, colour: str
) -> None:
    lines = shortened(text, font.at(size).getlength, room, 1) if font.at(size).getlength(text) > room else [text]
    canvas.text(place, lines[0] if lines else "", font=font.at(size), fill=colour, anchor="lm")
