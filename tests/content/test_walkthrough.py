from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from helpcenter.content.problems import Severity
from helpcenter.content.step import Choice
from helpcenter.content.walkthrough import Walkthrough, walkthrough_of

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder

BRANCHING = """Before.

## Which? { #which target=".which" }

Choose one.

- [A company](#company){ go }
- [A **person**](#person){ go }

## Company { #company target=".company" then="#done" missing="skip" screen="/new" }

## Person { #person target=".person || testid:person" advance="input" }

### More of it

Deeper.

## Done { #done target=".done" advance="event:sent" }

## See also

Not part of it.
"""


def walk(folder: ArticlesFolder, body: str, **keys: str) -> Walkthrough:
    folder.article("en/tour.md", body, **keys)
    walkthrough = walkthrough_of(folder.load().by_key["en", "tour"])
    assert walkthrough is not None
    return walkthrough


def messages(folder: ArticlesFolder, body: str, **keys: str) -> list[tuple[Severity, int, str]]:
    folder.article("en/tour.md", body, **keys)
    return [(problem.severity, problem.line, problem.message) for problem in folder.problems("en/tour.md")]


def test_headings_with_targets_are_steps_with_all_that_stands_below_them(folder: ArticlesFolder) -> None:
    walkthrough = walk(folder, BRANCHING)
    assert [(each.id, each.title, each.step.targets) for each in walkthrough.steps] == [
        ("which", "Which?", (".which",)),
        ("company", "Company", (".company",)),
        ("person", "Person", (".person", "testid:person")),
        ("done", "Done", (".done",)),
    ]
    assert walkthrough.intro == (("p", {}, "Before."),)
    assert walkthrough.steps[2].body == (("h4", {"id": "more-of-it"}, "More of it"), ("p", {}, "Deeper."))


def test_what_moves_on_where_and_what_happens_without_the_target_is_read(folder: ArticlesFolder) -> None:
    _, company, person, done = walk(folder, BRANCHING, walkthrough="{missing: fallback}").steps
    assert (company.missing, company.step.screen, company.step.then) == ("skip", "/new", "done")
    assert (person.missing, person.step.advance) == ("fallback", "input")
    assert done.step.advance == "event:sent"
    assert "Not part of it." not in repr(done.body)


def test_a_list_of_links_that_go_is_a_question_in_the_product_and_stays_links_on_the_page(
    folder: ArticlesFolder,
) -> None:
    which = walk(folder, BRANCHING).steps[0]
    assert which.step.choices == (Choice("A company", "company"), Choice("A person", "person"))
    assert which.body == (("p", {}, "Choose one."),)
    html = folder.load().by_key["en", "tour"].html
    assert '<ul class="choices">' in html
    assert '<a href="#company">A company</a>' in html
    assert folder.problems("en/tour.md") == []


def test_front_matter_says_when_it_begins(folder: ArticlesFolder) -> None:
    start = walk(
        folder,
        BRANCHING,
        screens='["/a/*"]',
        walkthrough="{start: 'element:.x', audience: {plan: pro}, frequency: daily, quiet: '22:00-07:00'}",
    ).start
    assert (start.start, start.audience, start.frequency) == ("element:.x", {"plan": ("pro",)}, "daily")
    assert start.quiet == ("22:00", "07:00")


def test_an_article_without_targets_is_no_walkthrough(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "## Plain")
    assert walkthrough_of(folder.load().by_key["en", "a"]) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Before.", "Earlier."),
        ("Deeper.", "Deepest."),
        ('target=".done"', 'target=".over"'),
        ("event:sent", "event:gone"),
        ("[A company]", "[A firm]"),
        ('then="#done"', 'then="end"'),
        ("## Person", "## Human"),
    ],
)
def test_the_version_changes_with_what_a_reader_sees(folder: ArticlesFolder, before: str, after: str) -> None:
    changed = walk(folder, BRANCHING.replace(before, after)).version
    assert changed != walk(folder, BRANCHING).version


def test_the_version_stays_when_only_the_page_changes(folder: ArticlesFolder) -> None:
    version = walk(folder, BRANCHING).version
    page = BRANCHING.replace("Not part of it.", "Still not.")
    assert walk(folder, page, questions="[why]", order="3").version == version
    article = folder.load().by_key["en", "tour"]
    walkthrough = walkthrough_of(replace(article, author="somebody"), base="https://help.example.com")
    assert walkthrough is not None
    assert walkthrough.version == version


