"""``helpcenter search``: the published articles from the terminal."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click

from helpcenter.cli.console import counted
from helpcenter.cli.meaning import opened
from helpcenter.cli.options import configured
from helpcenter.errors import HelpCenterError
from helpcenter.search.layers import LAYER_NAMES, switched_off
from helpcenter.search.results import Confidence, SearchRequest
from helpcenter.web.addresses import article_url
from helpcenter.web.api.answers import search_answer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.config import Config
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import Fragment, Hit, SearchResults

JAPANESE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")


@click.command("search")
@click.argument("query")
@click.option("--locale", help="Site to ask; Japanese writing asks ja, anything else the default locale.")
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
@configured("instance", "semantic")
def command(
    query: str,
    *,
    locale: str | None,
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
        SearchRequest(query, locale, explain=explain, without=switched_off(without, exact=exact))
    )
    if as_json:
        click.echo(search_answer(results, truncated=False).model_dump_json(indent=2))
    else:
        _print_results(results)


def _locale_of(query: str, generation: Generation, default: str) -> str:
    wanted = "ja" if JAPANESE.search(query) else default
    return wanted if wanted in generation.locales else next(iter(generation.locales), wanted)


def _print_results(results: SearchResults) -> None:
    click.echo(f"{counted(results.total, 'article')} in {results.request.locale} ({results.generation})")
    for correction in results.corrections:
        click.echo(f"Searched for {correction.meant!r}, which {correction.typed!r} seems to mean (--exact: do not).")
    for phrase in results.unmatched_phrases if results.hits else ():
        click.echo(f"None of these articles has exactly {phrase!r}; searched for its words instead.")
    if results.confidence is Confidence.LOW_CONFIDENCE:
        click.echo("No article answers this well; these are the nearest.")
    for place, hit in enumerate(results.hits, start=1):
        _print_hit(place, hit)


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
