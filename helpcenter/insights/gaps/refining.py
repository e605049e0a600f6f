"""What came together by words alone is looked at once more when there are vectors: nothing that people took on moves.

A gap that nobody has touched gives its queries to the gap that is about the same, as a person would have merged them,
and leads there from then on. So every gap stays what it was, or says where its queries are.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import or_, select, update

from helpcenter.errors import GapError
from helpcenter.insights.gaps.apart import read_apart
from helpcenter.insights.gaps.gap import Happened
from helpcenter.insights.gaps.merging import merge
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.working import Doing
from helpcenter.storage.tables import GapHistory, Gaps

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from helpcenter.insights.gaps.gap import Gap
    from helpcenter.insights.gaps.values import Merge
    from helpcenter.storage.database import Database

_BY_SOFTWARE: Final = (str(Happened.CREATED), str(Happened.QUERIES), str(Happened.MERGED))
"""Without an author; what is done in a terminal may have none either."""


def refine(database: Database, known: Sequence[Gap], merges: Iterable[Merge], now: datetime) -> set[int]:
    """Merge gaps that came together by words alone into those they are like; return the gaps that are empty now.

    `known` are the gaps as they were when `merges` was found, the likeliest first. The younger gives its queries to the
    older; when somebody has touched that one, the older to the younger; when both, neither does.

    Raises:
        DatabaseUnavailableError: the database cannot be used; what was merged until then is.
    """
    by_number = {gap.id: gap for gap in known}
    emptied: set[int] = set()
    for each in merges:
        pair = sorted((int(each.gap), int(each.other)), reverse=True)
        if emptied.isdisjoint(pair):
            emptied |= _merged(database, by_number[pair[0]], by_number[pair[1]], now)
    with database.writing() as session:
        looked_at = [gap.id for gap in known if gap.by_words]
        session.execute(update(Gaps).where(Gaps.id.in_(looked_at)).values(by_words=False))
    return emptied


def _merged(database: Database, younger: Gap, older: Gap, now: datetime) -> set[int]:
    with database.reading() as session:
        if older.id in read_apart(session, younger.id):
            return set()
    for giving, taking in ((younger, older), (older, younger)):
        if giving.by_words and taking.state is not State.WONT_FIX and not _is_touched(database, giving):
            with suppress(GapError):  # somebody was first, or the other one is closed
                merge(database, Doing(giving.id, None, giving.version), taking.id, now=now)
                return {giving.id}
    return set()


def _is_touched(database: Database, gap: Gap) -> bool:
    """Whether anybody has done, or said, anything about a gap."""
    if gap.state is not State.OPEN or gap.owner is not None:
        return True
    is_by_people = or_(GapHistory.author.is_not(None), GapHistory.kind.not_in(_BY_SOFTWARE))
    with database.reading() as session:
        return (
            session.scalar(select(GapHistory.id).where(GapHistory.gap_id == gap.id, is_by_people).limit(1)) is not None
        )
