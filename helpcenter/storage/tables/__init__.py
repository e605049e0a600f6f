"""The tables. What their rows mean is said by the module of `insights` or `accounts` that writes them."""

from helpcenter.storage.tables.base import Base, UtcDateTime
from helpcenter.storage.tables.demo import DemoData
from helpcenter.storage.tables.feedback import ArticleVotes, Questions
from helpcenter.storage.tables.gaps import AskedDays, GapHistory, GapQueries, Gaps, GapsApart
from helpcenter.storage.tables.guide import GuideEvents, GuideProgress
from helpcenter.storage.tables.people import InvitationRow, UserRow
from helpcenter.storage.tables.recording import AppliedBatch, ArticleLeads, ArticleViews
from helpcenter.storage.tables.rollups import (
    AdoptionDays,
    ArticleDays,
    GuideDays,
    QueryDays,
    RolledDays,
    SearchDays,
    SearchMeasures,
)
from helpcenter.storage.tables.searches import SearchIntents, VisitorKeys

__all__ = [
    "AdoptionDays",
    "AppliedBatch",
    "ArticleDays",
    "ArticleLeads",
    "ArticleViews",
    "ArticleVotes",
    "AskedDays",
    "Base",
    "DemoData",
    "GapHistory",
    "GapQueries",
    "Gaps",
    "GapsApart",
    "GuideDays",
    "GuideEvents",
    "GuideProgress",
    "InvitationRow",
    "QueryDays",
    "Questions",
    "RolledDays",
    "SearchDays",
    "SearchIntents",
    "SearchMeasures",
    "UserRow",
    "UtcDateTime",
    "VisitorKeys",
]
