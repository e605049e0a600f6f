from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING

from helpcenter.insights.learning import learned
from helpcenter.insights.searches.events import Audience, Click, Finding, Search, SearchSurface, Verdict
from helpcenter.insights.searches.visitors import Visitors
from helpcenter.insights.searches.writing import write_event
from helpcenter.search.results import Confidence, Preference
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from collections.abc import Sequence


NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SHOWN = ("en/a", "en/b", "en/c")
_ids = count()


class Readers:
    """Readers who search and choose, on a database."""

    def __init__(self, url: str) -> None:
        self.database = Database(url)
        self.visitors = Visitors(self.database)

    def choose(
        self,
        article: str,
        address: str,
        *,
        query: str = "refund",
        days_ago: float = 0,
        browser: str = "Firefox",
        helpful: bool | None = None,
        audience: Audience = Audience.READER,
    ) -> None:
        at = NOW - timedelta(days=days_ago)
        visitor = self.visitors.name(at, address, browser)
        finding = Finding(3, Confidence.ANSWERED, 0.9, "g1", "", SHOWN)
        search = Search(
            id=f"e{next(_ids)}",
            at=at,
            visitor=visitor,
            audience=audience,
            surface=SearchSurface.SITE,
            locale="en",
            query=query,
            finding=finding,
        )
        write_event(search, self.database)
        later = at + timedelta(seconds=5)
        write_event(Click(id=f"e{next(_ids)}", at=later, visitor=visitor, article=article, query=query), self.database)
        if helpful is not None:
            said = Verdict(id=f"e{next(_ids)}", at=later, visitor=visitor, article=article, helpful=helpful)
            write_event(said, self.database)

    def learned(self, query: str = "refund") -> Sequence[Preference]:
        return learned(self.database, NOW.date()).of("en", query)


def shares(preferences: Sequence[Preference]) -> dict[str, float]:
    return {each.article: each.share for each in preferences}


def test_what_several_readers_choose_is_preferred(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(5):
        readers.choose("en/b", f"198.51.100.{number}")
    assert list(shares(readers.learned())) == ["en/b"]
    assert 0 < shares(readers.learned())["en/b"] < 1
    assert readers.learned("REFUND") == readers.learned()
    assert readers.learned("refunds") == ()


def test_choice_of_one_person_is_theirs_alone(database_url: str) -> None:
    readers = Readers(database_url)
    readers.choose("en/b", "198.51.100.1")
    assert readers.learned() == ()


def test_hundred_clicks_from_one_address_are_one(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(100):
        readers.choose("en/c", "198.51.100.1", browser=f"Firefox {number}")
    assert readers.learned() == ()
    for number in range(2, 4):
        readers.choose("en/a", f"198.51.100.{number}")
    assert list(shares(readers.learned())) == ["en/a"]


def test_flood_of_one_day_counts_no_more_than_ten(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(10):
        readers.choose("en/b", f"198.51.100.{number}")
    ten = readers.learned()
    for number in range(10, 40):
        readers.choose("en/b", f"198.51.100.{number}")
    assert readers.learned() == ten


def test_choices_fade_and_end(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(3):
        readers.choose("en/a", f"198.51.100.{number}", query="old", days_ago=95)
        readers.choose("en/a", f"198.51.100.{number}", query="last month", days_ago=32)
        readers.choose("en/a", f"198.51.100.{number}", query="today")
    assert readers.learned("old") == ()
    assert shares(readers.learned("last month"))["en/a"] < shares(readers.learned("today"))["en/a"]


def test_choice_further_down_says_more(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(3):
        readers.choose("en/a", f"198.51.100.{number}")
        readers.choose("en/c", f"198.51.101.{number}")
    assert shares(readers.learned())["en/c"] > shares(readers.learned())["en/a"]


def test_article_that_did_not_help_is_not_preferred(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(4):
        readers.choose("en/a", f"198.51.100.{number}", helpful=number % 2 == 0)
    assert readers.learned() == ()


def test_robots_and_the_team_teach_nothing(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(4):
        audience = Audience.BOT if number % 2 else Audience.TEAM
        readers.choose("en/a", f"198.51.100.{number}", audience=audience)
    assert readers.learned() == ()


def test_personal_data_is_no_key_to_anything(database_url: str) -> None:
    readers = Readers(database_url)
    for number in range(3):
        readers.choose("en/a", f"198.51.100.{number}", query="taro@example.com")
    assert learned(readers.database, NOW.date()).preferences == {}
