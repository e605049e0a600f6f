"""A line in a picture: SVG that needs no font of its own, reads on light and dark pages, and says what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDTH, _HEIGHT = 640, 330
_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 604, 34, 270
_TEXTS = {
    "en": ("Answer rate (right article in the top 3)", "Gaps mended, one question each", "{:.1f} %", "after {} fixes"),
    "ja": (
        "正答率（正しい記事が上位3件に入った割合）",
        "直したギャップの数（質問を1つずつ追加）",
        "{:.1f}%",
        "{}件直した後",
    ),
}
_STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #4a5160 }
    .grid { stroke: #8890a0; stroke-opacity: .3 }
    .line { fill: none; stroke: #2f6fde; stroke-width: 2.5; stroke-linejoin: round }
    .dot { fill: #2f6fde }
    .told { font-weight: 600; fill: #1d2330 }
    .paper { fill: #fff }
    @media (prefers-color-scheme: dark) {
      .paper { fill: #14181f }
      text { fill: #a9b2c3 }
      .told { fill: #eef1f6 }
      .line { stroke: #7fb0ff }
      .dot { fill: #7fb0ff }
    }
"""


def draw(points: Sequence[tuple[int, float]], locale: str) -> str:
    """Return the picture of (fixes, rate from 0 to 1), captioned in a locale."""
    title, below, percent, after = _TEXTS[locale]
    rates = [rate * 100 for _, rate in points]
    low, high = int(min(rates) // 5 * 5), int(max(rates) // 5 * 5 + 5)
    most = points[-1][0]

    def place(fixes: float, rate: float) -> tuple[float, float]:
        return (
            round(_LEFT + fixes / most * (_RIGHT - _LEFT), 1),
            round(_BOTTOM - (rate - low) / (high - low) * (_BOTTOM - _TOP), 1),
        )

    parts = [f'<text x="{_LEFT}" y="18" class="told">{escape(title)}</text>']
    for rate in range(low, high + 1, 5):
        _, y = place(0, rate)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{rate}%</text>')
    for fixes in range(0, most + 1, 50 if most > 100 else 20):
        x, _ = place(fixes, low)
        parts.append(f'<text x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{fixes}</text>')
    parts.append(f'<text x="{(_LEFT + _RIGHT) / 2}" y="{_BOTTOM + 46}" text-anchor="middle">{escape(below)}</text>')
    places = [place(fixes, rate) for (fixes, _), rate in zip(points, rates, strict=True)]
    parts.append(f'<polyline class="line" points="{" ".join(f"{x},{y}" for x, y in places)}"/>')
    parts += [f'<circle class="dot" cx="{x}" cy="{y}" r="3.5"/>' for x, y in places]
    parts.append(_told(percent.format(rates[0]), places[0], 8, 22, "start"))
    parts.append(_told(percent.format(rates[-1]), places[-1], 0, -12, "end"))
    described = f"{title}: {percent.format(rates[0])} → {percent.format(rates[-1])}, {after.format(most)}"
    return picture(parts, described)


def picture(parts: Sequence[str], described: str) -> str:
    """Return a picture of SVG elements that says what it shows; it is light or dark as the reader's system is."""
    lines = "\n  ".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" role="img" aria-label="{escape(described)}">\n'
        f'  <style>{_STYLE}  </style>\n  <rect class="paper" width="100%" height="100%" rx="8"/>\n  {lines}\n</svg>\n'
    )


def _told(text: str, place: tuple[float, float], right: int, down: int, anchor: str) -> str:
    x, y = place
    return f'<text class="told" x="{x + right}" y="{y + down}" text-anchor="{anchor}">{escape(text)}</text>'
