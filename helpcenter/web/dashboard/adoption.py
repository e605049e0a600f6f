"""Verified users: how those of each phase use the help; and what people answer in surveys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from flask_babel import gettext

from helpcenter.errors import IndexUnavailableError
from helpcenter.insights.reports import guide as reports
from helpcenter.insights.rollups.adoption import WINDOW
from helpcenter.web.dashboard.blueprint import BASE, dashboard
from helpcenter.web.dashboard.charts import Chart, chart_of
from helpcenter.web.dashboard.exporting import Asked, exported
from helpcenter.web.dashboard.frame import BoardPage, board_of, send_page
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells
from helpcenter.web.dashboard.titles import article_title
from helpcenter.web.serving import generation

if TYPE_CHECKING:
    from datetime import date

    from werkzeug.wrappers import Response

    from helpcenter.insights.reports.guide import PhaseCount
    from helpcenter.web.dashboard.tables import Value

_NPS_SCALE: Final = 10
_SURVEYS_USED: Final = ("locale", "screen", "segment")


@dataclass(frozen=True, slots=True)
class AdoptionPage(BoardPage):
    """Phases as of the last day that was counted; `weeks` is how many weeks each day looks back."""

    phases: Table
    charts: tuple[Chart, ...]
    weeks: int


@dataclass(frozen=True, slots=True)
class SurveysPage(BoardPage):
    """All surveys, their scores and the latest comments."""

    table: Table
    scores: Table
    comments: Table


@dashboard.get(f"{BASE}/adoption")
def adoption(locale: str) -> Response:
    """Adoption by phase."""
    board = board_of(locale, "adoption")
    asked = Asked(locale, board.filters)
    found = reports.adoption(asked.database, board.filters.scope)
    page = AdoptionPage(
        board=board,
        title=gettext("Adoption"),
        phases=phases_table(asked),
        charts=_charts(asked, found) if found else (),
        weeks=WINDOW.days // 7,
    )
    return send_page("adoption", page)


@dashboard.get(f"{BASE}/surveys")
def surveys(locale: str) -> Response:
    """All surveys."""
    board = board_of(locale, "surveys", used=_SURVEYS_USED)
    asked = Asked(locale, board.filters)
    page = SurveysPage(
        board, gettext("Surveys"), surveys_table(asked), scores_table(asked), survey_comments_table(asked)
    )
    return send_page("surveys", page)


@exported("phases")
def phases_table(asked: Asked) -> Table:
    """The phases as of the last day of the scope that was counted."""
    columns = (
        Column("phase", gettext("Phase")),
        Column("people", gettext("Active users"), Form.NUMBER),
        Column("started", gettext("Began a walkthrough"), Form.SHARE),
        Column("completed", gettext("Completed one"), Form.SHARE),
        Column("searched", gettext("Searched"), Form.SHARE),
        Column("opened", gettext("Read an article"), Form.SHARE),
    )
    found = reports.adoption(asked.database, asked.filters.scope)
    last = max((each.day for each in found), default=None)
    rows = tuple(
        cells(
            each.phase or gettext("No phase told"),
            each.people,
            each.started / each.people,
            Cell(each.completed / each.people, bar=each.completed / each.people),
            each.searched / each.people,
            each.opened / each.people,
        )
        for each in found
        if each.day == last and each.people
    )
    empty = gettext("No verified user was active. Your product says who its users are by a signed token.")
    title = gettext("Four weeks up to %(day)s", day=asked.written(last, Form.DATE)) if last else gettext("Phases")
    return Table("phases", title, columns, rows, empty)


@exported("surveys")
def surveys_table(asked: Asked) -> Table:
    """All surveys that were answered."""
    columns = (
        Column("survey", gettext("Survey")),
        Column("question", gettext("Question")),
        Column("answers", gettext("Answers"), Form.NUMBER),
        Column("mean", gettext("Mean score"), Form.DECIMAL),
        Column("scale", gettext("Of at most"), Form.NUMBER),
        Column("nps", gettext("Net Promoter Score"), Form.DECIMAL, gettext("Only for scores from 0 to 10")),
    )
    rows = []
    for each in reports.surveys(asked.database, asked.filters.scope):
        question, scale = _asked(asked.locale, each.slug)
        promoters = each.net_promoter if scale == _NPS_SCALE else None
        score = None if promoters is None else 100 * promoters
        title = article_title(asked.locale, each.slug)
        rows.append(cells(title, question or None, each.answers, each.mean, scale or None, score))
    empty = gettext("Nobody answered a survey in these days.")
    return Table("surveys", gettext("All surveys"), columns, tuple(rows), empty)


@exported("scores")
def scores_table(asked: Asked) -> Table:
    """How often each score was given."""
    columns = (
        Column("survey", gettext("Survey")),
        Column("score", gettext("Score"), Form.NUMBER),
        Column("answers", gettext("Answers"), Form.NUMBER),
        Column("share", gettext("Share"), Form.SHARE),
    )
    rows = tuple(
        cells(
            article_title(asked.locale, each.slug), score, times, Cell(times / each.answers, bar=times / each.answers)
        )
        for each in reports.surveys(asked.database, asked.filters.scope)
        for score, times in each.scores.items()
    )
    return Table("scores", gettext("Scores"), columns, rows)


@exported("survey-comments")
def survey_comments_table(asked: Asked) -> Table:
    """The latest comments of surveys."""
    columns = (
        Column("comment", gettext("Comment")),
        Column("score", gettext("Score"), Form.NUMBER),
        Column("survey", gettext("Survey")),
        Column("day", gettext("Day"), Form.DATE),
    )
    rows = tuple(
        cells(text, score, article_title(asked.locale, slug), day)
        for day, slug, score, text in reports.survey_comments(asked.database, asked.filters.scope)
    )
    empty = gettext("Nobody left a comment that is still kept.")
    return Table("survey-comments", gettext("Latest comments"), columns, rows, empty)


def _charts(asked: Asked, found: list[PhaseCount]) -> tuple[Chart, ...]:
    people: dict[date, Value] = dict.fromkeys(asked.filters.scope.all_days())
    shares = dict(people)
    for day in people:
        of_day = [each for each in found if each.day == day]
        active = sum(each.people for each in of_day)
        if active:
            people[day], shares[day] = active, sum(each.completed for each in of_day) / active
    completed = gettext("Completed a walkthrough")
    return (
        chart_of("active", gettext("Active users in four weeks"), {gettext("Active users"): people}),
        chart_of("completed", gettext("Share who completed a walkthrough"), {completed: shares}, Form.SHARE),
    )


def _asked(locale: str, slug: str) -> tuple[str, int]:
    """What a survey asks, and on which scale; nothing for one that is gone."""
    try:
        current = generation()
    except IndexUnavailableError:
        return "", 0
    locales = sorted(current.locales, key=lambda each: each != locale)
    entries = (entry for each in locales for entry in current.guide(each).hints)
    return next(((each.hint.question, each.hint.scale) for each in entries if each.slug == slug), ("", 0))
