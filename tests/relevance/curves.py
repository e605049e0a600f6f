"""Curves of trust as pictures: risk and coverage, and reliability, for the manual's page on searching."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.relevance.drawing import picture

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_LEFT, _RIGHT, _TOP, _BOTTOM = 56, 480, 34, 270
_COLORS = ("#2f6fde", "#c2410c", "#0f766e", "#7c3aed", "#a16207")
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 3")  # colour is never the only sign
RISK_COVERAGE = {
    "en": ("Wrong answers, of those offered", "Searches that are offered an answer"),
    "ja": ("出した答えのうち誤りの割合", "答えを出した検索の割合"),
}
RELIABILITY = {
    "en": ("First article right", "Stated probability"),
    "ja": ("先頭の記事が正しかった割合", "示した確率"),
}


def draw(curves: Mapping[str, Sequence[tuple[float, float]]], words: tuple[str, str], *, diagonal: bool) -> str:
    """Return a picture of curves by name, whose coordinates are shares from 0 to 1.

    Args:
        curves: points of each curve, from left to right.
        words: what is above, and what is below the axes.
        diagonal: whether to show where both shares are the same.
    """
    above, below = words
    parts = [f'<text x="{_LEFT}" y="18" class="told">{escape(above)}</text>']
    for percent in range(0, 101, 20):
        x, y = _place(percent / 100, percent / 100)
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{_RIGHT}" y1="{y}" y2="{y}"/>')
        parts.append(f'<text x="{_LEFT - 8}" y="{y + 4}" text-anchor="end">{percent}%</text>')
        parts.append(f'<text x="{x}" y="{_BOTTOM + 20}" text-anchor="middle">{percent}%</text>')
    parts.append(f'<text x="{(_LEFT + _RIGHT) / 2}" y="{_BOTTOM + 46}" text-anchor="middle">{escape(below)}</text>')
    if diagonal:
        parts.append(f'<line class="grid" x1="{_LEFT}" y1="{_BOTTOM}" x2="{_RIGHT}" y2="{_TOP}"/>')
    for number, (name, points) in enumerate(curves.items()):
        look = f'stroke="{_COLORS[number % len(_COLORS)]}" stroke-dasharray="{_DASHES[number % len(_DASHES)]}"'
        places = " ".join(f"{x},{y}" for x, y in (_place(*point) for point in points))
        parts.append(f'<polyline fill="none" stroke-width="2.5" stroke-linejoin="round" {look} points="{places}"/>')
        y = _TOP + 10 + 22 * number
        parts.append(f'<line x1="{_RIGHT + 16}" x2="{_RIGHT + 44}" y1="{y}" y2="{y}" stroke-width="2.5" {look}/>')
        parts.append(f'<text x="{_RIGHT + 50}" y="{y + 4}">{escape(name)}</text>')
    return picture(parts, f"{above} / {below}: {', '.join(curves)}")


def _place(across: float, up: float) -> tuple[float, float]:
    return round(_LEFT + across * (_RIGHT - _LEFT), 1), round(_BOTTOM - up * (_BOTTOM - _TOP), 1)
