"""``helpcenter search``: the published articles from the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click
from msgspec.json import format as indented

from helpcenter.cli.console import counted
from helpcenter.cli.meaning import opened
from helpcenter.cli.options import configured
from helpcenter.clock import utc_now
from helpcenter.content.article import Kind
from helpcenter.errors import DatabaseUnavailableError, HelpCenterError
from helpcenter.insights.learning import learned
from helpcenter.search.layers import LAYER_NAMES, switched_off
from helpcenter.search.results import MAX_PAGE, Confidence, SearchRequest
from helpcenter.storage.database import Database
from helpcenter.web.addresses import article_url
from helpcenter.web.api.answers import search_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import BestAnswer, Fragment, Hit, Preference, SearchResults

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


@click.command("search")
@click.argument("query")
@click.option("--locale", help="Site to ask; Japanese writing asks ja, anything else the default locale.")
@click.option("--topic", default="", metavar="PATH", help="Keep results below this topic.")
@click.option("--kind", type=click.Choice([kind.value for kind in Kind]), help="Keep results of this kind.")
@click.option("--page", type=click.IntRange(1, MAX_PAGE), default=1, help="Which ten results, counted from 1.")
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.option("--explain", is_flag=True, help="Say how each hit came to its score.")
@click.option("--exact", is_flag=True, help="Search for the words as typed: no slips mended, no readings.")
@click.option(
    "--without",
    multiple=True,
    metavar="NAME",
    type=click.Choice(LAYER_NAMES),
    help=f"Switch a layer of matching off; may be given again. Layers: {', '.join(LAYER_NAMES)}.",
)
@configured("instance", "database_url", "learning", "semantic")
def command(  # noqa: PLR0913  # one for each option
    query: str,
    *,
    locale: str | None,
    topic: str,
    kind: str | None,
    page: int,
    as_json: bool,
    explain: bool,
    exact: bool,
    without: tuple[str, ...],
    config: Config,
) -> None:
    """Search the published articles.

    QUERY is a question or words. The exit code is 0 whether or not anything is found.
    """
    generation = opened(config)
    locale = locale or _locale_of(query, generation, config.default_locale)
    if locale not in generation.locales:
        published = ", ".join(generation.locales) or "none"
        raise HelpCenterError(f"No article is published in locale {locale!r} (published: {published}).")
    results = generation.search(
        SearchRequest(
            query,
            locale,
            page=page,
            topic=topic.strip("/"),
            kind=Kind(kind) if kind else None,
            explain=explain,
            without=switched_off(without, exact=exact),
            preferred=_preferred(query, locale, config) if config.learning == "on" else (),
            rerank=True,
        )
    )
    best = generation.best_answer(results, article_url)
    if as_json:
        click.echo(indented(search_answer(results, best, truncated=False).json()))
    else:
        _print_results(results, best)


def _preferred(query: str, locale: str, config: Config) -> tuple[Preference, ...]:
    """What readers chose, if there is a log already; without one the articles are ranked by themselves."""
    database = Database(config.database_url)
    try:
        return learned(database, utc_now().date()).of(locale, query) if database.state().is_current else ()
    except DatabaseUnavailableError as error:
        click.echo(f"{error} What readers chose is left out.", err=True)
        return ()


def _locale_of(query: str, generation: Generation, default: str) -> str:
    wanted = "ja" if JAPANESE.search(query) else default
    return wanted if wanted in generation.locales else next(iter(generation.locales), wanted)


def _print_results(results: SearchResults, best: BestAnswer | None) -> None:
    click.echo(_headline(results))
    for correction in results.corrections:
        click.echo(f"Searched for {correction.meant!r}, which {correction.typed!r} seems to mean (--exact: do not).")
    for phrase in results.unmatched_phrases if results.hits else ():
        click.echo(f"None of these articles has exactly {phrase!r}; searched for its words instead.")
    for unmatched in results.unmatched_identifiers:
        similar = f"; similar: {', '.join(unmatched.similar)}" if unmatched.similar else ""
        click.echo(f"No article mentions {unmatched.identifier!r}{similar}.")
    if results.confidence is Confidence.LOW_CONFIDENCE:
        click.echo("No article answers this well; these are the nearest.")
    if best:
        _print_best(best)
    first = (results.request.page - 1) * results.request.per_page + 1
    for place, hit in enumerate(results.hits, start=first):
        _print_hit(place, hit)
    _print_choices(results)


def _headline(results: SearchResults) -> str:
    request = results.request
    found = counted(results.total, "article")
    if results.total > len(results.hits) and results.hits:
        first = (request.page - 1) * request.per_page + 1
        found = f"{first}-{first + len(results.hits) - 1} of {found}"
    filters = [f"topic {request.topic}"] * bool(request.topic) + [f"kind {request.kind}"] * bool(request.kind)
    without = f", {', '.join(filters)} ({results.unfiltered} without)" if filters else ""
    return f"{found} in {request.locale}{without} ({results.generation})"


def _print_best(best: BestAnswer) -> None:
    """The steps or the beginning of the section that answers, short enough to be read at once."""
    section = best.excerpt.section
    click.echo("\nBest answer")
    click.echo(f"    {click.style(section.heading or ''.join(part.text for part in best.hit.title), bold=True)}")
    lines = [f"{number}. {step}" for number, step in enumerate(best.excerpt.steps, start=1)]
    for line in lines or best.excerpt.text.split("\n"):
        click.echo(f"    {line}")


def _print_choices(results: SearchResults) -> None:
    """What --topic and --kind could be, with the number of articles each keeps."""
    topics = [f"{topic.path} ({topic.count})" for topic in results.facets.topics]
    kinds = [f"{each.kind} ({each.count})" for each in results.facets.kinds]
    for name, choices in (("topic", topics), ("kind", kinds)):
        if choices:
            click.echo(f"\n--{name}: {', '.join(choices)}")


def _print_hit(place: int, hit: Hit) -> None:
    click.echo(f"\n{place:2}. {_marked(hit.title)}  {click.style(f'{hit.score:.2f}', dim=True)}")
    for section in hit.sections[:1]:
        address = unquote(article_url(hit.locale, hit.slug, section.anchor))  # for eyes, not for a browser
        click.echo(f"    {click.style(address, fg='cyan')}")
        click.echo(f"    {_marked(section.snippet)}")
    for part in hit.explanation:
        click.echo(f"    {part.score:+8.3f}  {part.layer}: {part.token}")


def _marked(fragments: Iterable[Fragment]) -> str:
    return "".join(click.style(part.text, bold=True) if part.marked else part.text for part in fragments)
