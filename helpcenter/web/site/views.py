"""The addresses of the help site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, redirect, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.content.article import Kind
from helpcenter.search.layers import switched_off
from helpcenter.search.results import MAX_PAGE, SearchRequest
from helpcenter.web.addresses import (
    article_url,
    feed_url,
    home_url,
    markdown_url,
    opensearch_url,
    picture_url,
    topic_url,
)
from helpcenter.web.also_read import also_read
from helpcenter.web.codings import Effort
from helpcenter.web.locales import language_name, language_name_in, preferred_locale, text_direction
from helpcenter.web.query import readable_query
from helpcenter.web.rendering import render
from helpcenter.web.search_log import preferred, searched, searched_before
from helpcenter.web.security import POLICY_HEADER, policy_with_frames
from helpcenter.web.serving import generation, origin, serving
from helpcenter.web.site.attachments import send_attachment
from helpcenter.web.site.callouts import with_icons
from helpcenter.web.site.errors import TopicInOtherLocale
from helpcenter.web.site.found import day
from helpcenter.web.site.frame import article_frame, home_frame, topic_frame
from helpcenter.web.site.markdown import MARKDOWN, markdown_of
from helpcenter.web.site.pages import home_page, topic_page
from helpcenter.web.site.popular import most_read
from helpcenter.web.site.reading import article_page
from helpcenter.web.site.remembering import keep, known, site_of
from helpcenter.web.site.results import results_page, search_frame, url_of

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState

    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation

site = Blueprint("site", __name__)

WITH_VIDEO = "#video"  # no request has a fragment


@site.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates the addresses and the ways a locale writes dates and names."""
    urls = (article_url, feed_url, opensearch_url, picture_url, topic_url)
    functions = (*urls, day, language_name, language_name_in, text_direction, with_icons)
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
    popular = most_read(current, locale, serving().recording.popularity)
    # Named after what it lists: a new count that leaves the order as it is leaves the page as it is, in every process.
    address = "#".join((home_url(locale), *popular))
    if page := known(current, address):
        return page
    root = current.topic(locale, "")
    if root is None:
        raise NotFound
    frame = home_frame(site_of(current), root)
    return keep(current, address, render("home", home_page(current, frame, root, popular)))


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
        if elsewhere := tuple(other for other in current.locales if current.topic(other, path.rstrip("/"))):
            raise TopicInOtherLocale(path.rstrip("/"), elsewhere)
        raise NotFound
    frame = topic_frame(site_of(current), found)
    return keep(current, topic_url(locale, path), render("topic", topic_page(current, frame, found)))


@site.get("/<locale:locale>/articles/<path:slug>")
def article(locale: str, slug: str) -> Response:
    """An article's page, or a file beside an article."""
    current = _generation_with(locale)
    also = also_read(current, locale, slug, serving().recording.company)
    # Named after what it lists, as the home page is.
    address = "#".join((article_url(locale, slug), *also))
    if page := _known_article(current, address):
        return page
    found = current.article(locale, slug)
    if found is None:
        if attachment := current.attachment(f"{locale}/{slug}"):
            return send_attachment(serving().config.articles, attachment)
        found = _foreign_article(current, locale, slug)
    if found is None:
        return _living_article(current, locale, slug)
    shown = article_page(current, article_frame(site_of(current), found, locale), found, serving().config, also)
    html = render("article", shown)
    if shown.video_hosts:
        return _allow_players(keep(current, address + WITH_VIDEO, html))
    return keep(current, address, html)


@site.get("/<locale:locale>/search")
def search(locale: str) -> Response:
    """The results of a search; works without a script, and its address can be shared."""
    current = _generation_with(locale)
    query, truncated = readable_query(request.args.get("q", ""))
    topic = request.args.get("topic", "")
    kind = request.args.get("kind", "")
    wanted = SearchRequest(
        text=query,
        locale=locale,
        page=min(max(request.args.get("page", 1, type=int), 1), MAX_PAGE + 1),  # the one after the last has nothing
        topic=topic if topic and any(current.topic(each, topic) for each in current.locales) else "",
        kind=next((each for each in Kind if each == kind), None),
        without=switched_off((), exact=request.args.get("exact") == "1"),
        preferred=preferred(locale, query),
        rerank=True,
    )
    address = url_of(wanted)
    address += "#truncated" if truncated else ""
    address += f"#{wanted.preferred}" if wanted.preferred else ""  # it changes within a generation
    if page := known(current, address):
        searched_before(wanted, current, lambda: current.search(wanted))
        return page
    frame = search_frame(site_of(current), wanted)
    results = current.search(wanted)
    searched(wanted, current, results)
    best = current.best_answer(results, article_url)
    html = render("results", results_page(current, frame, results, best, truncated=truncated))
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
    if plain != slug and _foreign_article(current, locale, plain):
        return _moved(article_url(locale, plain))
    if living := next((each for other in current.locales if (each := current.alias(other, plain))), None):
        return _moved(article_url(locale, living))
    raise NotFound


def _foreign_article(current: Generation, locale: str, slug: str) -> Article | None:
    """The article in another locale when this one has neither it nor a former address like it."""
    if current.alias(locale, slug):
        return None
    config = serving().config
    others = sorted(current.translations(slug), key=lambda other: (other != config.default_locale, other))
    return current.article(others[0], slug) if others else None


def _known_article(current: Generation, address: str) -> Response | None:
    """Like `known`, for a page that may have a video, which then has an address of its own in memory."""
    if page := known(current, address):
        return page
    page = known(current, address + WITH_VIDEO)
    return _allow_players(page) if page else None


def _allow_players(response: Response) -> Response:
    response.headers[POLICY_HEADER] = policy_with_frames(serving().config.video_hosts)
    return response


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
