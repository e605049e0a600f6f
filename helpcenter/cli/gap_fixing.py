"""``helpcenter gaps fix``: the change to Markdown that mends a gap, tried, printed as a patch, or written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.options import configured
from helpcenter.content.git import prefix_of
from helpcenter.content.questions import literal
from helpcenter.insights.gaps.fixing import adding, drafting, questions_for
from helpcenter.insights.gaps.previewing import preview
from helpcenter.insights.gaps.store import gap, queries_of
from helpcenter.insights.gaps.working import Doing, choose, ship
from helpcenter.search.generations import Generations
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Iterator

    from helpcenter.config import Config
    from helpcenter.content.changes import Change
    from helpcenter.insights.gaps.previewing import Moved, Preview


@click.command("fix")
@click.argument("number", type=int)
@click.option("--add-to", metavar="LOCALE/SLUG", default="", help="Add questions to this article.")
@click.option("--question", multiple=True, help="A question to add. [default: the queries of the gap]")
@click.option("--draft", metavar="LOCALE/SLUG", default="", help="Write a new article here.")
@click.option("--title", default="", help="Its title. [default: that of the gap]")
@click.option("--preview", "is_tried", is_flag=True, help="Only show which queries would change rank.")
@click.option("--write", is_flag=True, help="Write the change into the articles folder, and ship the gap.")
@configured("articles", "instance", "database_url")
def fix(
    number: int,
    add_to: str,
    question: tuple[str, ...],
    draft: str,
    title: str,
    *,
    is_tried: bool,
    write: bool,
    config: Config,
) -> None:
    """Mend a gap: add its queries to an article as questions, or draft a new one; prints a patch for git apply."""
    if bool(add_to) == bool(draft):
        raise click.UsageError("Give either --add-to or --draft, and which article.")
    database = Database(config.database_url)
    known, queries = gap(database, number), queries_of(database, [number])[number]
    answer = (add_to or draft).strip().removesuffix(".md")
    if add_to:
        asked = tuple(map(literal, question)) or questions_for(queries, answer.partition("/")[0])
        change = adding(config.articles, answer, asked)
    else:
        change = drafting(config.articles, known, queries, answer, title)
    if is_tried:
        now = Generations(config.index).current()
        for line in _told(preview(database, number, change, answer, config.articles, now)):
            click.echo(line)
    elif write:
        _written(database, number, change, answer, config)
    else:
        click.echo(change.patch(prefix_of(config.articles)), nl=False)


def _written(database: Database, number: int, change: Change, answer: str, config: Config) -> None:
    file = change.write(config.articles)
    is_draft = change.before is None
    choose(database, Doing(number, None), answer, change.path)
    if not is_draft:
        ship(database, Doing(number, None), answer)
    then = f"finish it, then helpcenter gaps ship {number}" if is_draft else "publish it, and the gap is replayed"
    click.echo(f"{file} is written: {then}")


def _told(seen: Preview) -> Iterator[str]:
    yield f"{seen.asked:,} queries asked; of the gap:"
    yield from map(_line, seen.own)
    yield "others that would move:" if seen.moved else "No other query would move."
    yield from map(_line, seen.moved)


def _line(moved: Moved) -> str:
    sign = "+" if moved.is_gained else "-" if moved.is_lost else " "
    query = moved.query
    ranks = f"{moved.before or 'none'} -> {moved.after or 'none'}"
    return f"  {sign} {ranks:12}  {query.text}  ({query.origin}, {query.article})"
