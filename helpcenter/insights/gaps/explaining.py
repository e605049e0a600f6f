"""Why a gap's queries have no answer: its queries replayed everywhere their answer might be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.insights.gaps.failures import failure_of
from helpcenter.insights.gaps.replaying import replay
from helpcenter.insights.gaps.values import Evidence, ReplayedQuery

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from helpcenter.insights.gaps.following import Following
    from helpcenter.insights.gaps.gap import GapQuery
    from helpcenter.insights.gaps.values import Failure, QueryKey
    from helpcenter.search.generation import Generation


def explain(
    queries: Sequence[GapQuery],
    after: Mapping[QueryKey, Following],
    generation: Generation,
    internal: Generation | None,
    denied: frozenset[str] = frozenset(),
) -> Failure | None:
    """Return why queries fail; None when the site has none of their locales any more.

    `denied` are articles ("locale/slug") of which a person said that they do not answer.
    """
    asked = tuple(
        _replayed(query, after.get(query.key), generation, internal)
        for query in queries
        if query.key.locale in generation.locales
    )
    public = frozenset(f"{locale}/{slug}" for locale in generation.locales for slug in generation.slugs(locale))
    return failure_of(Evidence(asked, public, denied)) if asked else None


def _replayed(
    query: GapQuery, after: Following | None, generation: Generation, internal: Generation | None
) -> ReplayedQuery:
    locale = query.key.locale
    return ReplayedQuery(
        key=query.key,
        times=query.times,
        own=replay(query.text, locale, generation, semantic=True),
        others={
            other: replay(query.text, other, generation, semantic=True)
            for other in generation.locales
            if other != locale
        },
        internal=replay(query.text, locale, internal, semantic=True) if internal is not None else None,
        chosen=after.chosen if after else {},
        rejected=after.rejected if after else {},
        visitors=len(after.visitors) if after else 0,
    )
