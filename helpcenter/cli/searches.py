"""``helpcenter searches``: the log of searches, to take along and to erase from."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from helpcenter.cli.options import configured
from helpcenter.clock import utc_now
from helpcenter.insights.exporting import csv_of
from helpcenter.insights.journal import Journal
from helpcenter.insights.searches.intents import Intent
from helpcenter.insights.searches.log import SearchLog
from helpcenter.insights.searches.reading import erase_words, intents
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config

_LEFT_OUT = frozenset({"visitor", "last_event"})
"""What only the log itself needs."""
_COLUMNS = [name for name in Intent.__struct_fields__ if name not in _LEFT_OUT]


@click.group("searches")
def command() -> None:
    """Export and erase what was searched for.

    Each attempt to find something is one row, masked, and nothing tells whose it was.
    """


@command.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--days", type=click.IntRange(1, 3_650), help="Only of the last so many days.")
@configured("instance", "database_url")
def export(file: Path, days: int | None, config: Config) -> None:
    """Write the log into FILE: a table for spreadsheets as .csv, or one JSON object in each line as .jsonl."""
    if file.suffix not in {".csv", ".jsonl"}:
        raise click.UsageError(f"{file} has to end in .csv or .jsonl, which says what is written.")
    since = utc_now().date() - timedelta(days=days) if days else None
    found = list(intents(Database(config.database_url), since))
    try:
        file.write_text(_csv(found) if file.suffix == ".csv" else _lines(found), encoding="utf-8", newline="")
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from error
    click.echo(f"{file}: {len(found):,} searches")


@command.command("erase")
@click.argument("words")
@configured("instance", "database_url")
def erase(words: str, config: Config) -> None:
    """Remove every search that has WORDS in it, for good: from the log, from counts by query and from gaps.

    For what the masking does not know, such as somebody's name. Counts of all searches stay as they are.
    """
    if not words.strip():
        raise click.UsageError("There are no words to look for.")
    database = Database(config.database_url)
    SearchLog(database, Journal(config.searches)).work()  # what waits in files is looked through as well
    click.echo(f"Erased for good: {erase_words(database, words):,} searches with {words!r}")


def _csv(found: Iterable[Intent]) -> str:
    return csv_of(_COLUMNS, ([_cell(getattr(each, name)) for name in _COLUMNS] for each in found))


def _lines(found: Iterable[Intent]) -> str:
    lines = (msgspec.json.encode({name: getattr(each, name) for name in _COLUMNS}).decode() for each in found)
    return "".join(chain.from_iterable((line, "\n") for line in lines))


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.isoformat(timespec="seconds")
        case tuple():
            return " ".join(value)
        case _:
            return str(value)
