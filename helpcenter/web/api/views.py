"""The addresses of the API."""

from __future__ import annotations

import json
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound, TooManyRequests
from werkzeug.wrappers import Response

from helpcenter import __version__
from helpcenter.insights.searches.events import SearchSurface
from helpcenter.search.results import SearchRequest
from helpcenter.search.suggesting import MAX_TYPED_CHARACTERS
from helpcenter.web.addresses import API, article_url
from helpcenter.web.also_read import also_read
from helpcenter.web.api.answers import article_answer, search_answer, suggest_answer
from helpcenter.web.api.models import (
    Answer,
    ArticleAnswer,
    FieldError,
    HealthAnswer,
    SearchAnswer,
    SuggestAnswer,
    VoteAnswer,
)
from helpcenter.web.api.openapi import Operation, openapi_document
from helpcenter.web.api.parameters import (
    InvalidParametersError,
    LeftBody,
    OpenedBody,
    SearchParameters,
    SuggestParameters,
    VoteBody,
    read_body,
    read_parameters,
)
from helpcenter.web.forms import readable_text
from helpcenter.web.limiting import EVENTS, reader_address
from helpcenter.web.query import readable_query
from helpcenter.web.search_log import abandoned, chosen, clicked, preferred, searched
from helpcenter.web.serving import generation, page_tag, serving
from helpcenter.web.transfer import entity_tag, not_modified, send_fresh
from helpcenter.web.voting import article_to_vote_on, cast, visit_of

api = Blueprint("api", __name__, url_prefix=API)


def search() -> Response:
    """Articles that answer a query."""
    asked = read_parameters(SearchParameters)
    current = generation()
    _offered(asked.locale, current.locales)
    query, truncated = readable_query(asked.q)
    wanted = SearchRequest(
        query,
        asked.locale,
        page=asked.page,
        topic=asked.topic,
        kind=asked.kind,
        explain=asked.explain,
        without=asked.layers_off,
        preferred=preferred(asked.locale, query),
        rerank=True,
    )
    results = current.search(wanted)
    searched(wanted, current, results)
    best = current.best_answer(results, article_url)
    return _answer(search_answer(results, best, truncated=truncated), *map(str, wanted.preferred))


def suggest() -> Response:
    """Suggestions for what a reader has typed so far."""
    asked = read_parameters(SuggestParameters)
    current = generation()
    _offered(asked.locale, current.locales)
    query, _ = readable_query(asked.q[:MAX_TYPED_CHARACTERS])
    suggestions = current.suggest(query, asked.locale, asked.limit, serving().recording.popularity) if query else ()
    body = suggest_answer(query, asked.locale, suggestions, current.id).json()
    return _json(body, entity_tag(body))  # popularity changes it within a generation


def article(locale: str, slug: str) -> Response:
    """One article."""
    current = generation()
    found = current.article(locale, slug)
    if found is None:
        if living := current.alias(locale, slug):
            return redirect(f"{API}/articles/{locale}/{quote(living)}", 301)
        raise NotFound(f"There is no article {slug!r} in {locale!r}.")
    also = also_read(current, locale, slug, serving().recording.company)
    return _answer(article_answer(found, current, also), *also)


def vote(locale: str, slug: str) -> Response:
    """Whether an article helped."""
    article = article_to_vote_on(locale, slug)
    given = read_body(VoteBody)
    visit = visit_of(given.visit)
    cast(visit, article, helpful=given.helpful, comment=readable_text(given.comment))
    response = Response(VoteAnswer(helpful=given.helpful, visit=visit.token).json())
    response.mimetype = "application/json"
    response.headers["Cache-Control"] = "no-store"
    return response


def opened() -> Response:
    """A result that a reader opens."""
    body = read_body(OpenedBody)
    if not serving().limiter.allows(EVENTS, reader_address()):
        raise TooManyRequests(retry_after=EVENTS.seconds)
    query, _ = readable_query(body.query)
    if query and generation().has_article(body.locale, body.slug):
        article = f"{body.locale}/{body.slug}"
        if body.suggested or body.asking:
            surface = SearchSurface.FORM if body.asking else SearchSurface.SITE
            chosen(query, body.locale, article, body.rank, surface)
        else:
            clicked(query, article, body.rank)
    return Response(status=204, headers={"Cache-Control": "no-store"})


