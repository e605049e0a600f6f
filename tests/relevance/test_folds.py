from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.search.judgments import Judgment
from tests.relevance.folds import FOLDS, Status, cases, fold_of
from tests.relevance.preparing import published

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.evidence import Evidence
    from tests.relevance.folds import Case

MATTERS = {
    "refund": ("Get a refund", "Refunds are paid within five days.", "返金を受ける", "返金は5日以内に支払われます。"),
    "invoice": (
        "Send an invoice",
        "Choose a customer and send the invoice.",
        "請求書を送る",
        "顧客を選び、請求書を送ります。",
    ),
    "logo": ("Change the logo", "Upload a picture of the logo.", "ロゴを変える", "ロゴの画像を読み込みます。"),
    "password": (
        "Reset a password",
        "A link to reset the password is mailed.",
        "パスワードの再設定",
        "再設定のリンクが届きます。",
    ),
    "export": ("Export customers", "Customers are exported as a table.", "顧客を書き出す", "顧客を表に書き出します。"),
    "team": (
        "Invite the team",
        "Each member of the team gets a mail.",
        "チームを招待する",
        "メンバーにメールが届きます。",
    ),
}


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> list[Case]:
    folder = tmp_path_factory.mktemp("folds")
    judgments = [
        *(Judgment(texts[0], "en", (slug,), "", 1) for slug, texts in MATTERS.items()),
        *(Judgment(texts[2], "ja", (slug,), "", 1) for slug, texts in MATTERS.items()),
        Judgment("book a flight to the moon", "en", (), "", 1),
    ]
    return list(cases(judgments, published(written(folder / "articles", set(MATTERS)), folder), by_meaning=False))


def written(folder: Path, slugs: set[str]) -> Path:
    for slug in slugs:
        title, text, japanese_title, japanese_text = MATTERS[slug]
        for locale, its_title, its_text in (("en", title, text), ("ja", japanese_title, japanese_text)):
            path = folder / locale / f"{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: {its_title}\n---\n{its_text}\n", encoding="utf-8")
    return folder


def test_every_article_is_away_in_one_fold_and_there_in_the_others(asked: list[Case]) -> None:
    for slug in MATTERS:
        statuses = [case.status for case in asked if case.judgment.slugs == (slug,) and case.judgment.locale == "en"]
        assert sorted(statuses) == [Status.GONE, *[Status.KEPT] * (FOLDS - 1)]


def test_translations_are_away_together_so_that_none_answers_for_the_other(asked: list[Case]) -> None:
    away = [case for case in asked if case.status is Status.GONE]
    assert {case.judgment.locale for case in away} == {"en", "ja"}
    assert not any(case.is_first for case in away)
    assert not any(case.evidence and case.evidence.is_certain for case in away)


def test_what_is_there_is_found_as_before(asked: list[Case]) -> None:
    assert all(case.is_first for case in asked if case.status is Status.KEPT)


def test_what_nobody_wrote_has_no_right_answer(asked: list[Case]) -> None:
    nothing = [case for case in asked if not case.judgment.slugs]
    assert {case.status for case in nothing} == {Status.NONE}
    assert not any(case.is_first for case in nothing)


def test_leaving_articles_out_is_nearly_the_same_as_never_having_written_them(tmp_path: Path) -> None:
    things = ["invoice", "refund", "logo", "password", "customer", "team", "report", "address", "domain", "contract"]
    titles = {f"{verb}-{thing}": f"{verb} the {thing}" for verb in ("Change", "Export", "Delete") for thing in things}
    fold = fold_of("Change-invoice")
    there = {slug: title for slug, title in titles.items() if fold_of(slug) != fold}
    judgments = [Judgment(f"how can I {title}", "en", (slug,), "", 1) for slug, title in there.items()]

    def evidence(of: dict[str, str], folder: Path) -> dict[str, Evidence | None]:
        for slug, title in of.items():
            path = folder / "articles" / "en" / f"{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"---\ntitle: {title}\n---\n{title} on the page of settings.\n", encoding="utf-8")
        asked = cases(judgments, published(folder / "articles", folder), by_meaning=False)
        return {case.judgment.query: case.evidence for case in asked if case.fold == fold}

    left_out, never_written = evidence(titles, tmp_path / "all"), evidence(there, tmp_path / "some")
    for query, one in left_out.items():
        other = never_written[query]
        assert one is not None
        assert other is not None
        assert one.of_answer == pytest.approx(other.of_answer, rel=0.2, abs=0.05)
