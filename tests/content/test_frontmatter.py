from __future__ import annotations

from datetime import date

import pytest

from helpcenter.content.article import Kind, Visibility
from helpcenter.content.frontmatter import FrontMatter, read_manuscript
from helpcenter.content.problems import Problem, Severity


def _meta(front: str) -> FrontMatter:
    manuscript = read_manuscript(f"---\n{front}\n---\nBody", "en/page.md")
    assert manuscript.problems == ()
    assert manuscript.meta is not None
    return manuscript.meta


def _problem(front: str, body: str = "") -> Problem:
    return _broken(f"---\n{front}\n---\n{body}")


def _broken(text: str) -> Problem:
    manuscript = read_manuscript(text, "en/page.md")
    assert manuscript.meta is None
    (problem,) = manuscript.problems
    assert problem.severity is Severity.ERROR
    assert problem.path == "en/page.md"
    return problem


def test_every_key_is_read() -> None:
    meta = _meta(
        """\
title: Send your first invoice
summary: From customer to PDF.
questions: ["(send|issue) an invoice", bill a customer]
topic: billing
order: 3
screens: ["/invoices", "/invoices/*"]
aliases: [billing/first, /old/invoice.md]
related: [billing/refund]
walkthrough: {start: first-visit, audience: {phase: onboarding, plan: [pro, team]}}
visibility: internal
updated: 2026-11-20
review_by: 2027-05-01"""
    )
    assert meta.title == "Send your first invoice"
    assert meta.questions == ("(send|issue) an invoice", "bill a customer")
    assert meta.order == 3
    assert meta.aliases == ("billing/first", "old/invoice")
    assert meta.walkthrough is not None
    assert meta.walkthrough.start == "first-visit"
    assert dict(meta.walkthrough.audience) == {"phase": ("onboarding",), "plan": ("pro", "team")}
    assert meta.visibility is Visibility.INTERNAL
    assert (meta.updated, meta.review_by) == (date(2026, 11, 20), date(2027, 5, 1))


@pytest.mark.parametrize("written", ["NO", "yes", "1.10", "2027-05-01", "0x1F", "1e3", "12:30:00", "off"])
def test_what_looks_like_another_type_stays_the_text_that_was_written(written: str) -> None:
    assert _meta(f"title: {written}").title == written


def test_the_body_keeps_its_line_number() -> None:
    manuscript = read_manuscript("---\ntitle: A\n---\n\nText", "en/page.md")
    assert manuscript.body == "\nText"
    assert manuscript.body_line == 4
    assert manuscript.line_of("title") == 2
    assert manuscript.line_of("summary") == 0


@pytest.mark.parametrize(
    ("key", "nearest"),
    [
        ("titel", "title"),
        ("summery", "summary"),
        ("question", "questions"),
        ("alias", "aliases"),
        ("review-by", "review_by"),
        ("description", "summary"),
        ("weight", "order"),
        ("date", "updated"),
        ("redirect_from", "aliases"),
    ],
)
def test_an_unknown_key_suggests_the_nearest(key: str, nearest: str) -> None:
    (problem, *_) = read_manuscript(f"---\ntitle: A\n{key}: x\n---\n", "en/page.md").problems
    assert (problem.line, problem.key) == (3, key)
    assert problem.suggestion == f"Did you mean `{nearest}`?"


def test_a_misspelt_title_is_one_problem_and_not_two() -> None:
    assert _problem("titel: A").key == "titel"


def test_an_unknown_key_inside_walkthrough_suggests_the_nearest() -> None:
    problem = _problem("title: A\nwalkthrough:\n  start: manual\n  audiance: {plan: pro}")
    assert (problem.line, problem.key) == (5, "walkthrough.audiance")
    assert problem.suggestion == "Did you mean `audience`?"


@pytest.mark.parametrize("front", ["summary: x", "title:", "title: ~", ""])
def test_a_missing_title_suggests_the_first_heading(front: str) -> None:
    problem = _problem(front, "Intro\n\n## 請求書を送る { #send }\n")
    assert problem.key == "title"
    assert problem.message == "The title is missing."
    assert 'title: "請求書を送る"' in problem.suggestion


def test_a_file_without_front_matter_suggests_its_heading_as_title() -> None:
    problem = _broken("# Send an **invoice**\n\nText")
    assert problem.suggestion == 'Begin the file with --- / title: "Send an invoice" / ---'


def test_a_blank_title_is_an_error() -> None:
    assert _problem('title: "  "').key == "title"


@pytest.mark.parametrize(
    ("front", "line", "key", "suggestion"),
    [
        ("title: A\nupdated: yesterday", 3, "updated", "Write updated: 2027-05-01."),
        ("title: A\nupdated: 2026-02-30", 3, "updated", "Write updated: 2027-05-01."),
        ("title: A\nreview_by: 1700000000", 3, "review_by", "Write review_by: 2027-05-01."),
        ("title: A\norder: first", 3, "order", "Write order: 1."),
        ("title: A\naliases: old/page", 3, "aliases", "Write aliases: [old/page]."),
        ("title: A\nvisibility: publik", 3, "visibility", "Did you mean `public`?"),
        ("title: A\naliases:\n  - fine\n  - ../up", 5, "aliases.1", "Write the path below the locale folder"),
        ("title: A\ndraft: true", 3, "draft", "Write visibility: draft."),
        ("title: A\nquestions:\n  - {a: b}", 4, "questions.0", "Put it on one line"),
        ("title: A\nwalkthrough: {start: someday}", 3, "walkthrough.start", "Write manual, first-visit"),
        ("title: [A, B]", 2, "title", "Put it on one line"),
    ],
)
def test_a_wrong_value_names_line_key_and_remedy(front: str, line: int, key: str, suggestion: str) -> None:
    problem = _problem(front)
    assert (problem.line, problem.key) == (line, key)
    assert problem.suggestion.startswith(suggestion)


