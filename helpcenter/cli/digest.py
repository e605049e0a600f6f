"""``helpcenter digest``: the figures of last week, to read or to send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.options import configured
from helpcenter.clock import utc_now
from helpcenter.insights.digest import Digesting, digest_of
from helpcenter.insights.rollups.rolling import roll_lately
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from helpcenter.config import Config


@click.command("digest")
@click.option("--show", "is_shown", is_flag=True, help="Print it. That is what happens without an option too.")
@click.option("--send", "is_sent", is_flag=True, help="Send it now to the address in the setting digest.")
@configured(
    *("instance", "database_url", "base_url", "default_locale", "site_name", "digest", "contact"),
    *(
        "contact_secret",
        "contact_private",
        "smtp_host",
        "smtp_port",
        "smtp_tls",
        "smtp_user",
        "smtp_password",
        "smtp_from",
    ),
)
def command(*, is_shown: bool, is_sent: bool, config: Config) -> None:
    """Print or send the figures of last week.

    With them comes what was searched for without an answer.
    The server sends it by itself once a week when the setting digest names an address.
    """
    now, database = utc_now(), Database(config.database_url)
    roll_lately(database, now)
    digesting = Digesting(config, database)
    if is_sent:
        digesting.send(now)
        click.echo(f"Sent to {config.digest}")
    if is_shown or not is_sent:
        subject, text = digesting.text(digest_of(database, now.date()))
        click.echo(f"{subject}\n\n{text}", nl=False)
