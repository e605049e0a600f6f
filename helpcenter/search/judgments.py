"""Judged queries: what a reader may ask, and which articles answer it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import yaml

from helpcenter.errors import JudgmentsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = ("query", "lang", "slugs", "kind")
KEYS = ("query", "locale", "articles")
PROOF_KEYS = ("proven", "rank")
LOCALE = re.compile(r"[a-z]{2}(-[A-Z]{2})?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RANK = re.compile(r"[1-9][0-9]?")


@dataclass(frozen=True, slots=True)
class Judgment:
    """One judged query, asked on the site of `locale`.

    `slugs` are the articles that answer it, best first; none when no article does. `line` counts from 1. A query that
    closed a gap says on which day it was `proven`, and in which place its article was found then.
    """

    query: str
    locale: str
    slugs: tuple[str, ...]
    kind: str
    line: int
    proven: date | None = None
    rank: int | None = None


def read_judgments(path: Path) -> tuple[Judgment, ...]:
    """Read a file of judged queries: YAML when it ends in ``.yml`` or ``.yaml``, else tab-separated.

    Raises:
        JudgmentsError: The file cannot be read or a line of it is malformed.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise JudgmentsError(f"{path}: cannot be read ({error}). It must be a readable UTF-8 file.") from error
    read = judgments_of_yaml if path.suffix in {".yml", ".yaml"} else _from_tsv
    return tuple(read(text, path))


def _from_tsv(text: str, path: Path) -> Iterator[Judgment]:
    # Only "\n" ends a line: a query may hold any other separator that str.splitlines would break at.
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    header = tuple(lines[0].split("\t"))
    if header not in {COLUMNS, COLUMNS[:3]}:
        raise JudgmentsError(
            f"{path}:1: the header is {lines[0]!r}. It must name the columns query, lang, slugs and, "
            "if there are kinds, kind, separated by tabs."
        )
    for number, line in enumerate(lines[1:], start=2):
        if not line:
            continue
        cells = line.split("\t")
        if len(cells) != len(header):
            raise JudgmentsError(
                f"{path}:{number}: {len(cells)} columns where the header has {len(header)}. "
                "Single tabs separate them, nothing is quoted; slugs stay empty when no article answers."
            )
        query, locale, slugs, *kind = cells
        judgment = Judgment(query, locale, tuple(slugs.split()), kind[0].strip() if kind else "", number)
        yield _checked(judgment, f"{path}:{number}")


def judgments_of_yaml(text: str, path: Path) -> Iterator[Judgment]:
    """Yield the judged queries of a text; errors call it `path`.

    Raises:
        JudgmentsError: an entry of it is malformed.
    """
    try:
        # BaseLoader reads every scalar as text, so that the query "no" stays a query.
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"{path}:{mark.line + 1}" if mark else str(path)
        raise JudgmentsError(f"{place}: is not YAML: {getattr(error, 'problem', None) or error}.") from error
    if root is None:
        return
    if not isinstance(root, yaml.SequenceNode):
        raise JudgmentsError(f"{path}:1: must be a list of {{query, locale, articles}}.")
    for node in root.value:
        line = node.start_mark.line + 1
        yield _entry(_plain(node), f"{path}:{line}", line)


def _plain(node: yaml.Node) -> object:
    if isinstance(node, yaml.MappingNode):
        return {_text(key): _value(value) for key, value in node.value}
    return _value(node)


def _value(node: yaml.Node) -> object:
    return [_text(item) for item in node.value] if isinstance(node, yaml.SequenceNode) else _text(node)


def _text(node: yaml.Node) -> str | None:
    return node.value if isinstance(node, yaml.ScalarNode) else None


def _entry(entry: object, place: str, line: int) -> Judgment:
    if not isinstance(entry, dict) or set(entry) - set(PROOF_KEYS) != set(KEYS):
        raise JudgmentsError(
            f"{place}: each entry has exactly the keys query, locale and articles, and if it closed a gap proven and "
            f"rank, not {entry!r}."
        )
    query, locale, articles = (entry[key] for key in KEYS)
    texts = isinstance(query, str) and isinstance(locale, str)
    if not texts or not isinstance(articles, list) or not all(isinstance(slug, str) for slug in articles):
        raise JudgmentsError(f"{place}: query and locale are texts, articles is a list of slugs (best first).")
    proven, rank = _proof(entry, place)
    return _checked(Judgment(query, locale, tuple(articles), "", line, proven, rank), place)


def _proof(entry: dict[object, object], place: str) -> tuple[date | None, int | None]:
    if not any(key in entry for key in PROOF_KEYS):
        return None, None
    day, rank = (str(entry.get(key)) for key in PROOF_KEYS)
    if not _DAY.fullmatch(day) or not _RANK.fullmatch(rank):
        raise JudgmentsError(
            f"{place}: proven is a day such as 2027-05-01 and rank a number from 1; both are there, or neither."
        )
    try:
        return date.fromisoformat(day), int(rank)
    except ValueError as error:
        raise JudgmentsError(f"{place}: proven is {day}, which is no day of the calendar.") from error


def _checked(judgment: Judgment, place: str) -> Judgment:
    if not judgment.query.strip():
        raise JudgmentsError(f"{place}: the query is empty. Write what a reader would type, or remove the line.")
    if not LOCALE.fullmatch(judgment.locale):
        raise JudgmentsError(f"{place}: {judgment.locale!r} is not a locale. Write two letters such as ja, or pt-BR.")
    return judgment