def test_every_wrong_key_is_reported_at_once() -> None:
    problems = read_manuscript("---\ntitle: A\norder: x\nupdated: y\n---\n", "en/page.md").problems
    assert [problem.key for problem in problems] == ["order", "updated"]


@pytest.mark.parametrize(
    ("front", "line", "message"),
    [
        ("title: Plans: all of them", 2, "The YAML is broken"),
        ("title: A\nsummary: [open", 3, "The YAML is broken"),
        ('title: "open', 2, "The YAML is broken"),
        ("title: A\n\tsummary: B", 3, "The YAML is broken"),
        ("title: @home", 2, "The YAML is broken"),
        ("- title", 2, "The front matter is not a list of keys."),
        ("just words", 2, "The front matter is not a list of keys."),
        ("title: A\ntitle: B", 3, "The key `title` is there twice."),
        ("title: A\n? [x]\n: y", 3, "A key of the front matter is not plain text."),
    ],
)
def test_broken_yaml_names_its_line(front: str, line: int, message: str) -> None:
    problem = _problem(front)
    assert problem.line == line
    assert problem.message.startswith(message)
    assert problem.suggestion


def test_a_colon_in_a_value_suggests_quotes() -> None:
    assert 'title: "Plans: monthly and yearly"' in _problem("title: Plans: all").suggestion


def test_front_matter_that_never_ends_is_an_error() -> None:
    problem = _broken("---\ntitle: A\n\nText")
    assert (problem.line, problem.message) == (1, "The front matter has no end.")


@pytest.mark.parametrize("text", ["", "\n\n", "  \n\t\n"])
def test_an_empty_file_says_so(text: str) -> None:
    assert _broken(text).message == "The file is empty."


def test_a_yaml_bomb_is_refused_before_it_grows() -> None:
    bomb = "a: &a [x, x]\n" + "\n".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]" for n in range(20)
    )
    problem = _problem(f"title: A\n{bomb}")
    assert problem.line == 3
    assert problem.message == "YAML anchors and aliases are not allowed (`a`)."


def test_front_matter_beyond_16_kilobytes_is_refused() -> None:
    problem = _problem("title: A\nsummary: " + "あ" * 6000)
    assert "too large" in problem.message
    assert "16,384" in problem.message


@pytest.mark.parametrize("front", ["title: " + "[" * 500, "title: " + "{a: " * 12 + "b" + "}" * 12])
def test_deep_nesting_is_refused(front: str) -> None:
    assert "nested more than 8 levels" in _problem(front).message


@pytest.mark.parametrize("tag", ["!!python/object/apply:os.system [ls]", "!!binary YQ==", "!secret x", "!!str 1"])
def test_yaml_tags_are_refused(tag: str) -> None:
    assert _problem(f"title: {tag}").message.startswith("YAML tags are not allowed")


def test_a_merge_key_is_only_an_unknown_key() -> None:
    assert _problem("title: A\n<<: {order: 2}").key == "<<"


def test_front_matter_lines_may_have_trailing_blanks() -> None:
    manuscript = read_manuscript("---  \ntitle: A\n--- \nBody", "en/page.md")
    assert manuscript.meta is not None
    assert manuscript.body == "Body"


@pytest.mark.parametrize("kind", ["article", "how-to", "troubleshooting", "faq", "reference"])
def test_a_kind_is_one_of_five_words(kind: str) -> None:
    assert _meta(f"title: x\nkind: {kind}").kind is Kind(kind)


@pytest.mark.parametrize(
    ("written", "suggestion"),
    [
        ("howto", "Did you mean `how-to`?"),
        ("recipe", "It may be one of article, how-to, troubleshooting, faq, reference."),
        ("walkthrough", "Leave it out: an article whose headings carry targets is a walkthrough."),
        ("[faq]", "Did you mean `faq`?"),
    ],
)
def test_another_kind_is_refused_with_the_words_there_are(written: str, suggestion: str) -> None:
    problem = _problem(f"title: x\nkind: {written}")
    assert problem.message.startswith("`kind` must be one of article, how-to, troubleshooting, faq, reference, not ")
    assert (problem.line, problem.suggestion) == (3, suggestion)


def test_editors_are_told_the_kinds() -> None:
    described = FrontMatter.model_json_schema()["properties"]["kind"]
    assert described["enum"] == ["article", "how-to", "troubleshooting", "faq", "reference"]


def test_what_others_call_a_type_is_a_kind() -> None:
    assert _problem("title: x\ntype: faq").suggestion == "Did you mean `kind`?"
