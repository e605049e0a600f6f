"""What `helpcenter evaluate` writes and reads beside its report: ranks of a run, and the queries that lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from helpcenter.errors import HelpCenterError
from helpcenter.search.comparing import Comparison, compare

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from helpcenter.search.evaluation import Answer

LOSERS_HEADER = ("query", "lang", "slugs", "kind", "rank", "found")
_WANTED_RANK = 3


class _Ranked(msgspec.Struct, frozen=True):
    query: str
    locale: str
    rank: int


class Run(msgspec.Struct, frozen=True):
    """The rank each answerable query got (0: not among the first ten), in the order of the judged queries."""

    generation: str
    ranks: tuple[_Ranked, ...]


def run_of(answers: Iterable[Answer], generation: str) -> Run:
    """Return what is worth keeping of an evaluation."""
    return Run(
        generation,
        tuple(
            _Ranked(answer.judgment.query, answer.judgment.locale, answer.rank)
            for answer in answers
            if answer.judgment.slugs
        ),
    )


def read_run(path: Path) -> Run:
    """Read what `--save` wrote.

    Raises:
        HelpCenterError: the file cannot be read or is no such file.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=Run)
    except (OSError, msgspec.DecodeError) as error:
        raise HelpCenterError(f"{path}: is no saved run ({error}). Write one with --save.") from error


def compared(before: Run, after: Run) -> Comparison:
    """Compare two runs of the same judged queries.

    Raises:
        HelpCenterError: the runs are of different queries.
    """
    if _queries(before) != _queries(after):
        raise HelpCenterError(
            "The saved run is of other judged queries (or in another order). Save it again from the same file."
        )
    if not after.ranks:
        raise HelpCenterError("No judged query is answerable, so there is nothing to compare.")
    return compare([ranked.rank for ranked in before.ranks], [ranked.rank for ranked in after.ranks])


def losers(answers: Sequence[Answer]) -> Iterator[str]:
    """Yield the lines of a table of the answerable queries that no wanted article answers among the first three."""
    yield "\t".join(LOSERS_HEADER)
    for answer in answers:
        judgment = answer.judgment
        if judgment.slugs and not 1 <= answer.rank <= _WANTED_RANK:
            query = " ".join(judgment.query.split())  # a query of a YAML file may hold tabs
            cells = (query, judgment.locale, " ".join(judgment.slugs), judgment.kind, str(answer.rank))
            yield "\t".join((*cells, " ".join(answer.found)))


def _queries(run: Run) -> list[tuple[str, str]]:
    return [(ranked.query, ranked.locale) for ranked in run.ranks]
