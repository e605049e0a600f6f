from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.problems import Severity

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder


@pytest.fixture
def site(folder: ArticlesFolder) -> ArticlesFolder:
    """A small site whose articles are all in order."""
    folder.article("en/billing/invoice.md", "## Send it\n\nText", aliases="[billing/bill]")
    folder.article("en/start.md", "Text")
    folder.article("ja/billing/invoice.md", "## 請求書を送る\n\n本文")
    return folder


@pytest.mark.parametrize(
    "link",
    [
        "billing/invoice",
        "billing/invoice.md",
        "./billing/invoice.md#send-it",
        "billing/bill#send-it",
        "/en/articles/billing/invoice#send-it",
        "../ja/billing/invoice.md#請求書を送る",
        "/ja/articles/billing/invoice#%E8%AB%8B%E6%B1%82%E6%9B%B8%E3%82%92%E9%80%81%E3%82%8B",
        "billing/",
        "/ja/topics/billing",
        "/",
        "/en/",
        "/en/search?q=x",
        "#own",
        "https://example.com/whatever",
    ],
)
def test_a_link_that_leads_somewhere_is_no_problem(site: ArticlesFolder, link: str) -> None:
    site.article("en/page.md", f"## Own\n\n[x]({link})")
    assert site.problems("en/page.md") == []


@pytest.mark.parametrize(
    ("link", "message", "suggestion"),
    [
        (
            "billing/invoise",
            "The link leads to billing/invoise, which does not exist.",
            "Did you mean billing/invoice?",
        ),
        ("invoice.md", "The link leads to invoice, which does not exist.", "Did you mean billing/invoice?"),
        (
            "nowhere",
            "The link leads to nowhere, which does not exist.",
            "Write the path of an article, or remove the link.",
        ),
        ("billing", "The link leads to billing, which is a topic.", "Add a slash at its end."),
        ("/ja/articles/start", "The link leads to start, which does not exist in ja.", "Write the path of an article"),
        ("billing/invoice#send", "which billing/invoice has no heading for.", "Did you mean #send-it?"),
        ("#absent", "The link leads to #absent, which this article has no heading for.", "Link to the article without"),
        ("empty/", "The link leads to the topic empty, which has no articles in en.", "Link to a folder"),
        ("/docs/entry/x", "The link leads to /docs/entry/x, which is no page of this site.", "Write a relative path"),
    ],
)
def test_a_link_that_leads_nowhere_names_its_line_and_the_nearest(
    site: ArticlesFolder, link: str, message: str, suggestion: str
) -> None:
    site.article("en/page.md", f"Text\n\nMore [x]({link})")
    problem = site.problem("en/page.md")
    assert (problem.severity, problem.line) == (Severity.WARNING, 6)
    assert message in problem.message
    assert problem.suggestion.startswith(suggestion)


def test_the_same_broken_link_is_reported_at_each_line(site: ArticlesFolder) -> None:
    site.article("en/page.md", "[x](nowhere)\n\n[x](nowhere)")
    assert [problem.line for problem in site.problems("en/page.md")] == [4, 6]


def test_a_missing_translation_is_no_problem(site: ArticlesFolder) -> None:
    assert site.load().problems == ()


def test_an_alias_onto_a_living_article_is_an_error_and_the_article_stays(site: ArticlesFolder) -> None:
    site.write("en/page.md", "---\ntitle: A\naliases:\n  - old\n  - start\n---\nText")
    problem = site.problem("en/page.md")
    assert (problem.severity, problem.line, problem.key) == (Severity.ERROR, 5, "aliases.1")
    assert "the path of a living article" in problem.message
    assert site.load().by_key[("en", "page")].aliases == ("old",)
    assert ("en", "start") in site.load().by_key


def test_two_articles_with_one_alias_are_an_error_at_the_second(site: ArticlesFolder) -> None:
    site.article("en/page.md", "Text", aliases="[billing/bill]")
    problem = site.problem("en/page.md")
    assert (problem.severity, problem.line) == (Severity.ERROR, 3)
    assert problem.message == "The alias billing/bill belongs to en/billing/invoice.md already and is ignored."
    assert site.load().by_key[("en", "billing/invoice")].aliases == ("billing/bill",)


@pytest.mark.parametrize(
    ("aliases", "message"),
    [("[page]", "The alias page is the article's own path."), ("[old, /old.md]", "The alias old is listed twice.")],
)
def test_an_alias_that_says_nothing_is_an_error(site: ArticlesFolder, aliases: str, message: str) -> None:
    site.article("en/page.md", "Text", aliases=aliases)
    assert site.problem("en/page.md").message == message


def test_two_aliases_cannot_make_a_loop(site: ArticlesFolder) -> None:
    site.article("en/a.md", "Text", aliases="[b]")
    site.article("en/b.md", "Text", aliases="[a]")
    assert all(article.aliases == () for article in site.load().articles if article.slug in {"a", "b"})
    assert [problem.severity for problem in site.load().problems] == [Severity.ERROR] * 2


def test_locales_have_their_own_aliases(site: ArticlesFolder) -> None:
    site.article("ja/page.md", "本文", aliases="[billing/bill]")
    assert site.problems("ja/page.md") == []


def test_a_related_article_that_does_not_exist_is_a_warning(site: ArticlesFolder) -> None:
    site.article("en/page.md", "Text", related="[start, billing/bill, billing/invoce]")
    problem = site.problem("en/page.md")
    assert (problem.severity, problem.line, problem.key) == (Severity.WARNING, 3, "related.2")
    assert problem.suggestion == "Did you mean billing/invoice?"


def test_a_draft_is_nowhere_to_link_to(site: ArticlesFolder) -> None:
    site.article("en/draft.md", "Text", visibility="draft")
    site.article("en/page.md", "[x](draft.md)")
    assert "does not exist" in site.problem("en/page.md").message
