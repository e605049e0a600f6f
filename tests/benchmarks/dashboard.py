"""The dashboard with a year of events: each page, and what it costs when the log or the days grow."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from helpcenter.accounts.users import Role
from helpcenter.app import create_app
from helpcenter.clock import utc_now
from helpcenter.config import load_config
from helpcenter.insights.rollups.rolling import roll, roll_lately
from helpcenter.search.publish import publish
from helpcenter.storage.database import Database
from tests.benchmarks.figures import Figure, beside, wanted
from tests.databases import running_postgres
from tests.web.signing_in import EMAIL, PASSWORD, send_form, users_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from flask.testing import FlaskClient

EVENTS: Final = {"sqlite": 1_000_000, "postgresql": 5_000_000}
MOST_MS: Final = 300
_GROWTH: Final = 10
_ROUNDS: Final = 5
_DAYS: Final = 365
_PAGES: Final = (
    *("", "searches", "searches?by=unanswered", "searches/query?of=en&q=query 0", "articles"),
    *("articles/article?of=en&slug=a0", "walkthroughs", "walkthroughs/walkthrough?slug=tour 0"),
    *(
        "screens",
        "adoption",
        "surveys",
        "users",
        "?screen=/screen/1",
        "?segment=plan=1",
        "?screen=/screen/1&segment=plan=1",
        "gaps",
        "gaps?state=assigned&owner=none",
        "gaps/1",
    ),
)

# How each of the two says: numbers up to :n, a day and a moment of the last year, a number drawn below one.
_WORDS: Final = {
    "sqlite": {
        "numbers": "WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < :n)",
        "day": "date('now', '-' || (364 - n * 364 / :n) || ' days')",
        "at": "datetime('now', '-' || (364 - n * 364 / :n) || ' days')",
        "drawn": "(0.5 + random() / 18446744073709551616.0)",
    },
    "postgresql": {
        "numbers": "WITH numbers(n) AS (SELECT generate_series(1, :n))",
        "day": "(now() AT TIME ZONE 'UTC')::date - (364 - n * 364 / :n)",
        "at": "now() - make_interval(days => (364 - n * 364 / :n)::int)",
        "drawn": "random()",
    },
}
_SEARCHES: Final = """
INSERT INTO search_intents (
    id, day, at, last_at, visitor, audience, surface, locale, screen, segment, query, normalized, results, confidence,
    confidence_score, generation, "commit", shown, clicked, rank, clicks, keystrokes, chain, refined, question, outcome,
    last_event
)
{numbers}
SELECT
    'i' || n, {day}, {at}, {at}, 'v' || n, 'reader',
    CASE WHEN n % 3 = 0 THEN 'panel' WHEN n % 50 = 1 THEN 'form' ELSE 'site' END,
    CASE WHEN n % 2 = 0 THEN 'ja' ELSE 'en' END,
    CASE WHEN n % 3 = 0 THEN '/screen/' || (n / 3 % 40) ELSE '' END,
    CASE WHEN n % 3 = 0 THEN 'phase=' || (n % 4) || ' plan=' || (n / 7 % 3) ELSE '' END,
    q, q, CASE WHEN n % 20 = 0 THEN 0 ELSE 5 END, CASE WHEN n % 20 = 0 THEN 'zero_result' ELSE 'answered' END,
    0.5, 'g', 'c', '',
    CASE WHEN n % 5 < 3 THEN 'en/a' || (n % 100) ELSE '' END,
    CASE WHEN n % 5 < 3 THEN 1 + n % 4 END,
    CASE WHEN n % 5 < 3 THEN 1 ELSE 0 END,
    3, 'i' || n, n % 7 = 0, '',
    CASE WHEN n % 5 < 3 THEN 'answered' WHEN n % 20 = 0 THEN 'zero_result' ELSE 'unclicked' END,
    'i' || n
FROM (
    SELECT n, 'query ' || CASE WHEN n % 41 = 0 THEN 0 ELSE {query} END AS q FROM numbers
) AS asked
"""
_EVENTS: Final = """
INSERT INTO guide_events (
    id, day, at, name, session, subject, is_verified, segment, locale, screen, slug, version, step, text, number, detail
)
{numbers}
SELECT
    'e' || n, {day}, {at},
    CASE n % 6 WHEN 0 THEN 'guide_started' WHEN 1 THEN 'guide_completed' WHEN 2 THEN 'guide_dismissed'
        WHEN 3 THEN 'target_missing' WHEN 4 THEN 'step_shown' ELSE 'survey' END,
    's' || (n / 6), 'u' || (n % 20000 * 7919 % 20000), n % 2 = 0, 'phase=' || (n % 4) || ' plan=1', 'en',
    '/screen/' || (n / 6 % 40), 'tour ' || (n / 6 % 5), '1', 'step ' || (n / 6 % 9), '', n % 11, ''
