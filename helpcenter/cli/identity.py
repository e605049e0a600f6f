"""``helpcenter identity``: the keys by which a product's backend says who its user is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.table import Table

from helpcenter.accounts.identity_keys import IdentityKeys
from helpcenter.accounts.progress import Progress
from helpcenter.cli.console import counted
from helpcenter.cli.options import configured
from helpcenter.insights.guide_events import erase_events
from helpcenter.storage.database import Database
from helpcenter.web.secret import kept_secret
from helpcenter.web.signing import Signing

if TYPE_CHECKING:
    from helpcenter.config import Config


@click.group("identity")
def command() -> None:
    """Look after the keys by which your product says who its user is."""


@command.group("key")
def key() -> None:
    """Make, list and retire keys.

    There are at most two, so that a new one can take the place of the old one: add it, let your backend sign with it,
    and retire the old one an hour later. A running server sees the change at once.
    """


@key.command("add")
@click.option("--id", "key_id", default="", help="Its name, which tokens carry as kid. [default: made up]")
@configured("instance")
def add(key_id: str, config: Config) -> None:
    """Make a key, and show its secret this once."""
    made = _keys(config).add(key_id)
    click.echo(f"kid:    {made.id}\nsecret: {made.secret}")
    click.echo("Keep the secret where your backend keeps its own; it is not shown again.", err=True)


@key.command("list")
@configured("instance")
def list_keys(config: Config) -> None:
    """List the keys, without their secrets."""
    keys = _keys(config).all()
    if not keys:
        click.echo("There are no keys yet. Make one with helpcenter identity key add.")
        return
    table = Table("Key", "Since", box=None, pad_edge=False)
    for each in keys:
        table.add_row(each.id, f"{each.added_at:%Y-%m-%d %H:%M} UTC")
    Console(file=sys.stdout, soft_wrap=True).print(table)


@key.command("retire")
@click.argument("key_id", metavar="KEY")
@configured("instance")
def retire(key_id: str, config: Config) -> None:
    """Accept no token any more that is signed with a key."""
    _keys(config).retire(key_id)
    click.echo(f"{key_id} is retired; tokens signed with it hold no more")


@command.command("forget")
@click.argument("subject")
@configured("instance", "database_url")
def forget(subject: str, config: Config) -> None:
    """Forget a user of your product, by the sub of their tokens: progress and events."""
    database, name = Database(config.database_url), Signing(kept_secret(config.secret)).digest("subject", subject)
    walkthroughs, events = Progress(database).erase(name), erase_events(name, database)
    click.echo(f"forgotten: {counted(walkthroughs, 'walkthrough')} and {counted(events, 'event')}")


def _keys(config: Config) -> IdentityKeys:
    return IdentityKeys(config.identity_key_file)
