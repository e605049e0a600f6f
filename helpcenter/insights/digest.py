"""The weekly digest: the figures of the last whole week, and what was searched for without an answer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from sqlalchemy import delete

from helpcenter.errors import ConfigError
from helpcenter.insights.contact import Mail, Webhook, mail_to
from helpcenter.insights.figures import Figure, Kind
from helpcenter.insights.reports.searches import QueryOrder, by_screen, top_queries, totals
from helpcenter.insights.scope import last_days
from helpcenter.storage.batches import is_first
from helpcenter.storage.tables import AppliedBatch

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.insights.scope import Scope
    from helpcenter.storage.database import Database

_WEBHOOK: Final = "webhook:"
_FEW: Final = 10
_WORDS: Final = {
    "en": {
        "subject": "{site}: searches from {since} to {until}",
        "before": "{value} (the week before: {before})",
        "searches": "Searches",
        "unanswered": "Most searched without an answer",
        "times": "{query} ({times} of {all} without an answer)",
        "screens": "Screens with most searches without an answer",
        "nothing": "Nobody searched in this week.",
        "more": "More on the dashboard",
        Kind.ANSWER_RATE: "Answer rate",
        Kind.ZERO_RESULT_RATE: "Zero-result rate",
        Kind.NO_CLICK_RATE: "No-click rate",
        Kind.SELF_SERVICE_RATIO: "Self-service ratio",
    },
    "ja": {
        "subject": "{site}：{since}から{until}までの検索",
        "before": "{value}（前の週：{before}）",
        "searches": "検索数",
        "unanswered": "答えのない検索（多い順）",
        "times": "{query}（{all}件中{times}件が答えなし）",
        "screens": "答えのない検索が多い画面",
        "nothing": "この週に検索はありませんでした。",
        "more": "くわしくはダッシュボードをご覧ください",
        Kind.ANSWER_RATE: "回答率",
        Kind.ZERO_RESULT_RATE: "ゼロ件率",
        Kind.NO_CLICK_RATE: "クリックなし率",
        Kind.SELF_SERVICE_RATIO: "自己解決比",
    },
}
_TOLD: Final = (Kind.ANSWER_RATE, Kind.ZERO_RESULT_RATE, Kind.NO_CLICK_RATE, Kind.SELF_SERVICE_RATIO)


@dataclass(frozen=True, slots=True)
class Failing:
    """A query or a screen, how often it was searched, and how often without an answer."""

    name: str
    searches: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class Digest:
    """One week, by its ISO name such as 2026-W47, beside the week before."""

    week: str
    since: date
    until: date
    searches: int
    searches_before: int
    figures: tuple[Figure, ...]
    figures_before: tuple[Figure, ...]
    queries: tuple[Failing, ...]
    screens: tuple[Failing, ...]


def digest_of(database: Database, today: date) -> Digest:
    """Return the digest of the last week that is over, Monday to Sunday in UTC.

    Raises:
        DatabaseUnavailableError: the database cannot be used.
    """
    scope = _last_week(today)
    now, before = totals(database, scope), totals(database, scope.before)
    queries = top_queries(database, scope, QueryOrder.UNANSWERED, most=_FEW)
    return Digest(
        week=_name(scope.until),
        since=scope.since,
        until=scope.until,
        searches=now.all.searches,
        searches_before=before.all.searches,
        figures=now.figures,
        figures_before=before.figures,
        queries=tuple(Failing(each.text, each.counts.searches, each.counts.unanswered) for each in queries),
        screens=tuple(
            Failing(screen, counts.searches, counts.unanswered)
            for screen, counts in by_screen(database, scope, most=_FEW)
            if counts.unanswered
        ),
    )


def text_of(digest: Digest, locale: str, site: str, url: str) -> tuple[str, str]:
    """Return the subject and the text of a mail; `url` is the dashboard's, "" when nobody knows it."""
    words = _WORDS.get(locale, _WORDS["en"])
    subject = words["subject"].format(site=site, since=digest.since, until=digest.until)
    if not digest.searches:
        return subject, f"{words['nothing']}\n"
    lines = [_line(words["searches"], f"{digest.searches:,}", f"{digest.searches_before:,}", words["before"])]
    earlier = {figure.kind: figure for figure in digest.figures_before}
    lines += [
        _line(words[figure.kind], _written(figure), _written(earlier[figure.kind]), words["before"])
        for figure in digest.figures
        if figure.kind in _TOLD
    ]
    for title, failing in ((words["unanswered"], digest.queries), (words["screens"], digest.screens)):
        if failing:
            told = (
                words["times"].format(query=each.name, times=each.unanswered, all=each.searches) for each in failing
            )
            lines += ["", title, *(f"- {line}" for line in told)]
    if url:
        lines += ["", f"{words['more']}: {url}"]
    return subject, "\n".join(lines) + "\n"


