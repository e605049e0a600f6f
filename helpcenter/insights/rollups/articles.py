"""Articles by day: votes, comments, other articles opened from them, questions asked after, searches that led there."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import case, func, select

from helpcenter.insights.leads import Kind
from helpcenter.insights.searches.events import Audience
from helpcenter.storage.tables import ArticleLeads, ArticleVotes, Questions, SearchIntents

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

_MEASURES = ("helpful", "unhelpful", "comments", "onward", "asked", "found")


def article_states(session: Session, since: date, until: date) -> dict[date, str]:
    """Return for each day what changes whenever its votes, leads, questions or opened results do."""
    states: dict[date, list[str]] = defaultdict(list)
    helpful = func.sum(case((ArticleVotes.helpful, 1), else_=0))
    counted = (
        ("votes", ArticleVotes.day, func.count(), helpful, func.max(ArticleVotes.made_at)),
        ("leads", ArticleLeads.day, func.count(), func.sum(ArticleLeads.times)),
        ("clicks", SearchIntents.day, func.sum(SearchIntents.clicks)),
    )
    for name, day, *changing in counted:
        for row in session.execute(select(day, *changing).where(day.between(since, until)).group_by(day)):
            states[row[0]].append(" ".join(map(str, (name, *row[1:]))))
    first, end = (datetime.combine(on, time(), UTC) for on in (since, until + timedelta(days=1)))
    asked: Counter[date] = Counter()
    for made_at in session.scalars(
        select(Questions.made_at).where(Questions.made_at >= first, Questions.made_at < end)
    ):
        asked[made_at.date()] += 1
    for on, number in asked.items():
        states[on].append(f"questions {number}")
    return {on: "; ".join(parts) for on, parts in states.items()}


def articles_of(session: Session, day: date) -> list[dict[str, Any]]:
    """Return the rows of one day."""
    sums: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    votes = select(
        ArticleVotes.locale,
        ArticleVotes.slug,
        func.sum(case((ArticleVotes.helpful, 1), else_=0)),
        func.sum(case((ArticleVotes.helpful, 0), else_=1)),
        func.sum(case((ArticleVotes.comment != "", 1), else_=0)),
    )
    voted = votes.where(ArticleVotes.day == day).group_by(ArticleVotes.locale, ArticleVotes.slug)
    for locale, slug, helpful, unhelpful, comments in session.execute(voted):
        sums[locale, slug].update({"helpful": helpful, "unhelpful": unhelpful, "comments": comments})
    left = select(ArticleLeads.locale, ArticleLeads.origin, func.sum(ArticleLeads.times))
    onward = left.where(ArticleLeads.day == day, ArticleLeads.kind == Kind.ARTICLE.value)
    for locale, slug, times in session.execute(onward.group_by(ArticleLeads.locale, ArticleLeads.origin)):
        sums[locale, slug]["onward"] += times
    moment = datetime.combine(day, time(), UTC)
    asked = select(Questions.locale, Questions.slug, func.count()).where(
        Questions.made_at >= moment, Questions.made_at < moment + timedelta(days=1), Questions.slug != ""
    )
    for locale, slug, times in session.execute(asked.group_by(Questions.locale, Questions.slug)):
        sums[locale, slug]["asked"] += times
    opened = select(SearchIntents.clicked, func.count()).where(
        SearchIntents.day == day, SearchIntents.audience == Audience.READER, SearchIntents.clicked != ""
    )
    for name, times in session.execute(opened.group_by(SearchIntents.clicked)):
        locale, _, slug = name.partition("/")
        sums[locale, slug]["found"] += times
    return [
        {"day": day, "locale": locale, "slug": slug, **dict.fromkeys(_MEASURES, 0), **numbers}
        for (locale, slug), numbers in sorted(sums.items())
    ]
