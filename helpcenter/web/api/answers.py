"""Turns what the search floor found into the API's answers; pure functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from helpcenter.search.results import MAX_PAGE
from helpcenter.web.addresses import article_url, topic_url
from helpcenter.web.api.models import (
    Answer,
    ArticleAnswer,
    ArticleLinkModel,
    BestAnswerModel,
    HitModel,
    SearchAnswer,
    SectionHitModel,
    SectionModel,
    SuggestAnswer,
    SuggestionModel,
    TopicModel,
    TranslationModel,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import BestAnswer, Hit, SearchResults, SectionHit, Suggestion

MAX_SUGGEST_BYTES = 2_048
"""Suggestions come with every key: an answer fits into two packets, and nobody reads a longer list anyway."""


def search_answer(results: SearchResults, best: BestAnswer | None, *, truncated: bool) -> SearchAnswer:
    """One page of hits, with the best answer when there is one."""
    request = results.request
    before = (request.page - 1) * request.per_page
    return SearchAnswer(
        query=request.text,
        locale=request.locale,
        page=request.page,
        pages=min(-(-results.total // request.per_page), MAX_PAGE),
        first=before + 1 if results.hits else 0,
        last=before + len(results.hits) if results.hits else 0,
        total=results.total,
        unfiltered=results.unfiltered,
        confidence=results.confidence,
        confidence_score=results.confidence_score,
        sureness=results.confidence_score,
        corrections=results.corrections,
        unmatched_phrases=results.unmatched_phrases,
        unmatched_identifiers=results.unmatched_identifiers,
        truncated=truncated or results.truncated,
        generation=results.generation,
        best_answer=_best_answer(best) if best else None,
        hits=tuple(_hit(hit) for hit in results.hits),
        facets=results.facets,
    )


def suggest_answer(query: str, locale: str, suggestions: Iterable[Suggestion], generation: str) -> SuggestAnswer:
    """Suggestions while typing: the first ones, as many as fit into `MAX_SUGGEST_BYTES` of JSON."""
    empty = SuggestAnswer(query=query, locale=locale, suggestions=(), generation=generation)
    room = MAX_SUGGEST_BYTES - _size(empty)
    fitting = []
    for each in map(_suggestion, suggestions):
        room -= _size(each) + 1  # and a comma
        if room < 0:
            break
        fitting.append(each)
    return replace(empty, suggestions=tuple(fitting))


def _size(answer: Answer) -> int:
    return len(answer.json().encode())


def _suggestion(suggestion: Suggestion) -> SuggestionModel:
    return SuggestionModel(
        locale=suggestion.locale,
        slug=suggestion.slug,
        anchor=suggestion.anchor,
        url=article_url(suggestion.locale, suggestion.slug, suggestion.anchor),
        title=suggestion.title,
        topic=suggestion.about,
        kind=suggestion.kind,
        is_internal=suggestion.is_internal,
    )


def article_answer(article: Article, generation: Generation, also_read: Iterable[str]) -> ArticleAnswer:
    """One article with its headings and translations; `also_read` are slugs of articles in its locale."""
    topic = generation.topic(article.locale, article.topic)
    url = article_url(article.locale, article.slug)
    return ArticleAnswer(
        locale=article.locale,
        slug=article.slug,
        url=url,
        title=article.title,
        summary=article.summary,
        topic=_topic(article.locale, article.topic, topic.title if topic else ""),
        updated=article.updated,
        html=article.html,
        sections=tuple(
            SectionModel(
                anchor=section.anchor,
                heading=section.heading,
                level=section.level,
                url=article_url(article.locale, article.slug, section.anchor),
            )
            for section in article.sections
            if section.anchor
        ),
        translations=tuple(
            TranslationModel(locale=other, url=article_url(other, article.slug))
            for other in generation.translations(article.slug)
            if other != article.locale
        ),
        generation=generation.id,
        published=generation.built_at,
        is_internal=generation.is_internal(article.locale, article.slug),
        also_read=tuple(
            ArticleLinkModel(slug=slug, title=other.title, url=article_url(article.locale, slug))
            for slug in also_read
            if (other := generation.article(article.locale, slug))
        ),
    )


def _hit(hit: Hit) -> HitModel:
    return HitModel(
        locale=hit.locale,
        slug=hit.slug,
        url=article_url(hit.locale, hit.slug),
        title=hit.title,
        summary=hit.summary,
        topic=_topic(hit.locale, hit.topic, hit.topic_title),
        updated=hit.updated,
        score=hit.score,
        sections=tuple(_section(hit, section) for section in hit.sections),
        explanation=hit.explanation,
        kind=hit.kind,
        trail=_trail(hit),
        is_internal=hit.is_internal,
    )


def _best_answer(best: BestAnswer) -> BestAnswerModel:
    hit, excerpt = best.hit, best.excerpt
    return BestAnswerModel(
        locale=hit.locale,
        slug=hit.slug,
        anchor=excerpt.section.anchor,
        url=article_url(hit.locale, hit.slug, excerpt.section.anchor),
        title="".join(fragment.text for fragment in hit.title),
        heading=excerpt.section.heading,
        trail=_trail(hit),
        kind=hit.kind,
        updated=hit.updated,
        html=excerpt.html,
        text=excerpt.text,
        steps=excerpt.steps,
        is_whole=excerpt.is_whole,
    )


def _trail(hit: Hit) -> tuple[TopicModel, ...]:
    return tuple(_topic(hit.locale, name.path, name.title) for name in hit.trail)


def _section(hit: Hit, section: SectionHit) -> SectionHitModel:
    return SectionHitModel(
        anchor=section.anchor,
        heading=section.heading,
        url=article_url(hit.locale, hit.slug, section.anchor),
        snippet=section.snippet,
        score=section.score,
    )


def _topic(locale: str, path: str, title: str) -> TopicModel:
    return TopicModel(path=path, title=title, url=topic_url(locale, path))
