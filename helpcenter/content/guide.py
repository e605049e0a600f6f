"""What the product has to know of a locale's articles before it shows anything: screens, walkthroughs, hints."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from helpcenter.content.hint import Hint, HintKind
from helpcenter.content.step import WalkthroughStart
from helpcenter.content.walkthrough import walkthrough_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from helpcenter.content.article import Article


@dataclass(frozen=True, slots=True)
class ScreenArticle:
    """An article about some screens."""

    slug: str
    title: str
    screens: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WalkthroughEntry:
    """A walkthrough before it starts; `first` is the best target of its first step, `steps` how many it has."""

    slug: str
    title: str
    version: str
    screens: tuple[str, ...]
    start: WalkthroughStart
    steps: int
    first: str


@dataclass(frozen=True, slots=True)
class HintEntry:
    """A hint before it is shown; `after` is the slug of the walkthrough that a survey follows, "" for none."""

    slug: str
    title: str
    version: str
    screens: tuple[str, ...]
    hint: Hint
    after: str


@dataclass(frozen=True, slots=True)
class Guide:
    """One locale's articles as the product sees them, by slug. `versions` are those of the walkthroughs."""

    articles: tuple[ScreenArticle, ...] = ()
    walkthroughs: tuple[WalkthroughEntry, ...] = ()
    hints: tuple[HintEntry, ...] = ()

    @property
    def versions(self) -> Mapping[str, str]:
        """The version of each walkthrough by its slug."""
        return {entry.slug: entry.version for entry in self.walkthroughs}


def guide_of(articles: Iterable[Article]) -> Guide:
    """The guide of the articles of one locale."""
    listed: list[ScreenArticle] = []
    walkthroughs: list[WalkthroughEntry] = []
    hints: list[HintEntry] = []
    for article in articles:
        walkthrough = walkthrough_of(article)
        if walkthrough:
            first = walkthrough.steps[0].step.targets[0]
            walkthroughs.append(
                WalkthroughEntry(
                    article.slug,
                    article.title,
                    walkthrough.version,
                    article.screens,
                    walkthrough.start,
                    len(walkthrough.steps),
                    first,
                )
            )
        elif article.screens and not _is_only_shown(article):
            listed.append(ScreenArticle(article.slug, article.title, article.screens))
        after = article.slug if walkthrough else ""
        hints.extend(_entry(article, hint, after) for hint in article.hints)
    return Guide(tuple(listed), tuple(walkthroughs), tuple(hints))


def _is_only_shown(article: Article) -> bool:
    """Whether an article's screens are those of a hint, so that the panel need not offer it there too."""
    return any(hint.kind in {HintKind.CHECKLIST, HintKind.SURVEY} for hint in article.hints)


def _entry(article: Article, hint: Hint, after: str) -> HintEntry:
    is_survey = hint.kind is HintKind.SURVEY
    screens = () if is_survey and after else article.screens
    return HintEntry(
        article.slug, article.title, hint_version(article, hint), screens, hint, after if is_survey else ""
    )


def hint_version(article: Article, hint: Hint) -> str:
    """Changes exactly when a reader would see something else."""
    shown = article.html if hint.kind is HintKind.CHECKLIST else lead_of(article)
    seen = repr((article.title, hint.kind, hint.targets, hint.question, hint.scale, shown))
    return hashlib.sha256(seen.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def lead_of(article: Article) -> str:
    """What stands before the first heading of an article, sanitised."""
    return "".join(section.html for section in article.sections[:1] if not section.anchor)
