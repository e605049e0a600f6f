from __future__ import annotations

from helpcenter.web.highlighting import TARGET, stylesheet


def test_the_colours_of_code_are_fresh() -> None:
    assert TARGET.read_text(encoding="utf-8") == stylesheet(), "run: python -m helpcenter.web.highlighting"
