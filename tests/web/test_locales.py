from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import gettext, ngettext

import helpcenter.web
from helpcenter.web.locales import (
    INTERFACE_LOCALES,
    init_app,
    language_name,
    language_name_in,
    long_date,
    text_direction,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

WEB = Path(helpcenter.web.__path__[0])
TRANSLATIONS = WEB / "translations"


def catalogue(locale: str) -> Catalog:
    with (TRANSLATIONS / locale / "LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale=locale)


def forms(text: str | Sequence[str] | None) -> list[str]:
    """A text alone, or its singular and plural."""
    return [text] if isinstance(text, str) else list(text or [])


def msgids() -> set[str]:
    with (TRANSLATIONS / "babel.cfg").open(encoding="utf-8") as file:
        mapping, options = parse_mapping_cfg(file)[:2]  # type: ignore[no-untyped-call]
    messages = (found[2] for found in extract_from_dir(WEB, mapping, options))
    return {message if isinstance(message, str) else message[0] for message in messages}


@pytest.mark.parametrize("locale", INTERFACE_LOCALES)
def test_the_compiled_catalogue_is_fresh(locale: str, tmp_path: Path) -> None:
    expected = tmp_path / "messages.mo"
    with expected.open("wb") as file:
        write_mo(file, catalogue(locale))
    with expected.open("rb") as fresh, (TRANSLATIONS / locale / "LC_MESSAGES/messages.mo").open("rb") as committed:
        assert contents(read_mo(committed)) == contents(read_mo(fresh)), "run: pybabel compile (see babel.cfg)"


def contents(catalog: Catalog) -> dict[object, object]:
    return {str(message.id): message.string for message in catalog if message.id}


@pytest.mark.parametrize("locale", INTERFACE_LOCALES)
def test_the_catalogue_has_every_text_of_the_interface_and_no_other(locale: str) -> None:
    ids = {forms(message.id)[0] for message in catalogue(locale) if message.id}
    assert ids == msgids()


def test_every_text_has_its_japanese() -> None:
    for message in catalogue("ja"):
        if message.id:
            assert all(forms(message.string)), message.id
            assert not message.fuzzy, message.id


def test_placeholders_survive_translation() -> None:
    placeholder = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message in catalogue("ja"):
        expected, *_ = forms(message.id)
        translated, *_ = forms(message.string)
        if expected:
            assert sorted(placeholder.findall(expected)) == sorted(placeholder.findall(translated)), expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [("ja", "2026年11月1日"), ("en", "November 1, 2026"), ("en-GB", "1 November 2026"), ("xx", "November 1, 2026")],
)
def test_dates_are_written_as_the_locale_writes_them(locale: str, expected: str) -> None:
    assert long_date(date(2026, 11, 1), locale) == expected


@pytest.mark.parametrize(
    ("locale", "expected"),
    [
        ("en", ["1 query does not find the answer yet.", "3 queries do not find the answer yet."]),
        ("ja", ["まだ答えの見つからない検索語が1件あります。", "まだ答えの見つからない検索語が3件あります。"]),
    ],
)
def test_numbers_are_told_in_the_language_of_the_page(tmp_path: Path, locale: str, expected: list[str]) -> None:
    app = Flask(__name__)
    init_app(app, "en", tmp_path / "catalogues of no language")
    one, many = "%(num)s query does not find the answer yet.", "%(num)s queries do not find the answer yet."
    with app.test_request_context(f"/{locale}/"):
        assert [ngettext(one, many, number) for number in (1, 3)] == expected


def test_catalogue_of_a_site_goes_before_ours(tmp_path: Path) -> None:
    folder = tmp_path / "ja/LC_MESSAGES"
    folder.mkdir(parents=True)
    own = Catalog(locale="ja")
    own.add("Gaps", "見つからない質問")
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, own)
    app = Flask(__name__)
    init_app(app, "en", tmp_path)
    with app.test_request_context("/ja/"):
        assert [gettext("Gaps"), gettext("Searches")] == ["見つからない質問", "検索"]


def test_languages_are_called_what_their_speakers_call_them() -> None:
    assert [language_name(locale) for locale in ("ja", "en", "fr")] == ["日本語", "English", "Français"]


def test_the_direction_of_writing_is_known() -> None:
    assert [text_direction(locale) for locale in ("ja", "ar")] == ["ltr", "rtl"]


def test_languages_are_called_what_the_reader_calls_them() -> None:
    names = [language_name_in(*pair) for pair in (("ja", "en"), ("en", "ja"), ("fr", "ja"))]
    assert names == ["Japanese", "英語", "フランス語"]
