"""``helpcenter database``: look at the database, and bring its tables up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.console import counted
from helpcenter.cli.options import configured
from helpcenter.clock import utc_now
from helpcenter.insights.retention import prune
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from helpcenter.config import Config


@click.group("database")
def command() -> None:
    """Look after the database of what is recorded.

    Its tables are brought up to date by themselves when `serve` starts. The articles and the index are not in it,
    and the site works without it.
    """


@command.command("check")
@configured("instance", "database_url")
def check(config: Config) -> None:
    """Tell where the database is and whether its tables are up to date; exit code 1 when it is not usable as is."""
    state = Database(config.database_url).state()
    if state.problem:
        raise click.ClickException(state.problem)
    if not state.is_current:
        have = f"has revision {state.revision}" if state.revision else "has no tables yet"
        raise click.ClickException(
            f"The database {state.place} {have}; {state.newest} is needed. Run helpcenter database upgrade."
        )
    click.echo(f"{state.place} has revision {state.revision}, as needed")


@command.command("upgrade")
@configured("instance", "database_url")
def upgrade(config: Config) -> None:
    """Bring the tables up to date; make the database when it is a file that is not there yet."""
    database = Database(config.database_url)
    before, after = database.upgrade()
    if before == after:
        click.echo(f"{database.place} has revision {after}, as needed")
    else:
        click.echo(f"{database.place}: {before or 'no tables'} -> {after}")


@command.command("prune")
@configured("instance", "database_url", "retention_days")
def prune_old(config: Config) -> None:
    """Remove votes, questions and searches that are older than retention_days; counts of views stay.

    `serve` does so by itself once a day.
    """
    pruned = prune(Database(config.database_url), config.retention_days, utc_now())
    what = (counted(pruned.votes, "vote"), counted(pruned.questions, "question"), counted(pruned.leads, "count"))
    click.echo(f"Removed {what[0]}, {what[1]} and {what[2]} of searches, older than {config.retention_days} days")
    if pruned.events or pruned.searches:
        searches = counted(pruned.searches, "logged attempt")
        click.echo(f"and {searches} to find something and {counted(pruned.events, 'event')} of the guide")
    if pruned.undelivered:
        click.echo(f"{counted(pruned.undelivered, 'question')} of them never arrived; helpcenter doctor may say why.")
