"""``helpcenter demo-data``: a year of invented traffic."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import click

from helpcenter.accounts.users import Role, Users
from helpcenter.cli.console import counted
from helpcenter.cli.options import configured
from helpcenter.clock import utc_now
from helpcenter.content.library import load_library
from helpcenter.errors import DemoDataError
from helpcenter.insights.demo.filling import fill, is_demo, refuse_what_is_in_use, remove
from helpcenter.insights.demo.traffic import Traffic
from helpcenter.insights.gaps.refreshing import refresh, sources_of
from helpcenter.insights.searches.events import finding_of
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Callable

    from helpcenter.config import Config
    from helpcenter.insights.searches.events import Finding
    from helpcenter.search.generation import Generation

_ACCOUNT = "demo@example.com"


@click.command("demo-data")
@click.option("--days", type=click.IntRange(1, 3_650), default=365, show_default=True, help="How far back it goes.")
@click.option("--a-day", type=click.IntRange(1, 100_000), default=60, show_default=True, help="Searches a day, today.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another one gives other traffic.")
@click.option("--when-empty", is_flag=True, help="Do nothing where there is any traffic already.")
@click.option("--remove", "is_removing", is_flag=True, help="Remove it; accounts stay.")
@configured("articles", "instance", "database_url")
def command(days: int, a_day: int, seed: int, *, when_empty: bool, is_removing: bool, config: Config) -> None:
    """Invent a year of traffic to see the dashboard alive, or remove it.

    It has searches, clicks, votes, questions and walkthroughs.

    Every search is really made on the published articles; what came of it is drawn by chance. The database is marked
    as one of demo data, which the dashboard shows, and takes none that holds real traffic.
    """
    database = Database(config.database_url)
    if is_removing:
        click.echo(f"Removed {counted(remove(database), 'row')} of demo data from {database.place}")
        return
    try:
        refuse_what_is_in_use(database)  # before anything is read: `make run` asks every time
    except DemoDataError:
        if not when_empty:
            raise
        if is_demo(database):
            click.echo(f"The dashboard shows demo data; helpcenter user password {_ACCOUNT} sets another password")
        return
    generations = Generations(config.index)
    if not generations.is_published:
        publish(config.articles, config.index, internal=config.internal_index)
    traffic = Traffic(utc_now().date(), days, a_day)
    filled = fill(database, load_library(config.articles), _searching(generations.current()), traffic, seed)
    click.echo(
        f"Invented {filled.searches:,} searches, {filled.votes:,} votes, {filled.questions:,} questions, "
        f"{filled.views:,} counts of views and {filled.guide_events:,} events of the guide in {database.place}\n"
        "Remove them with helpcenter demo-data --remove"
    )
    found = refresh(database, sources_of(generations.current(), None), config.retention_days)  # by words, at once
    click.echo(f"Found {counted(found.founded, 'gap')} in them; helpcenter gaps list shows the worst")
    _open_account(Users(database))


def _searching(generation: Generation) -> Callable[[str, str], Finding]:
    def search(query: str, locale: str) -> Finding:
        return finding_of(generation.search(SearchRequest(query, locale, semantic=False)), generation.commit)

    return search


def _open_account(users: Users) -> None:
    """Let somebody in who has no account yet."""
    if users.all():
        return
    password = secrets.token_urlsafe(12)
    users.add(_ACCOUNT, "Demo", Role.ADMIN, password)
    click.echo(f"Sign in as {_ACCOUNT} with the password {password}")