def test_a_walkthrough_without_steps_is_an_error(folder: ArticlesFolder) -> None:
    (problem,) = messages(folder, "## Plain", walkthrough="{start: manual}")
    assert problem == (Severity.ERROR, 3, "The walkthrough has no steps: no heading names a target.")


def test_a_target_that_cannot_be_looked_for_is_an_error_and_left_out(folder: ArticlesFolder) -> None:
    body = '## A { target="a[ || .good" }\n\n## B { target="#1" }'
    found = messages(folder, body)
    assert [(severity, line) for severity, line, _ in found] == [(Severity.ERROR, 4), (Severity.ERROR, 6)]
    assert [each.step.targets for each in walk(folder, body).steps] == [(".good",)]


@pytest.mark.parametrize(
    ("attributes", "message"),
    [
        ('missing="cry"', "`missing` cannot be 'cry'."),
        ('advance="jump"', "`advance` cannot be 'jump'."),
        ('screen="new"', "`screen` cannot be 'new': it begins with none of /, ?, # and @."),
    ],
)
def test_a_value_nobody_knows_is_told_and_the_step_goes_on_without(
    folder: ArticlesFolder, attributes: str, message: str
) -> None:
    assert [text for _, _, text in messages(folder, f'## A {{ target=".x" {attributes} }}')] == [message]
    (step,) = walk(folder, f'## A {{ target=".x" {attributes} }}').steps
    assert (step.missing, step.step.advance, step.step.screen) == ("wait", "next", "")


def test_a_way_to_no_step_is_an_error_with_the_nearest_one(folder: ArticlesFolder) -> None:
    body = (
        '## Send { #send target=".x" then="sennd" }\n\n## Plain\n\n## Last { #last target=".y" }\n\n- [a](#plain){ go }'
    )
    folder.article("en/tour.md", body)
    first, second = folder.problems("en/tour.md")
    assert first.message == "`then` leads to #sennd, which is no step."
    assert first.suggestion == "Did you mean #send?"
    assert second.message == "The choice “a” leads to #plain, which is no step."
    steps = walk(folder, body).steps
    assert (steps[0].step.then, steps[1].step.choices) == ("", ())


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('## A { #a target=".a" then="a" }', "`then` leads back to #a"),
        ('## A { #a target=".a" }\n\n## B { #b target=".b" then="a" }', "`then` leads back to #a"),
        (
            '## A { #a target=".a" then="c" }\n\n## B { #b target=".b" }\n\n## C { #c target=".c" then="b" }',
            "`then` leads back to #b",
        ),
        ('## A { #a target=".a" }\n\n## B { #b target=".b" }\n\n- [x](#a){ go }', "The choice “x” leads back to #a"),
    ],
)
def test_a_circle_is_an_error_and_is_opened(folder: ArticlesFolder, body: str, message: str) -> None:
    ((severity, _, text),) = messages(folder, body)
    assert (severity, text) == (Severity.ERROR, f"{message}: the walkthrough would go in a circle.")


def test_a_way_back_that_leads_on_elsewhere_is_no_circle(folder: ArticlesFolder) -> None:
    body = (
        '## A { #a target=".a" then="c" }\n\n## B { #b target=".b" then="d" }\n\n'
        '## C { #c target=".c" then="b" }\n\n## D { #d target=".d" }'
    )
    assert messages(folder, body) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("## A\n\n- [x](#a){ go }", "stands below no step."),
        ('## A { target=".a" }\n\n- [x](other.md){ go }', "leads to no step of this article."),
        (
            '## A { target=".a" }\n\n[x](#b){ go }\n\n## B { #b target=".b" }',
            "stands in no list of its own.",
        ),
        (
            '## A { target=".a" }\n\n- Or [x](#b){ go }\n\n## B { #b target=".b" }',
            "stands in no list of its own.",
        ),
    ],
)
def test_a_choice_in_the_wrong_place_is_an_error(folder: ArticlesFolder, body: str, message: str) -> None:
    folder.article("en/other.md", "x")
    assert [text for _, _, text in messages(folder, body)] == [f"The choice “x” {message}"]