def left() -> Response:
    """Words with which a reader leaves a page."""
    body = read_body(LeftBody)
    if not serving().limiter.allows(EVENTS, reader_address()):
        raise TooManyRequests(retry_after=EVENTS.seconds)
    query, _ = readable_query(body.query)
    if query and body.locale in generation().locales:
        abandoned(query, body.locale, body.suggestions)
    return Response(status=204, headers={"Cache-Control": "no-store"})


def health() -> Response:
    """Whether this server answers, and what it does without."""
    current, recording = generation(), serving().recording
    answer = HealthAnswer(
        generation=current.id,
        published=current.built_at,
        articles=current.article_count,
        database="unavailable" if recording.database.problem else "ok",
    )
    response = _json(answer.json(), entity_tag(answer.json()))
    response.headers["Cache-Control"] = "no-store"
    return response


def openapi() -> Response:
    """This document."""
    document = openapi_document(OPERATIONS, title=serving().config.site_name, version=__version__)
    return _json(json.dumps(document, ensure_ascii=False), serving().release)


OPERATIONS = (
    Operation(
        path="/search",
        view=search,
        summary="Articles that answer a query, best first",
        answer=SearchAnswer,
        parameters=SearchParameters,
        statuses=(304, 400, 503),
    ),
    Operation(
        path="/suggest",
        view=suggest,
        summary="Suggestions for what a reader has typed so far",
        answer=SuggestAnswer,
        parameters=SuggestParameters,
        statuses=(304, 400, 503),
    ),
    Operation(
        path="/articles/<string:locale>/<path:slug>",
        view=article,
        summary="One article",
        answer=ArticleAnswer,
        path_parameters=(
            ("locale", "The article's locale."),
            ("slug", "The article's path below its locale, without .md; may contain slashes."),
        ),
        statuses=(301, 304, 404, 503),
    ),
    Operation(
        path="/articles/<string:locale>/<path:slug>/vote",
        view=vote,
        summary="Whether an article helped",
        answer=VoteAnswer,
        method="POST",
        body=VoteBody,
        path_parameters=(
            ("locale", "The article's locale."),
            ("slug", "The article's path below its locale, without .md; may contain slashes."),
        ),
        statuses=(400, 403, 404, 413, 415, 429, 503),
    ),
    Operation(
        path="/opened",
        view=opened,
        summary="Tell that a reader opens a result or a suggestion",
        answer=None,
        is_silent=True,
        method="POST",
        body=OpenedBody,
        statuses=(400, 413, 415, 429),
    ),
    Operation(
        path="/left",
        view=left,
        summary="Tell that a reader leaves with words typed and no suggestion taken",
        answer=None,
        is_silent=True,
        method="POST",
        body=LeftBody,
        statuses=(400, 413, 415, 429),
    ),
    Operation(
        path="/health",
        view=health,
        summary="Whether this server answers, and what it does without",
        answer=HealthAnswer,
        statuses=(304, 503),
    ),
    Operation(path="/openapi.json", view=openapi, summary="This document", answer=None, statuses=(304,)),
)

for operation in OPERATIONS:
    api.add_url_rule(operation.path, operation.name, operation.view, methods=[operation.method])


def _offered(locale: str, locales: tuple[str, ...]) -> None:
    if locale not in locales:
        detail = f"There are no articles in this locale; there are in {', '.join(locales)}."
        raise InvalidParametersError((FieldError(parameter="locale", detail=detail),))


def _answer(answer: Answer, *counted: str) -> Response:
    """An answer that changes with the generation, with the address and with what is counted."""
    return _json(answer.json(), page_tag(generation(), "#".join((request.full_path, *counted))))


def _json(body: str, tag: str) -> Response:
    response = not_modified(tag) or send_fresh(body, tag)
    response.mimetype = "application/json"
    return response
