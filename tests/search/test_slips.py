from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.slips import cost_of_slip
from tests.search.test_search import search, slugs

if TYPE_CHECKING:
    from tests.search.conftest import Shelf


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("passwrod", "password"),
        ("paasword", "password"),
        ("acount", "account"),
        ("invouce", "invoice"),
        ("アガウント", "アカウント"),
        ("パスワド", "パスワード"),
        ("キャツシュ", "キャッシュ"),
        ("アカンウト", "アカウント"),
        ("サーハー", "サーバー"),
    ],
)
def test_slips_that_fingers_make_cost_less(typed: str, meant: str) -> None:
    assert cost_of_slip(typed, meant) < 1


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("invqice", "invoice"), ("paqsword", "password"), ("pasword1", "pasword"), ("アカモント", "アカウント")],
)
def test_other_slips_cost_a_whole_edit(typed: str, meant: str) -> None:
    assert cost_of_slip(typed, meant) == 1


def test_a_neighbouring_key_is_likelier_than_a_far_one(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/far.md", "---\ntitle: The zest\n---\nA zest of lemon, and more zest.")
    empty_shelf.write("en/near.md", "---\ntitle: The test\n---\nA test of lemon, and more test.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "trst"))[0] == "near"


@pytest.mark.parametrize(
    ("title", "typed", "locale"),
    [
        ("Customized graphs", "custmoized graphs", "en"),
        ("Integration of billing", "integation", "en"),
        ("Metrics specifications", "speicfications", "en"),
        ("SAML settings", "sml", "en"),
        ("Disk usage", "dis", "en"),
        ("SAMLを設定する", "SML設定", "ja"),
        ("メタデータを利用する", "メタデーラタを利用する", "ja"),
    ],
)
def test_a_slip_in_a_title_is_forgiven_and_told(empty_shelf: Shelf, title: str, typed: str, locale: str) -> None:
    empty_shelf.write(f"{locale}/a.md", f"---\ntitle: {title}\n---\nText.")
    empty_shelf.write(f"{locale}/b.md", "---\ntitle: Elephants\n---\nText about them, 像のこと。")
    empty_shelf.publish()

    results = search(empty_shelf.generation(), typed, locale)

    assert slugs(results) == ["a"]
    assert results.corrections


def test_a_known_word_of_three_letters_stays_as_it_is(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Use a VPN\n---\nText.")
    empty_shelf.write("en/b.md", "---\ntitle: Use a VPS\n---\nText.")
    empty_shelf.publish()

    assert slugs(search(empty_shelf.generation(), "vpn")) == ["a"]


def test_a_title_with_a_slip_is_still_the_whole_question(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: Export data\n---\nText.")
    empty_shelf.write(
        "en/b.md", "---\ntitle: Export data of a team\n---\nData export of the team: export, export data."
    )
    empty_shelf.publish()
    generation = empty_shelf.generation()

    assert slugs(search(generation, "exprot dtaa"))[0] == "a"
    assert slugs(search(generation, "exprot data"))[0] == "a"
