"""What came of searches, in the reader's words, and as a table of shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flask_babel import gettext

from helpcenter.insights.figures import Figure, Kind, SearchCounts, figures_of
from helpcenter.insights.outcomes import UNANSWERED, Outcome
from helpcenter.web.dashboard.tables import Cell, Column, Form, Table, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

_ORDER: Final = (
    *(Outcome.ANSWERED, Outcome.UNCLICKED, Outcome.LOW_CONFIDENCE, Outcome.ZERO_RESULT),
    *(Outcome.ESCALATED, Outcome.UNHELPFUL, Outcome.REJECTED, Outcome.UNAVAILABLE, Outcome.ABANDONED),
)
_OF_A_QUERY: Final = (Kind.ANSWER_RATE, Kind.CLICK_THROUGH_RATE, Kind.MEAN_CLICK_RANK, Kind.REFINEMENT_RATE)


def outcome_title(outcome: str) -> str:
    """What an outcome is called."""
    titles = {
        Outcome.ANSWERED: gettext("Answered"),
        Outcome.UNCLICKED: gettext("Nothing opened"),
        Outcome.LOW_CONFIDENCE: gettext("Unsure, nothing opened"),
        Outcome.ZERO_RESULT: gettext("Nothing found"),
        Outcome.ESCALATED: gettext("Asked people"),
        Outcome.UNHELPFUL: gettext("Did not help"),
        Outcome.REJECTED: gettext("Not accepted"),
        Outcome.UNAVAILABLE: gettext("Not possible"),
        Outcome.ABANDONED: gettext("Only typed"),
    }
    return str(titles[Outcome(outcome)])


def outcome_meaning(outcome: Outcome) -> str:
    """When a search has an outcome; the first that holds counts, from the bottom of the list of outcomes."""
    meanings = {
        Outcome.ANSWERED: gettext("A result was opened, and not left within 10 seconds to search again."),
        Outcome.UNCLICKED: gettext("There were good results, as the search thinks, and nobody opened one."),
        Outcome.LOW_CONFIDENCE: gettext("The search did not stand behind what it found, and nobody opened it."),
        Outcome.ZERO_RESULT: gettext("Nothing was found."),
        Outcome.ESCALATED: gettext("A question to people followed."),
        Outcome.UNHELPFUL: gettext("The article that was opened did not help, said its reader."),
        Outcome.REJECTED: gettext("It was not made: too many, or not to be understood."),
        Outcome.UNAVAILABLE: gettext("It could not be made, as the index was away."),
        Outcome.ABANDONED: gettext("Suggestions were seen, and none was taken or searched for. In no figure."),
    }
    return str(meanings[outcome])


def outcomes_table(counts: SearchCounts) -> Table:
    """How many searches had each outcome."""
    columns = (
        Column("outcome", gettext("What came of it")),
        Column("meaning", gettext("Meaning")),
        Column("searches", gettext("Searches"), Form.NUMBER),
        Column("share", gettext("Share"), Form.SHARE),
    )
    rows = tuple(
        cells(
            Cell(outcome_title(outcome), tone="bad" if outcome in UNANSWERED else ""),
            outcome_meaning(outcome),
            number,
            number / counts.searches,
        )
        for outcome in _ORDER
        if counts.searches and (number := int(getattr(counts, outcome.value)))
    )
    return Table("outcomes", gettext("What came of the searches"), columns, rows)


def outcome_counts(counts: SearchCounts | None) -> Sequence[Figure]:
    """The figures that mean something for one query."""
    figures = {figure.kind: figure for figure in figures_of(counts or SearchCounts(), SearchCounts())}
    return [figures[kind] for kind in _OF_A_QUERY]
