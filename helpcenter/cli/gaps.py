"""``helpcenter gaps``: what readers look for and do not find, from the list to the proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from helpcenter.cli.console import counted
from helpcenter.cli.gap_confirming import confirm_gap
from helpcenter.cli.gap_fixing import fix
from helpcenter.cli.gap_people import BY, person
from helpcenter.cli.gap_splitting import keep_gaps_apart, split_gap
from helpcenter.cli.gap_texts import gap_lines, list_line, proof_lines
from helpcenter.cli.options import configured
from helpcenter.cli.proving import PATIENCE, current_of, told
from helpcenter.content.git import prefix_of
from helpcenter.insights.gaps.export import csv_of_gaps, exported
from helpcenter.insights.gaps.merging import merge
from helpcenter.insights.gaps.proven_queries import add_proven, proven_queries
from helpcenter.insights.gaps.proving import prove, prove_one
from helpcenter.insights.gaps.refreshing import refresh, sources_of
from helpcenter.insights.gaps.states import TO_DO, State
from helpcenter.insights.gaps.store import GapFilter, gap, gaps, history_of, queries_of
from helpcenter.insights.gaps.values import FailureKind
from helpcenter.insights.gaps.working import Doing, assign, comment, move, ship
from helpcenter.search.generations import Generations
from helpcenter.search.semantics.choosing import asking_of
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config
    from helpcenter.insights.gaps.export import ExportedGap

_NUMBER = click.argument("number", type=int)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
_WARMING = 30.0  # seconds
_BY_HAND = [state.value for state in State if state not in {State.SHIPPED, State.PROVEN, State.REGRESSED}]


@click.group("gaps")
def command() -> None:
    """Find, assign, ship and prove what readers look for and do not find.

    A gap is a group of searches without an answer. Shown are only queries that more than one person asked.
    """


@command.command("list")
@click.option("--state", type=click.Choice([state.value for state in State]), multiple=True, help="In this state.")
@click.option("--kind", type=click.Choice([kind.value for kind in FailureKind]), help="That fail in this way.")
@click.option("--locale", default="", help="Of this language.")
@click.option("--all", "everything", is_flag=True, help="Also those that nothing is to be done about.")
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="How many, the worst first.")
@_JSON
@configured("instance", "database_url")
def list_gaps(
    state: tuple[str, ...], kind: str | None, locale: str, most: int, *, everything: bool, as_json: bool, config: Config
) -> None:
    """List gaps by the harm they do: number, harm, state, kind, owner, and what they are about."""
    states = frozenset(map(State, state)) or (frozenset() if everything else TO_DO)
    database = Database(config.database_url)
    found = gaps(database, GapFilter(states, FailureKind(kind) if kind else None, locale), most=most)
    if as_json:
        click.echo(_json(_exported(database, [each.id for each in found])))
        return
    if not found:
        click.echo("There is no gap that fits. helpcenter gaps refresh looks for new ones.")
    for each in found:
        click.echo(list_line(each))


@command.command("show")
@_NUMBER
@_JSON
@configured("instance", "database_url")
def show(number: int, *, as_json: bool, config: Config) -> None:
    """Show one gap: its queries, why they fail, who looks after it, and what happened."""
    database = Database(config.database_url)
    found = gap(database, number)
    if as_json:
        click.echo(_json(_exported(database, [number])[0]))
        return
    for line in gap_lines(found, queries_of(database, [number])[number], history_of(database, number)):
        click.echo(line)


@command.command("assign")
@_NUMBER
@click.argument("email", default="")
@BY
@configured("instance", "database_url")
def assign_gap(number: int, email: str, by: str, config: Config) -> None:
    """Let the account with this address look after a gap, or nobody when none is given."""
    database = Database(config.database_url)
    before = gap(database, number).owner
    owner = person(database, email)
    after = assign(database, Doing(number, person(database, by)), owner.id if owner else None)
    had = f"; it was {before.name}'s" if before and before != after.owner else ""
    click.echo(f"Gap {number} is {after.owner.name if after.owner else 'nobody'}'s now{had}")


@command.command("move")
@_NUMBER
@click.argument("state", type=click.Choice(_BY_HAND))
@click.option("--reason", default="", help="Why; needed to leave a gap as it is.")
@BY
@configured("instance", "database_url")
def move_gap(number: int, state: str, reason: str, by: str, config: Config) -> None:
    """Bring a gap into another state; shipped has a command of its own, proven is given by a replay alone."""
    database = Database(config.database_url)
    moved = move(database, Doing(number, person(database, by)), State(state), reason)
    click.echo(f"Gap {number} is {moved.state} now")


@command.command("merge")
@_NUMBER
@click.argument("into", type=int)
@BY
@configured("instance", "database_url")
def merge_gap(number: int, into: int, by: str, config: Config) -> None:
    """Give all queries of a gap to gap INTO, which is about the same; the empty one is left as it is."""
    database = Database(config.database_url)
    merged = merge(database, Doing(number, person(database, by)), into)
    click.echo(f"Gap {into} has {merged.queries:,} queries now; gap {number} has none")


@command.command("comment")
@_NUMBER
@click.argument("text")
@BY
@configured("instance", "database_url")
def comment_gap(number: int, text: str, by: str, config: Config) -> None:
    """Add to the discussion of a gap; personal data is masked."""
    database = Database(config.database_url)
    comment(database, Doing(number, person(database, by)), text)
    click.echo(f"Gap {number} has your comment")


@command.command("ship")
@_NUMBER
@click.option("--answer", metavar="LOCALE/SLUG", default="", help="The article that answers it, as it is published.")
@BY
@configured("instance", "database_url")
def ship_gap(number: int, answer: str, by: str, config: Config) -> None:
    """Say that the fix of a gap is written; it is proven when somebody confirmed its text, and a replay finds it.

    Without --answer it is the article chosen before, or the one that its kind names.
    """
    database = Database(config.database_url)
    generations = Generations(config.index)
    commit = generations.current().commit if generations.is_published else ""
    shipped = ship(database, Doing(number, person(database, by)), answer, commit)
    click.echo(
        f"Gap {number} is shipped: {shipped.answer} is to answer it.\n"
        f"Say whether its text answers the queries, or it is never proven: helpcenter gaps confirm {number}\n"
        f"helpcenter gaps replay {number} tries now."
    )


@command.command("replay")
@click.argument("number", type=int, required=False)
@click.option("--write", is_flag=True, help="Write proven queries into searches.yml of the articles folder.")
@click.option("--patch", is_flag=True, help="Print the patch that adds proven queries to searches.yml, nothing else.")
@configured("articles", "instance", "database_url")
def replay_gaps(number: int | None, *, write: bool, patch: bool, config: Config) -> None:
    """Ask the queries of a gap again on what is published; without a number those of every gap shipped once.

    The exit code is 1 when a gap that was asked for is not proven, or one that was proven has regressed.
    """
    database = Database(config.database_url)
    generation = Generations(config.index).current()
    proofs = prove(database, generation) if number is None else (prove_one(database, number, generation),)
    if not patch:
        for line in (line for proof in proofs for line in proof_lines(proof)):
            click.echo(line)
        if not proofs:
            click.echo("No gap was shipped yet.")
    if write or patch:
        _keep_proven(database, config.articles, is_written=not patch)
    wanted = {State.PROVEN} if number is not None else set(State) - {State.REGRESSED}
    if any(proof.state not in wanted for proof in proofs):
        raise click.exceptions.Exit(1)


command.add_command(fix)
command.add_command(split_gap)
command.add_command(keep_gaps_apart)
command.add_command(confirm_gap)


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@configured("instance", "database_url")
def export(file: Path, config: Config) -> None:
    """Write all gaps into FILE: a table for spreadsheets as .csv, or all of it as .json."""
    if file.suffix not in {".csv", ".json"}:
        raise click.UsageError(f"{file} has to end in .csv or .json, which says what is written.")
    database = Database(config.database_url)
    found = _exported(database, [each.id for each in gaps(database)])
    text = csv_of_gaps(found) if file.suffix == ".csv" else _json(found) + "\n"
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {counted(len(found), 'gap')}")


@command.command("refresh")
@configured("instance", "database_url", "retention_days", "semantic")
def refresh_gaps(config: Config) -> None:
    """Look for new gaps now, weigh and explain all; `helpcenter serve` does so every hour."""
    generations = Generations(config.index, asking_of(config, PATIENCE))
    generations.warm(_WARMING)
    sources = sources_of(generations.current(), current_of(Generations(config.internal_index)))
    click.echo(told(refresh(Database(config.database_url), sources, config.retention_days)))


def _keep_proven(database: Database, articles: Path, *, is_written: bool) -> None:
    change = add_proven(articles, proven_queries(database))
    if change is None:
        click.echo("searches.yml has all proven queries already", err=not is_written)
    elif is_written:
        click.echo(f"{change.write(articles)} has the proven queries now; commit it")
    else:
        click.echo(change.patch(prefix_of(articles)), nl=False)


def _exported(database: Database, numbers: Iterable[int]) -> list[ExportedGap]:
    wanted = list(numbers)
    queries = queries_of(database, wanted)
    known = {each.id: each for each in gaps(database)}
    return [exported(known[number], queries[number]) for number in wanted if number in known]


def _json(value: object) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
