"""``helpcenter user``: who may sign in."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from helpcenter.accounts.invitations import Invitations
from helpcenter.accounts.users import Role, Users
from helpcenter.cli.options import configured
from helpcenter.storage.database import Database
from helpcenter.web.addresses import invitation_link

if TYPE_CHECKING:
    from helpcenter.config import Config


_ROLES = [role.value for role in Role]


@click.group("user")
def command() -> None:
    """Look after who may sign in and read internal articles.

    A password is asked for on the terminal, or read as one line from standard input; it is never an argument, which
    others on this machine could see.
    """


@command.command("add")
@click.argument("email")
@click.option("--name", help="What the site calls them. [default: the address up to the @]")
@click.option("--role", type=click.Choice(_ROLES), default=_ROLES[0], show_default=True, help="What they may do.")
@configured("instance", "database_url")
def add(email: str, name: str | None, role: str, config: Config) -> None:
    """Make an account; its password has at least 12 characters."""
    users = _users(config)
    user = users.add(email, name or email.partition("@")[0], Role(role), _password())
    click.echo(f"{user.email} can sign in, as {user.role}")


@command.command("invite")
@click.argument("email")
@click.option("--name", help="What the site calls them. [default: the address up to the @]")
@click.option("--role", type=click.Choice(_ROLES), default="writer", show_default=True, help="What they may do.")
@configured("instance", "database_url", "base_url", "host", "port", "default_locale")
def invite(email: str, name: str | None, role: str, config: Config) -> None:
    """Print a link by which somebody chooses a password, once, within 7 days."""
    invitations = Invitations(Database(config.database_url))
    token = invitations.invite(email, name or email.partition("@")[0], Role(role))
    site = config.base_url.rstrip("/") or f"http://{config.host}:{config.port}"
    click.echo(invitation_link(site, config.default_locale, token))


@command.command("list")
@configured("instance", "database_url")
def list_users(config: Config) -> None:
    """List all accounts."""
    users = _users(config).all()
    if not users:
        click.echo("Nobody can sign in yet. Add someone with helpcenter user add EMAIL.")
        return
    table = Table("E-mail", "Name", "Role", "Since", "", box=None, pad_edge=False)
    for user in users:
        state = "" if user.is_enabled else "disabled"
        table.add_row(escape(user.email), escape(user.name), user.role, f"{user.created_at:%Y-%m-%d}", state)
    Console(file=sys.stdout, soft_wrap=True).print(table)


@command.command("disable")
@click.argument("email")
@configured("instance", "database_url")
def disable(email: str, config: Config) -> None:
    """Let someone sign in no more, and end their sessions at once."""
    click.echo(f"{_users(config).disable(email).email} cannot sign in any more; all sessions are over")


@command.command("password")
@click.argument("email")
@configured("instance", "database_url")
def password(email: str, config: Config) -> None:
    """Give someone another password, which ends their sessions and enables a disabled account."""
    user = _users(config).change_password(email, _password())
    click.echo(f"{user.email} has a new password; all sessions are over")


def _users(config: Config) -> Users:
    return Users(Database(config.database_url))


def _password() -> str:
    """Ask twice on a terminal; else read one line."""
    if sys.stdin.isatty():
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    line = sys.stdin.readline().rstrip("\r\n")
    if not line:
        raise click.UsageError("No password came on standard input. Write it there as one line, or use a terminal.")
    return line
