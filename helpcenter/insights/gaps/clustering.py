"""Which unanswered queries are about one matter: known gaps grow, new ones are founded, nothing ever moves.

A new query joins the known gap whose nearest queries are near enough. What joins none is grouped by average linkage,
and each group founds a gap. So what a team has taken on stays what it was; that two gaps are about one matter after
all is proposed, and a person decides.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

import numpy as np

from helpcenter.insights.gaps.likeness import Likenesses
from helpcenter.insights.gaps.values import Assignment, Merge

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from helpcenter.insights.gaps.values import Clustered, QueryKey, UnansweredQuery
    from helpcenter.search.semantics.embedder import Matrix

# Tuned on half of the topics of judged queries, by `python -m tests.relevance.clusters`.
MERGES: Final = 0.45
"""How alike the queries of two known gaps are, on the average, for them to be proposed as one."""
_NEAREST: Final = 3
_SHOWN_FROM: Final = 2  # visitors; what only one person asked is not shown, so it founds no gap of its own
_AT_ONCE: Final = 4_000  # queries that are grouped together; memory grows with their square
_MOST_MERGES: Final = 50


def assign(known: Sequence[Clustered], new: Sequence[UnansweredQuery]) -> Assignment:
    """Find where new queries belong; the same queries in any order give the same answer.

    What is like nothing else and only one visitor asked waits: it is in `waiting`, to be handed in again as new.
    10,000 queries take about four seconds and 400 MB; a few hundred more beside them, one second.
    """
    # The most asked first: when there are very many, they found the gaps that the others join.
    ordered = sorted(new, key=lambda query: (-query.times, query.key))
    of_gaps = sorted(known, key=lambda each: (each.gap, each.query.key))
    queries = [*(each.query for each in of_gaps), *ordered]
    sorter = _Sorter(Likenesses(queries), len(of_gaps))
    gaps: defaultdict[str, list[int]] = defaultdict(list)
    for number, each in enumerate(of_gaps):
        gaps[each.gap].append(number)
    sorter.know(gaps.values())
    for first in range(len(of_gaps), len(queries), _AT_ONCE):
        sorter.sort(np.arange(first, min(first + _AT_ONCE, len(queries)), dtype=np.int64))
    return _told(sorter, tuple(gaps), queries)


def _told(sorter: _Sorter, gaps: tuple[str, ...], queries: Sequence[UnansweredQuery]) -> Assignment:
    joined: dict[str, tuple[QueryKey, ...]] = {}
    founded: list[tuple[QueryKey, ...]] = []
    waiting: list[QueryKey] = []
    for place, group in enumerate(sorter.groups):
        if place < len(gaps):
            newcomers = tuple(queries[number].key for number in group if number >= sorter.known)
            joined |= {gaps[place]: newcomers} if newcomers else {}
        elif len(group) == 1 and queries[group[0]].visitors < _SHOWN_FROM:
            waiting.append(queries[group[0]].key)
        else:
            founded.append(tuple(queries[number].key for number in sorter.most_typical_first(group, queries)))
    merges = sorted(sorter.alike(len(gaps)), key=lambda pair: (-pair[2], pair[0], pair[1]))[:_MOST_MERGES]
    return Assignment(
        joined,
        tuple(founded),
        tuple(waiting),
        tuple(Merge(gaps[one], gaps[other], round(likeness, 4)) for one, other, likeness in merges),
    )


class _Sorter:
    """Groups of queries, by number, while they grow; the first ones are known gaps."""

    def __init__(self, likenesses: Likenesses, known: int) -> None:
        self.known = known
        self.groups: list[list[int]] = []
        self._likenesses = likenesses

    def know(self, groups: Iterable[list[int]]) -> None:
        """Begin with these groups."""
        self.groups.extend(groups)

    def sort(self, numbers: NDArray[np.int64]) -> None:
        """Let queries join groups, and group what is left."""
        left = self._joined(numbers)
        if len(left):
            self.groups.extend(
                [int(left[each]) for each in group] for group in grouped(self._among(left), self._likenesses.founds)
            )

    def most_typical_first(self, group: list[int], queries: Sequence[UnansweredQuery]) -> list[int]:
        """Order by how like all others a query is, those that may be shown first."""
        numbers = np.array(group, dtype=np.int64)
        typical = self._among(numbers).mean(axis=1)
        places = sorted(
            range(len(group)),
            key=lambda place: (
                queries[group[place]].visitors < _SHOWN_FROM,
                -float(typical[place]),
                queries[group[place]].key,
            ),
        )
        return [group[place] for place in places]

    def alike(self, count: int) -> Iterable[tuple[int, int, float]]:
        """Yield which of the first groups are as alike as if one had been made of them."""
        if count:
            likeness = self._likenesses.between_groups(self.groups[:count])
            for one, other in np.argwhere(np.triu(likeness >= MERGES, 1)).tolist():
                yield one, other, min(float(likeness[one, other]), 1.0)

    def _joined(self, numbers: NDArray[np.int64]) -> NDArray[np.int64]:
        """Add queries to the groups they are near enough to; return the others."""
        if not self.groups:
            return numbers
        members = np.array([number for group in self.groups for number in group], dtype=np.int64)
        likeness = self._likenesses.between(numbers, members)
        scores = np.empty((len(numbers), len(self.groups)), dtype=np.float32)
        start = 0
        for place, group in enumerate(self.groups):
            its = likeness[:, start : start + len(group)]
            start += len(group)
            if len(group) > _NEAREST:
                its = np.partition(its, len(group) - _NEAREST, axis=1)[:, -_NEAREST:]
            scores[:, place] = its.mean(axis=1)
        best = scores.argmax(axis=1)
        joins = scores[np.arange(len(numbers)), best] >= self._likenesses.joins
        for number, place in zip(numbers[joins].tolist(), best[joins].tolist(), strict=True):
            self.groups[place].append(number)
        return np.asarray(numbers[~joins])

    def _among(self, numbers: NDArray[np.int64]) -> Matrix:
        return self._likenesses.between(numbers, numbers)


def grouped(likeness: Matrix, least: float) -> list[list[int]]:
    """Group by average linkage until no two groups are on the average at least so alike; by first member.

    `likeness` is a symmetric matrix, but for the last bits. Follows chains of nearest neighbours (Murtagh 1983, "A
    Survey of Recent Advances in Hierarchical Clustering Algorithms"), so that time grows with the square of the number.
    """
    # Where the two halves differ, however little, a chain could go round in a circle for ever.
    near = (likeness + likeness.T) / np.float32(2)
    np.fill_diagonal(near, -np.inf)
    members = {number: [number] for number in range(len(near))}
    finished: list[list[int]] = []
    chain: list[int] = []
    while members:
        if not chain:
            chain.append(next(iter(members)))
        last = chain[-1]
        nearest = _nearest(near[last], chain[-2] if len(chain) > 1 else None)
        if near[last, nearest] < least:
            # An average never rises above its parts, so nothing will ever come nearer.
            finished.append(members.pop(chain.pop()))
            near[last, :] = near[:, last] = -np.inf
        elif len(chain) > 1 and nearest == chain[-2]:
            del chain[-2:]
            _unite(near, members, last, nearest)
        else:
            chain.append(nearest)
    return sorted(sorted(group) for group in finished)


def _nearest(row: NDArray[np.float32], before: int | None) -> int:
    """Return the nearest neighbour; of several, the one the chain came from, or it would never end."""
    nearest = int(row.argmax())
    return before if before is not None and row[before] == row[nearest] else nearest


def _unite(near: Matrix, members: dict[int, list[int]], one: int, other: int) -> None:
    mine, its = len(members[one]), len(members[other])
    united = (mine * near[one] + its * near[other]) / np.float32(mine + its)
    united[[one, other]] = -np.inf
    near[one, :] = near[:, one] = united
    near[other, :] = near[:, other] = -np.inf
    members[one] += members.pop(other)
