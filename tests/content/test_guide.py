from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from helpcenter.content.guide import Guide, guide_of
from helpcenter.content.hint import HintKind
from helpcenter.content.tasks import Task, tasks_of

if TYPE_CHECKING:
    from tests.content.conftest import ArticlesFolder

WALK = '## A { target=".a" }\n\n## B { target=".b" }'


def guide(folder: ArticlesFolder) -> Guide:
    return guide_of(folder.load().articles)


def test_articles_about_screens_and_walkthroughs_are_listed_apart(folder: ArticlesFolder) -> None:
    folder.article("en/about.md", "x", title="About", screens="[/a]")
    folder.article("en/nowhere.md", "x")
    folder.article("en/walk.md", WALK, title="Walk", screens="[/b]")
    found = guide(folder)
    assert [(each.slug, each.title, each.screens) for each in found.articles] == [("about", "About", ("/a",))]
    (walk,) = found.walkthroughs
    assert (walk.slug, walk.title, walk.screens, walk.steps, walk.first) == ("walk", "Walk", ("/b",), 2, ".a")
    assert found.versions == {"walk": walk.version}


def test_a_guide_survives_being_stored(folder: ArticlesFolder) -> None:
    folder.article("en/walk.md", WALK, survey="{question: How was it?, scale: 10}", walkthrough="{audience: {a: b}}")
    folder.article("en/new.md", "x", screens="[/a]", hint="{from: 2026-12-01}")
    found = guide(folder)
    assert found.hints
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(found), type=Guide) == found


def test_a_hint_is_shown_on_the_screens_of_its_article_from_day_to_day(folder: ArticlesFolder) -> None:
    keys = "{as: hotspot, target: '.x || #y', from: 2026-12-01, until: 2026-12-31, frequency: daily}"
    folder.article("en/new.md", "What is new.\n\n## More", screens="[/a]", hint=keys)
    (entry,) = guide(folder).hints
    hint = entry.hint
    assert (entry.screens, hint.kind, hint.targets) == (("/a",), HintKind.HOTSPOT, (".x", "#y"))
    assert (hint.since, hint.until, hint.frequency) == (date(2026, 12, 1), date(2026, 12, 31), "daily")


def test_a_survey_follows_the_walkthrough_of_its_article_else_it_is_asked_on_its_screens(
    folder: ArticlesFolder,
) -> None:
    folder.article("en/asked.md", "x", screens="[/a]", survey="{question: Well?}")
    folder.article("en/walk.md", WALK, screens="[/b]", survey="{question: How was it?, scale: 10}")
    asked, walk = guide(folder).hints
    assert (asked.after, asked.screens, asked.hint.scale) == ("", ("/a",), 5)
    assert (walk.after, walk.screens, walk.hint.scale) == ("walk", (), 10)


def test_the_version_of_a_hint_changes_with_what_it_says(folder: ArticlesFolder) -> None:
    def version(body: str) -> str:
        folder.article("en/new.md", body, screens="[/a]", hint="{}")
        return guide(folder).hints[0].version

    first = version("New.\n\n## More\n\nx")
    assert version("Newer.\n\n## More\n\nx") != first
    assert version("New.\n\n## More\n\ny") == first


def test_tasks_lead_to_articles_or_wait_for_events(folder: ArticlesFolder) -> None:
    body = '- [ ] [Send **one**](walk.md)\n- [x] [Invite](invite.md){ event="member.invited" }\n- [ ] Breathe\n\nText.'
    folder.article("en/list.md", body, checklist="{audience: {phase: onboarding}}")
    folder.article("en/walk.md", WALK)
    folder.article("en/invite.md", "x")
    article = folder.load().by_key["en", "list"]
    assert folder.problems("en/list.md") == []
    assert tasks_of(article.html) == (
        Task("Send one", "walk", "", "/en/articles/walk"),
        Task("Invite", "invite", "member.invited", "/en/articles/invite"),
        Task("Breathe", "", "", ""),
    )


@pytest.mark.parametrize(
    ("body", "keys", "message"),
    [
        ("- no box", {"checklist": "{frequency: always}"}, "The checklist has no tasks."),
        ("## No lead", {"hint": "{as: banner}", "screens": "[/a]"}, "The hint has no text: nothing stands before"),
        ("x", {"hint": "{as: banner}"}, "`hint` is shown on no screen."),
        ("x", {"survey": "{question: Well?}"}, "`survey` is shown on no screen."),
        ("x", {"hint": "{as: hotspot}"}, "`hint` has a target and is no hotspot, or is one without."),
        ("x", {"hint": "{target: .x}"}, "`hint` has a target and is no hotspot, or is one without."),
        ("x", {"hint": "{from: 2027-01-02, until: 2027-01-01}"}, "`hint` ends before it begins."),
        ("x", {"survey": "{scale: 5}"}, "`survey.question` is missing."),
        ("x", {"survey": "{question: a, scale: 7}"}, "`survey.scale` must be one of 5, 10, not '7'."),
        ("x", {"screens": "[invoices]"}, "`screens.0` is no pattern of a screen: it begins with none of"),
        ("x", {"walkthrough": "{start: 'element:a['}"}, "`walkthrough.start` `a[` is no target: CSS cannot read it"),
    ],
)
def test_what_could_not_be_shown_is_an_error(
    folder: ArticlesFolder, body: str, keys: dict[str, str], message: str
) -> None:
    folder.article("en/a.md", body, **keys)
    assert folder.problem("en/a.md").message.startswith(message)
