"""The addresses of the help site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.search.layers import switched_off
from helpcenter.search.results import MAX_PAGE, SearchRequest
from helpcenter.web.addresses import (
    article_url,
    feed_url,
    home_url,
    markdown_url,
    opensearch_url,
    picture_url,
    search_url,
    topic_url,
)
from helpcenter.web.codings import Effort
from helpcenter.web.locales import language_name, preferred_locale, text_direction
from helpcenter.web.query import readable_query
from helpcenter.web.rendering import render
from helpcenter.web.serving import generation, origin, serving
from helpcenter.web.site.attachments import send_attachment
from helpcenter.web.site.errors import ArticleInOtherLocale
from helpcenter.web.site.found import day
from helpcenter.web.site.frame import article_frame, home_frame, search_frame, topic_frame
from helpcenter.web.site.markdown import MARKDOWN, markdown_of
from helpcenter.web.site.pages import article_page, home_page, results_page, topic_page
from helpcenter.web.site.remembering import keep, known, site_of

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

site = Blueprint("site", __name__)


@site.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates the addresses and the ways a locale writes dates and names."""
    functions = (article_url, feed_url, opensearch_url, picture_url, topic_url, day, language_name, text_direction)
    state.app.jinja_env.globals.update({function.__name__: function for function in functions})


@site.get("/")
def root() -> Response:
    """Leads to the home page in the reader's language."""
    locale = preferred_locale(generation().locales, serving().config.default_locale)
    response = redirect(home_url(locale), 302)
    response.headers["Vary"] = "Accept-Language"
    return response


@site.get("/<locale:locale>/")
def home(locale: str) -> Response:
    """The home page of a locale."""
    current = _generation_with(locale)
    if page := known(current, home_url(locale)):
        return page
    root = current.topic(locale, "")
    if root is None:
        raise NotFound
    frame = home_frame(site_of(current), root)
    return keep(current, home_url(locale), render("home", home_page(current, frame, root)))


@site.get("/<locale:locale>/topics/<path:path>")
def topic(locale: str, path: str) -> Response:
    """A topic's page."""
    current = _generation_with(locale)
    if page := known(current, topic_url(locale, path)):
        return page
    found = current.topic(locale, path)
    if found is None:
        if path.endswith("/") and current.topic(locale, path.rstrip("/")):
            return _moved(topic_url(locale, path.rstrip("/")))
        raise NotFound
    frame = topic_frame(site_of(current), found)
    return keep(current, topic_url(locale, path), render("topic", topic_page(frame, found)))


@site.get("/<locale:locale>/articles/<path:slug>")
def article(locale: str, slug: str) -> Response:
    """An article's page, or a file beside an article."""
    current = _generation_with(locale)
    if page := known(current, article_url(locale, slug)):
        return page
    found = current.article(locale, slug)
    if found is None:
        if attachment := current.attachment(f"{locale}/{slug}"):
            return send_attachment(serving().config.articles, attachment)
        return _living_article(current, locale, slug)
    frame = article_frame(site_of(current), found)
    return keep(current, article_url(locale, slug), render("article", article_page(current, frame, found)))


@site.get("/<locale:locale>/search")
def search(locale: str) -> Response:
    """The results of a search; works without a script, and its address can be shared."""
    current = _generation_with(locale)
    query, truncated = readable_query(request.args.get("q", ""))
    topic = request.args.get("topic", "")
    wanted = SearchRequest(
        text=query,
        locale=locale,
        page=min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE),
        topic=topic if topic and current.topic(locale, topic) else "",
        without=switched_off((), exact=request.args.get("exact") == "1"),
    )
    address = search_url(locale, query, page=wanted.page, topic=wanted.topic, exact=bool(wanted.without))
    address += "#truncated" if truncated else ""
    if page := known(current, address):
        return page
    frame = search_frame(site_of(current), wanted)
    results = current.search(wanted)
    html = render("results", results_page(current, frame, results, truncated=truncated))
    # What the model was too slow for may be better the next time, so nobody keeps it.
    return keep(current, address, html, Effort.FAST) if results.complete else Response(html, mimetype="text/html")


def _generation_with(locale: str) -> Generation:
    current = generation()
    if locale not in current.locales:
        raise NotFound
    return current


def _living_article(current: Generation, locale: str, slug: str) -> Response:
    """An article as Markdown, or the way to where an article is now, in one step."""
    plain = slug.rstrip("/").removesuffix(".md").removesuffix(".html")
    as_markdown = slug.endswith(".md")
    if plain != slug and (article := current.article(locale, plain)):
        return _as_markdown(current, article) if as_markdown else _moved(article_url(locale, plain))
    if living := current.alias(locale, plain):
        return _moved(markdown_url(locale, living) if as_markdown else article_url(locale, living))
    if elsewhere := current.translations(plain):
        raise ArticleInOtherLocale(plain, elsewhere)
    raise NotFound


def _as_markdown(current: Generation, article: Article) -> Response:
    """The article's source; search engines are led to the page."""
    address = f"{markdown_url(article.locale, article.slug)}#markdown"  # the article's view asks for the address itself
    page = known(current, address, MARKDOWN)
    page = page or keep(current, address, markdown_of(article, origin()), mimetype=MARKDOWN)
    page.headers["Link"] = f'<{origin()}{article_url(article.locale, article.slug)}>; rel="canonical"'
    page.headers["X-Robots-Tag"] = "noindex"
    return page


def _moved(url: str) -> Response:
    query = request.query_string.decode("ascii", "ignore")
    return redirect(f"{url}?{query}" if query else url, 301)