FROM numbers
"""
_VIEWS: Final = """
INSERT INTO article_views (day, locale, slug, surface, views)
{numbers}
SELECT {day}, CASE WHEN n % 2 = 0 THEN 'ja' ELSE 'en' END, 'a' || (n / 2 % 100), 'site', 1 + n % 9
FROM numbers WHERE true ON CONFLICT DO NOTHING
"""
# 2,000 gaps share all queries without an answer; the first has the query that is asked most of all.
_GAPS: Final = """
INSERT INTO gaps (
    id, title, locale, state, kind, article, answer, created_at, updated_at, shipped_commit, proven_commit, version,
    reason, harm, volume, trend, weight
)
{numbers}
SELECT
    n, 'gap ' || n, CASE WHEN n % 2 = 0 THEN 'ja' ELSE 'en' END, CASE WHEN n % 4 = 0 THEN 'assigned' ELSE 'open' END,
    CASE WHEN n % 3 = 0 THEN 'missing' ELSE 'unfindable' END, CASE WHEN n % 3 = 0 THEN '' ELSE 'en/a' || (n % 100) END,
    '', {at}, {at}, '', '', 1, '', :n - n, :n - n, 1, 1
FROM numbers
"""
_GAP_QUERIES: Final = """
INSERT INTO gap_queries (locale, normalized, gap_id, text, first_day, found, times, visitors)
SELECT locale, normalized, 1 + CAST(substr(normalized, 7) AS INTEGER) % :n, min(text), min(day), '', sum(times),
    max(visitors)
FROM asked_days WHERE outcome != 'answered' GROUP BY locale, normalized
"""
_GAP_COUNT: Final = 2_000
_ASKED_DAYS: Final = """
INSERT INTO asked_days (day, locale, normalized, outcome, text, times, visitors)
SELECT day, locale, normalized, outcome, min(query), count(*), count(DISTINCT visitor)
FROM search_intents WHERE audience = 'reader' AND normalized != '' GROUP BY day, locale, normalized, outcome
"""


def measure(_sizes: Sequence[int]) -> Iterator[Figure]:
    """Yield the figures of both databases; BENCH_EVENTS in the environment takes fewer events."""
    for kind, most in EVENTS.items():
        events = int(os.environ.get("BENCH_EVENTS", most))
        with _database(kind) as url:
            small = _times(kind, url, events // _GROWTH)
        with _database(kind) as url:
            large = _times(kind, url, events)
        name = f"{kind}, {events:,} events"
        for page, milliseconds in large.items():
            yield wanted(f"{name}: {page}", milliseconds, MOST_MS, "ms")
        slowest = [sum(times.values()) for times in (large, small)]
        yield beside(f"{name}: all of these", slowest[0], f"{events // _GROWTH:,} events", "", slowest[1], "ms")


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/helpcenter.db"
    else:
        with running_postgres() as server:
            yield server.make("dashboard")


def _times(kind: str, url: str, events: int) -> dict[str, float]:
    database = Database(url)
    database.upgrade()
    _fill(kind, database, events)
    started = perf_counter()
    days = roll(database, utc_now())
    times = {"one day counted anew": (perf_counter() - started) * 1000 / max(days, 1)}
    started = perf_counter()
    roll_lately(database, utc_now())
    times["a minute without a change"] = (perf_counter() - started) * 1000
    for statement in (_ASKED_DAYS, _GAPS, _GAP_QUERIES):
        _run(kind, database, statement.format(**_WORDS[kind]), _GAP_COUNT)
    with tempfile.TemporaryDirectory() as folder:
        client = _signed_in(Path(folder), url)
        for page in _PAGES:
            for days_shown in (28, _DAYS):
                times[f"/{page or ''} of {days_shown} days"] = _fastest(client, page, days_shown)
    database.close()
    return times


def _fastest(client: FlaskClient, page: str, days: int) -> float:
    address = f"/en/dashboard/{page}{'&' if '?' in page else '?'}days={days}"
    times = []
    for _ in range(_ROUNDS):
        started = perf_counter()
        answer = client.get(address)
        times.append((perf_counter() - started) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(f"{address}: {answer.status}")
    return sorted(times)[_ROUNDS // 2]


def _signed_in(folder: Path, url: str) -> FlaskClient:
    articles = folder / "articles" / "en"
    articles.mkdir(parents=True)
    for number in range(100):
        (articles / f"a{number}.md").write_text(f"---\ntitle: Article {number}\n---\nText.\n", encoding="utf-8")
    config = load_config({"articles": articles.parent, "instance": folder / "instance", "database_url": url}, {})
    publish(config.articles, config.index)
    users_of(config).add(EMAIL, "Aki", Role.ADMIN, PASSWORD)
    client = create_app(config).test_client()
    if send_form(client).status_code != 303:
        raise RuntimeError("The benchmark cannot sign in.")
    return client


def _fill(kind: str, database: Database, events: int) -> None:
    """Three searches for each event of the guide, over a year, the same shares of everything on every day."""
    words = _WORDS[kind]
    drawn = f"20000 * {words['drawn']} * {words['drawn']} * {words['drawn']}"
    whole = f"CAST({drawn} AS INTEGER)" if kind == "sqlite" else f"trunc({drawn})"
    known = {**words, "query": whole}
    for statement, number in ((_SEARCHES, events * 3 // 4), (_EVENTS, events // 4), (_VIEWS, _DAYS * 200)):
        _run(kind, database, statement.format(**known), number)


def _run(kind: str, database: Database, statement: str, number: int) -> None:
    with database.writing() as session:
        if kind == "postgresql":
            session.execute(text("SET LOCAL statement_timeout = 0"))
        session.execute(text(statement), {"n": number})
    if kind == "postgresql":
        with database.writing() as session:
            session.execute(text("SET LOCAL statement_timeout = 0"))
            session.execute(text("ANALYZE"))
