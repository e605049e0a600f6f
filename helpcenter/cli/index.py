"""``helpcenter index``: publish the articles."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

import click

from helpcenter.cli.console import counted, print_problems, progress_bar, summary_of
from helpcenter.cli.options import configured
from helpcenter.cli.proving import tell_proofs
from helpcenter.errors import DatabaseUnavailableError
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.semantics.choosing import cache_of, embedder_of
from helpcenter.search.semantics.embedder import EmbeddingError
from helpcenter.search.semantics.enrich import enrich
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.search.publish import Published
    from helpcenter.search.semantics.embedder import Embedder


@click.command("index")
@configured("articles", "instance", "semantic", "database_url")
def command(config: Config) -> None:
    """Publish the articles as a new generation of the index.

    Articles that did not change cost nothing. A file with an error keeps its last published version, or is
    left out when it has none; it is listed here, and the rest is published. The exit code is 0 when a
    generation is in force afterwards; `helpcenter check` is what fails on errors in files.

    The queries of gaps that were shipped are replayed on it, as far as there is a database.

    With a model, a second generation follows that can be searched by meaning; new passages take some seconds
    for each hundred. Should that fail, searches go by words alone, which is an error only with --semantic on.
    """
    embedder = embedder_of(config)
    with progress_bar() as progress:
        published = publish(
            config.articles, config.index, internal=config.internal_index, cache=cache_of(config), progress=progress
        )
    print_problems(published.problems)
    click.echo(told(published))
    _prove(config)
    if embedder is not None:
        _enrich(embedder, config)


def _prove(config: Config) -> None:
    """Replay shipped gaps; publishing makes no database, and does not fail without one."""
    database = Database(config.database_url)
    try:
        if database.state().is_current:
            tell_proofs(database, Generations(config.index).current())
    except DatabaseUnavailableError as error:
        click.echo(f"Warning: shipped gaps were not replayed: {error}", err=True)


def _enrich(embedder: Embedder, config: Config) -> None:
    started = monotonic()
    try:
        with progress_bar() as progress:
            generation = enrich(config.index, config.vectors, embedder, progress=progress)
            if Generations(config.internal_index).is_published:
                enrich(config.internal_index, config.vectors, embedder, progress=progress)
    except EmbeddingError as error:
        if config.semantic == "on":
            raise
        click.echo(f"Warning: searches go by words alone: {error}", err=True)
    else:
        if generation is not None:
            click.echo(f"Published {generation}: with meaning ({embedder.name}), {monotonic() - started:.2f} s")


def told(published: Published) -> str:
    """Return one line that says what publishing did."""
    what = "Published" if published.changed else "Nothing changed since"
    internal = f" and {published.internal:,} internal" if published.internal else ""
    return (
        f"{what} {published.generation}: {counted(published.articles, 'article')}{internal}, "
        f"{summary_of(published.problems)}, {published.seconds:.2f} s"
    )
