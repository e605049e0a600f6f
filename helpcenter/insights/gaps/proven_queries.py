"""The queries of proven gaps, kept beside the articles, so that a later change that loses one fails the check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import yaml

from helpcenter.content.changes import Change, read_source
from helpcenter.content.yaml_text import quoted
from helpcenter.errors import ChangeError
from helpcenter.insights.gaps.gap import WANTED_RANK
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.store import GapFilter, gaps, queries_of
from helpcenter.search.judgments import judgments_of_yaml, read_judgments

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from helpcenter.storage.database import Database

SEARCHES: Final = "searches.yml"
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*")


@dataclass(frozen=True, slots=True)
class ProvenQuery:
    """A query that more than one person asked, the slug that answers it, since when, and in which place."""

    query: str
    locale: str
    slug: str
    proven: date
    rank: int

    def line(self) -> str:
        """Return it as an entry of searches.yml."""
        slug = self.slug if _PLAIN.fullmatch(self.slug) else quoted(self.slug)
        return (
            f"{{query: {quoted(self.query)}, locale: {self.locale}, articles: [{slug}], "
            f"proven: {self.proven}, rank: {self.rank}}}"
        )


def proven_queries(database: Database) -> tuple[ProvenQuery, ...]:
    """Return the queries of all proven gaps, by locale and text.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    proven = gaps(database, GapFilter(states=frozenset({State.PROVEN})))
    queries = queries_of(database, [gap.id for gap in proven])
    found = (
        ProvenQuery(
            " ".join(query.text.split()),
            query.key.locale,
            gap.answer.partition("/")[2],
            (gap.proven_at or gap.updated_at).date(),
            query.rank_after,
        )
        for gap in proven
        for query in queries[gap.id]
        if query.is_shown and query.rank_after is not None and query.rank_after <= WANTED_RANK
    )
    return tuple(sorted(found, key=lambda each: (each.locale, each.query)))


def add_proven(articles: Path, proven: Iterable[ProvenQuery]) -> Change | None:
    """Return the change that adds to searches.yml what it does not have yet; None when it has everything.

    Raises:
        JudgmentsError: the file is malformed.
        ChangeError: the file cannot be read, or is written in a way that cannot be added to.
    """
    file = articles / SEARCHES
    text = read_source(articles, SEARCHES)
    known = read_judgments(file) if text is not None else ()
    there = {(judgment.locale, _folded(judgment.query)) for judgment in known}
    new = {(each.locale, _folded(each.query)): each for each in proven}
    lines = [each.line() for key, each in new.items() if key not in there]
    if not lines:
        return None
    before = text or ""
    root = yaml.compose(before, Loader=yaml.BaseLoader)
    indent = " " * (root.start_mark.column if root is not None else 0)
    end = "" if not before or before.endswith("\n") else "\n"
    line_end = "\r\n" if "\r\n" in before else "\n"
    after = before + end + "".join(f"{indent}- {line}{line_end}" for line in lines)
    read = tuple(judgments_of_yaml(after, file))
    if read[: len(known)] != known or len(read) != len(known) + len(lines):
        raise ChangeError(f"{SEARCHES} is written in a way that cannot be added to. Add by hand: {lines[0]}")
    return Change(SEARCHES, text, after)


def _folded(query: str) -> str:
    return " ".join(query.split()).casefold()
