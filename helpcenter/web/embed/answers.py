"""Turns articles and what a search found into what the guide shows; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from helpcenter.content.article import Kind
from helpcenter.content.guide import hint_version, lead_of
from helpcenter.content.hint import HintKind
from helpcenter.content.nodes import nodes_of
from helpcenter.content.tasks import tasks_of
from helpcenter.content.walkthrough import walkthrough_of
from helpcenter.web.addresses import article_url

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from helpcenter.content.article import Article
    from helpcenter.content.hint import Hint
    from helpcenter.content.walkthrough import Walkthrough, WalkthroughStep
    from helpcenter.search.results import Hit, SearchResults


SCREEN_BONUS: Final = 0.05
"""What being about the reader's screen adds to an article, as a share of the best one's score."""


def walkthrough_in(article: Article, origin: str) -> Walkthrough | None:
    """The walkthrough an article is, with whole addresses."""
    return walkthrough_of(article, base=origin, page=article_url(article.locale, article.slug))


def walkthrough_answer(walkthrough: Walkthrough) -> dict[str, Any]:
    """A walkthrough with all its steps."""
    return {
        "s": walkthrough.slug,
        "v": walkthrough.version,
        "t": walkthrough.title,
        "intro": walkthrough.intro,
        "steps": [_step(step) for step in walkthrough.steps],
    }


def _step(step: WalkthroughStep) -> dict[str, Any]:
    return {
        "id": step.id,
        "t": step.title,
        "body": step.body,
        "targets": step.step.targets,
        "advance": step.step.advance,
        "missing": step.missing,
        "screen": step.step.screen or None,
        "go": {choice.text: choice.step for choice in step.step.choices} or None,
        "then": step.step.then or None,
    }


def article_answer(article: Article, origin: str, version: str | None) -> dict[str, Any]:
    """An article to be read in the panel; `version` is that of the walkthrough it is, if any."""
    page = article_url(article.locale, article.slug)
    return {
        "slug": article.slug,
        "locale": article.locale,
        "title": article.title,
        "body": nodes_of(article.html, base=origin, page=page),
        "url": origin + page,
        "sections": [{"anchor": each.anchor, "title": each.heading} for each in article.sections if each.anchor],
        "walkthrough": version,
    }


def hint_answer(article: Article, hint: Hint, origin: str, versions: Mapping[str, str]) -> dict[str, Any]:
    """What a hint shows; `versions` has the walkthroughs that tasks of a checklist may lead to."""
    page = article_url(article.locale, article.slug)
    answer: dict[str, Any] = {
        "s": article.slug,
        "k": hint.kind,
        "v": hint_version(article, hint),
        "t": article.title,
        "body": () if hint.kind is HintKind.CHECKLIST else nodes_of(lead_of(article), base=origin, page=page),
        "url": origin + page,
    }
    if hint.kind is HintKind.CHECKLIST:
        answer["items"] = [
            {
                "t": task.text,
                "walkthrough": task.slug if task.slug in versions else None,
                "event": task.event or None,
                "url": (origin + task.href if task.href.startswith("/") else task.href) or None,
            }
            for task in tasks_of(article.html)
        ]
    if hint.kind is HintKind.SURVEY:
        answer |= {"question": hint.question, "scale": hint.scale}
        if any(section.step for section in article.sections):
            answer["body"] = ()  # the walkthrough's opening has nothing to do with it
    return answer


def search_answer(results: SearchResults, origin: str, is_here: Callable[[Hit], bool]) -> dict[str, Any]:
    """What a search found, in a few words each; of nearly equal articles, those of the reader's screen come first."""
    best = max((hit.score for hit in results.hits), default=0.0)
    bonus = best * SCREEN_BONUS
    hits = sorted(results.hits, key=lambda hit: -hit.score - bonus * is_here(hit))
    return {"results": [_hit(hit, origin) for hit in hits], "outcome": results.confidence}


def _hit(hit: Hit, origin: str) -> dict[str, Any]:
    best = hit.sections[0] if hit.sections else None
    anchor = best.anchor if best else ""
    found = {
        "title": "".join(fragment.text for fragment in hit.title),
        "slug": hit.slug,
        "locale": hit.locale,
        "anchor": anchor,
        "snippet": [[fragment.text, fragment.marked] for fragment in best.snippet] if best else [],
        "url": origin + article_url(hit.locale, hit.slug, anchor),
    }
    if hit.question:
        found["question"] = [[fragment.text, fragment.marked] for fragment in hit.question]
    return found | ({"walkthrough": True} if hit.kind is Kind.WALKTHROUGH else {})