class Digesting:
    """Sends each week's digest once, over all servers, to the address that the settings name."""

    def __init__(self, config: Config, database: Database) -> None:
        """Send nothing yet.

        Raises:
            ConfigError: a setting that goes with the address is missing.
        """
        self._config = config
        self._database = database
        self._way = way_of(config)

    def send_due(self, now: datetime) -> bool:
        """Send the digest of last week unless somebody has; return whether it was sent now.

        Raises:
            DatabaseUnavailableError: the database cannot be used; it may be tried again.
            DeliveryError: it did not arrive; it may be tried again.
        """
        week = _name(_last_week(now.date()).until)
        if self._way is None:
            return False
        with self._database.writing() as session:
            if not is_first(session, f"digest {week}", now):
                return False
        try:
            self.send(now)
        except Exception:
            with self._database.writing() as session:
                session.execute(delete(AppliedBatch).where(AppliedBatch.id == f"digest {week}"))
            raise
        return True

    def send(self, now: datetime) -> None:
        """Send the digest of last week, whether or not it was sent before; receivers know a repeat by its id.

        Raises:
            ConfigError: no address is set.
            DatabaseUnavailableError: the database cannot be used.
            DeliveryError: it did not arrive, as far as is known.
        """
        if self._way is None:
            raise ConfigError("digest is not set. Give it an e-mail address, or webhook:URL.")
        digest = digest_of(self._database, now.date())
        identity = f"digest-{digest.week}"
        if isinstance(self._way, Webhook):
            self._way.post(identity, json_of(digest))
        else:
            self._way.write(*self.text(digest), identity)

    def text(self, digest: Digest) -> tuple[str, str]:
        """Return its subject and text in the site's language."""
        base, locale = self._config.base_url.rstrip("/"), self._config.default_locale
        return text_of(digest, locale, self._config.site_name, f"{base}/{locale}/dashboard/" if base else "")


def json_of(digest: Digest) -> bytes:
    """Return what a webhook is sent."""
    return msgspec.json.encode({"type": "digest", **asdict(digest)})


def way_of(config: Config) -> Mail | Webhook | None:
    """Return the way the digest goes, None when it goes nowhere.

    Raises:
        ConfigError: a setting that goes with it is missing.
    """
    if not config.digest:
        return None
    if config.digest.startswith(_WEBHOOK):
        if not config.contact_secret:
            raise ConfigError("digest is a webhook, so contact_secret has to say what it is signed with.")
        return Webhook(config.digest.removeprefix(_WEBHOOK), config.contact_secret, config.contact_private == "on")
    mail = mail_to(config, config.digest.removeprefix("mailto:"))
    if mail is None:
        raise ConfigError("digest is an e-mail address, so smtp_host has to name the server that sends mail.")
    return mail


def _last_week(today: date) -> Scope:
    return last_days(7, today - timedelta(days=today.isoweekday()))


def _name(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _line(name: str, value: str, before: str, form: str) -> str:
    return f"{name}: {form.format(value=value, before=before)}"


def _written(figure: Figure) -> str:
    if figure.value is None:
        return "—"
    return f"{figure.value:.1%}" if figure.is_share else f"{figure.value:.1f}"
