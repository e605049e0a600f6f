"""``helpcenter gaps split`` and ``apart``: what is not about one matter is taken apart, for good."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.gap_people import BY, person
from helpcenter.cli.options import configured
from helpcenter.cli.proving import current_of
from helpcenter.errors import GapError
from helpcenter.insights.gaps.merging import keep_apart
from helpcenter.insights.gaps.refreshing import look_again, sources_of
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.splitting import split
from helpcenter.insights.gaps.store import gap, queries_of
from helpcenter.insights.gaps.working import Doing
from helpcenter.search.generations import Generations
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config
    from helpcenter.insights.gaps.values import QueryKey


@click.command("split")
@click.argument("number", type=int)
@click.option("--query", "texts", multiple=True, required=True, help="A query that is about something else; repeat it.")
@click.option("--into", type=int, help="The gap that it belongs to. [default: a new one]")
@BY
@configured("instance", "database_url")
def split_gap(number: int, texts: tuple[str, ...], into: int | None, by: str, config: Config) -> None:
    """Take queries out of a gap into a new one, or into another; no later run brings the two together again.

    Queries that may not be shown go with those that they are most like.
    """
    database = Database(config.database_url)
    doing = Doing(number, person(database, by), gap(database, number).version)
    done = split(database, doing, _keys(database, number, texts), into)
    generation = current_of(Generations(config.index))
    if generation is not None:
        sources = sources_of(generation, current_of(Generations(config.internal_index)))
        look_again(database, sources, {done.gap.id, done.other.id})
    has = "query" if done.gap.queries == 1 else "queries"
    click.echo(f"Gap {done.other.id} has {done.moved:,} of them now; gap {number} has {done.gap.queries:,} {has} left")


@click.command("apart")
@click.argument("number", type=int)
@click.argument("other", type=int)
@BY
@configured("instance", "database_url")
def keep_gaps_apart(number: int, other: int, by: str, config: Config) -> None:
    """Say that two gaps are about different matters; they are not proposed as one again."""
    database = Database(config.database_url)
    keep_apart(database, Doing(number, person(database, by)), other)
    click.echo(f"Gap {number} and gap {other} stay apart")


def _keys(database: Database, number: int, texts: Iterable[str]) -> frozenset[QueryKey]:
    """Return the queries of a gap that read like these texts, in whichever language."""
    shown = [query for query in queries_of(database, [number])[number] if query.is_shown]
    keys: set[QueryKey] = set()
    for text in texts:
        wanted = " ".join(text.split()).casefold()
        named = {query.key for query in shown if " ".join(query.text.split()).casefold() == wanted}
        if not named:
            told = f"Gap {number} has no query {text!r} that may be shown. helpcenter gaps show {number} lists them."
            raise GapError(told, Refusal.OTHER_QUERIES)
        keys |= named
    return frozenset(keys)
