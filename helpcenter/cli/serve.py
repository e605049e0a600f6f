"""``helpcenter serve``: the help site, and articles published as they change."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpcenter.cli.console import print_problems, progress_bar
from helpcenter.cli.index import told
from helpcenter.cli.options import configured
from helpcenter.cli.server import Server
from helpcenter.config import BY_NAME, SECRETS
from helpcenter.errors import ConfigError, DatabaseUnavailableError, IndexUnavailableError
from helpcenter.insights.contact import contact_of
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.reranking.choosing import reranker_of
from helpcenter.search.semantics.choosing import cache_of, embedder_of
from helpcenter.storage.database import Database
from helpcenter.web.addresses import home_url
from helpcenter.web.security import trusted_names
from helpcenter.web.shared_counts import shared_counts_of

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.search.generation import Generation


@click.command("serve")
@configured(*(name for name in BY_NAME if name not in SECRETS))
def command(config: Config) -> None:
    """Serve the help site and publish articles as they change.

    Publishes first when nothing is published yet. From then on a saved article is on the site within a
    second; a file with an error is named here and its last good version stays on the site. Ctrl-C ends all.
    """
    check_port(config.host, config.port)
    contact_of(config)
    shared_counts_of(config)
    embedder_of(config)  # what is wrong with it is said before anything starts
    reranker_of(config)
    _prepare(Database(config.database_url))
    generation = _published(config)
    server = Server(config, ready=lambda address: _say_where(address, generation, config))
    try:
        server.run()
    except SystemExit as end:
        sys.exit(1 if end.code else 0)


def check_port(host: str, port: int) -> None:
    """Make sure that the server can listen there.

    Raises:
        ConfigError: It cannot; the message says how to choose another address.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with closing(socket.socket(family, kind, protocol)) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise ConfigError(
            f"Cannot listen on {host}, port {port}: {error.strerror}. Choose another port with --port "
            f"(make run PORT={port + 1}) or HELPCENTER_PORT, another address with --host or HELPCENTER_HOST."
        ) from error


def _prepare(database: Database) -> None:
    """Bring the database's tables up to date; without a database the site is served all the same."""
    try:
        database.upgrade()
    except DatabaseUnavailableError as error:
        click.echo(f"Warning: nothing is recorded for now. {error}", err=True)


def _published(config: Config) -> Generation:
    """Return the generation in force, after publishing when there is none."""
    generations = Generations(config.index)
    try:
        return generations.current()
    except IndexUnavailableError:
        with progress_bar() as progress:
            published = publish(
                config.articles, config.index, internal=config.internal_index, cache=cache_of(config), progress=progress
            )
        print_problems(published.problems)
        click.echo(told(published))
        return generations.current()


def _say_where(address: str, generation: Generation, config: Config) -> None:
    lines = [(locale, address + home_url(locale)) for locale in generation.locales]
    if generation.locales:
        edit = _an_article(generation, config)
        lines.append(("edit", f"{edit} - save it, and the site shows it within a second"))
    lines += [("check", f"{_program()} check - finds what is wrong in the articles"), ("stop", "Ctrl-C")]
    click.echo(f"{config.site_name} is served at {click.style(address, bold=True)}")
    for name, what in lines:
        click.echo(f"  {name:7}{what}")
    if config.host in {"0.0.0.0", "::"}:  # noqa: S104
        names = ", ".join(dict.fromkeys(trusted_names(config)))
        click.echo(f"  hosts  only {names} are answered; name others with {BY_NAME['trusted_hosts'].variable}")
    sys.stdout.flush()


def _program() -> str:
    """Return what to type here to run this command: its path when the shell does not find it."""
    return "helpcenter" if shutil.which("helpcenter") else os.path.relpath(sys.argv[0])


def _an_article(generation: Generation, config: Config) -> str:
    """Return the file of the article that changed last, as a path to type here."""
    locale = config.default_locale if config.default_locale in generation.locales else generation.locales[0]
    recent = generation.recent(locale)
    article = generation.article(locale, recent[0].slug) if recent else None
    path = config.articles / (article or next(generation.articles(locale))).source
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
