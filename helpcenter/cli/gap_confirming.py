"""``helpcenter gaps confirm``: a person reads the text beside the queries, and says whether it answers them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.gap_people import BY, person
from helpcenter.cli.gap_texts import proof_lines
from helpcenter.cli.options import configured
from helpcenter.errors import GapError
from helpcenter.insights.gaps.confirming import Text, best_text, confirm, deny, published, text_of
from helpcenter.insights.gaps.proving import prove_one
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import REPLAYED
from helpcenter.insights.gaps.store import gap, queries_of
from helpcenter.insights.gaps.working import Doing
from helpcenter.search.generations import Generations
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence

    from helpcenter.config import Config
    from helpcenter.insights.gaps.gap import Gap, GapQuery
    from helpcenter.search.generation import Generation

_MOST_QUERIES = 20


@click.command("confirm")
@click.argument("number", type=int)
@click.option(
    "--section", metavar="ANCHOR", default=None, help="The section that answers. [default: what the queries lead to]"
)
@click.option("--yes/--no", "answers", default=None, help="The answer, instead of being asked.")
@BY
@configured("instance", "database_url")
def confirm_gap(number: int, section: str | None, by: str, config: Config, *, answers: bool | None) -> None:
    """Say whether a section of the article answers the queries of a gap; a gap is not proven without.

    Shows both and asks. ANCHOR may have the article before it (locale/slug#anchor); an empty one is what stands before
    the first heading. When the text is changed later, this is asked again.
    """
    database = Database(config.database_url)
    generation = Generations(config.index).current()
    known, queries = gap(database, number), queries_of(database, [number])[number]
    doing = Doing(number, person(database, by), known.version)
    text = _text(known, queries, section, generation)
    if answers is None:
        _show(text, [query for query in queries if query.is_shown])
        answers = click.confirm("Does this text answer them?")
    if not answers:
        denied = deny(database, doing, text)
        click.echo(f"Gap {number}: {text.name} does not answer it, which is kept; the gap is {denied.state}")
        return
    confirm(database, doing, text)
    click.echo(f"Gap {number}: {text.name} answers it, says {doing.author.name if doing.author else ''}")
    if known.state in REPLAYED:
        for line in proof_lines(prove_one(database, number, generation)):
            click.echo(line)


def _text(known: Gap, queries: Sequence[GapQuery], section: str | None, generation: Generation) -> Text:
    named, _, anchor = (section or "").rpartition("#")
    name = named or known.answer or known.article or known.hint
    article = published(generation, name)
    if article is None:
        told = f"No published article is to answer gap {known.id}. helpcenter gaps ship {known.id} --answer names one."
        raise GapError(told, Refusal.NO_ANSWER)
    text = best_text(article, queries, generation) if section is None else text_of(article, anchor)
    if text is None:
        told = f"{name} has no section {anchor!r} that says anything."
        raise GapError(told, Refusal.NO_SECTION, article=name)
    return text


def _show(text: Text, queries: Sequence[GapQuery]) -> None:
    click.secho(text.name + (f": {text.heading}" if text.heading else ""), bold=True)
    for line in text.text.splitlines():
        click.echo(f"  {line}")
    click.echo("The queries:" if queries else "None of its queries may be shown.")
    for query in queries[:_MOST_QUERIES]:
        click.echo(f"  {' '.join(query.text.split())}")
    if len(queries) > _MOST_QUERIES:
        click.echo(f"  and {len(queries) - _MOST_QUERIES:,} more")
