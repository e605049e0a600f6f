"""``helpcenter feedback``: what readers said, to read, to take along and to erase."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from helpcenter.cli.console import counted
from helpcenter.cli.options import configured
from helpcenter.insights.exporting import csv_of
from helpcenter.insights.received import Kind, Received, erase, received
from helpcenter.insights.spool import Spool
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config

_KIND = click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Votes or questions only.")
_ARTICLE = click.option("--article", metavar="SLUG", default="", help="Of this article only, in all languages.")
_WORDS = {True: "yes", False: "no", None: ""}


@click.group("feedback")
def command() -> None:
    """Read, export and erase what readers said.

    That is votes on articles with their comments, and questions. All of it is masked, and nothing tells who it is from.
    """


@command.command("list")
@_KIND
@_ARTICLE
@click.option("--most", type=click.IntRange(min=1), default=50, show_default=True, help="How many, newest first.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@configured("instance", "database_url")
def list_feedback(kind: str | None, article: str, most: int, *, as_json: bool, config: Config) -> None:
    """List what was received, newest first: when, what, where and its id, and below it what was written."""
    found = received(Database(config.database_url), kind=Kind(kind) if kind else None, slug=article, most=most)
    if as_json:
        click.echo(_json(found))
        return
    if not found:
        click.echo("Nothing was received that fits." if kind or article else "Nothing was received yet.")
    for each in found:
        page = f"{each.locale}/{each.slug}" if each.slug else each.locale
        click.echo(f"{each.received:%Y-%m-%d %H:%M}  {_said(each):12}  {page}  {each.id}")
        if text := " ".join(each.text.split()):
            click.echo(f"    {text}")


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_KIND
@_ARTICLE
@configured("instance", "database_url")
def export(file: Path, kind: str | None, article: str, config: Config) -> None:
    """Write what was received into FILE: a table for spreadsheets as .csv, or all of it as .json."""
    if file.suffix not in {".csv", ".json"}:
        raise click.UsageError(f"{file} has to end in .csv or .json, which says what is written.")
    found = received(Database(config.database_url), kind=Kind(kind) if kind else None, slug=article)
    text = _csv(found) if file.suffix == ".csv" else _json(found) + "\n"
    try:
        file.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {len(found):,} received")


@command.command("erase")
@click.argument("whom", metavar="ID_OR_EMAIL")
@configured("instance", "database_url")
def erase_feedback(whom: str, config: Config) -> None:
    """Remove one vote or question by its id, or the questions of an e-mail address, for good.

    A question that has arrived is kept without its address: it can be erased by its id, which stands in the mail
    (Message-ID, before the @) and in the webhook (Webhook-Id).
    """
    erased = erase(Database(config.database_url), Spool(config.spool), whom)
    if not erased:
        raise click.ClickException(
            f"Nothing is kept under {whom!r}. helpcenter feedback list shows the ids; questions that have arrived have "
            "no address any more."
        )
    click.echo(f"Erased {counted(erased, 'entry' if erased == 1 else 'entrie')} for good")


def _said(each: Received) -> str:
    if each.kind is Kind.VOTE:
        return "helpful" if each.helpful else "not helpful"
    return "question" if each.sent else "not sent yet"


def _json(found: Iterable[Received]) -> str:
    return msgspec.json.format(msgspec.json.encode(list(found)), indent=2).decode()


def _csv(found: Iterable[Received]) -> str:
    columns = [field.name for field in fields(Received)]
    return csv_of(columns, ([_cell(getattr(each, name)) for name in columns] for each in found))


def _cell(value: object) -> str:
    match value:
        case bool() | None:
            return _WORDS[value]
        case datetime():
            return value.isoformat(timespec="seconds")
        case _:
            return str(value)
