"""``helpcenter index``: publish the articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from helpcenter.cli.console import counted, print_problems, progress_bar, summary_of
from helpcenter.cli.options import configured
from helpcenter.search.publish import publish

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.search.publish import Published


@click.command("index")
@configured("articles", "instance")
def command(config: Config) -> None:
    """Publish the articles as a new generation of the index.

    Articles that did not change cost nothing. A file with an error keeps its last published version, or is
    left out when it has none; it is listed here, and the rest is published. The exit code is 0 when a
    generation is in force afterwards; `helpcenter check` is what fails on errors in files.
    """
    with progress_bar() as progress:
        published = publish(config.articles, config.index, progress=progress)
    print_problems(published.problems)
    click.echo(told(published))


def told(published: Published) -> str:
    """Return one line that says what publishing did."""
    what = "Published" if published.changed else "Nothing changed since"
    return (
        f"{what} {published.generation}: {counted(published.articles, 'article')}, "
        f"{summary_of(published.problems)}, {published.seconds:.2f} s"
    )
