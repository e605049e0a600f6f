"""The addresses that pages of the product read; what they send is in `events` and `progress`."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, current_app, request
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from helpcenter.content.screens import is_path_of
from helpcenter.insights.guide_events import MOST_SCREEN
from helpcenter.search.results import SearchRequest
from helpcenter.web.addresses import EMBED
from helpcenter.web.assets import FOREVER
from helpcenter.web.codings import accepted
from helpcenter.web.embed.answers import article_answer, hint_answer, search_answer, walkthrough_answer, walkthrough_in
from helpcenter.web.embed.crossing import let_in, refuse_strangers
from helpcenter.web.embed.events import take_events
from helpcenter.web.embed.identifying import segment
from helpcenter.web.embed.manifest import manifest as make_manifest
from helpcenter.web.embed.picker import answer_draft, answer_picker
from helpcenter.web.embed.progress import answer_progress
from helpcenter.web.embed.scripts import (
    BUNDLED,
    FOLDER,
    LOADER,
    LOADER_KEEPS,
    PINNED_LOADER,
    module,
    modules,
    send_script,
)
from helpcenter.web.embed.texts import texts
from helpcenter.web.query import readable_query
from helpcenter.web.search_log import preferred, searched
from helpcenter.web.serving import generation, origin, page_tag, serving
from helpcenter.web.transfer import entity_tag, not_modified, send_fresh, send_page

if TYPE_CHECKING:
    from helpcenter.content.article import Article
    from helpcenter.search.generation import Generation
    from helpcenter.search.results import Hit

embed = Blueprint("embed", __name__, url_prefix=EMBED)
embed.before_request(refuse_strangers)
embed.after_request(let_in)

MOST_HITS: Final = 8
_KEEPS: Final = "public, max-age=60, stale-while-revalidate=3600"
_JSON: Final = "application/json"
_HASH_CHARACTERS: Final = 16
_MANIFEST_NAME: Final = re.compile(r"(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})??)(?:-(?P<hash>[0-9a-f]{16}))?")


@embed.get("/guide.js")
def loader() -> Response:
    """The loader, which is looked for anew every few minutes."""
    asset = serving().assets.get(f"{FOLDER}/{LOADER}")
    if asset is None:
        raise NotFound("The guide's scripts are not built. Run npm run build in widget/.")
    return send_script(asset, LOADER_KEEPS)


@embed.get("/guide-<string:version>.js")
def pinned_loader(version: str) -> Response:
    """The loader of this version, which never changes, so that a page can pin it by its hash."""
    asset = serving().assets.get(f"{FOLDER}/{LOADER}")
    if asset is None or f"guide-{version}.js" != PINNED_LOADER:
        raise NotFound(f"This server has {PINNED_LOADER}.")
    return send_script(asset)


@embed.get(f"/<any({', '.join(map(repr, BUNDLED))}):name>")
def bundled(name: str) -> Response:
    """The loader for bundlers, and its types, which are fetched once and kept with the product's own source."""
    asset = serving().assets.get(f"{FOLDER}/{name}")
    if asset is None:
        raise NotFound("The guide's scripts are not built. Run npm run build in widget/.")
    return send_script(asset, LOADER_KEEPS)


@embed.get("/assets/<string:name>")
def asset(name: str) -> Response:
    """A module, by a name that changes with it."""
    found = module(serving().assets, name)
    if found is None:
        raise NotFound("There is no such module; the manifest names those there are.")
    return send_script(found)


@embed.get("/manifest/<string:name>.json")
def manifest(name: str) -> Response:
    """The manifest of a locale, kept for good under the name with its hash."""
    match = _MANIFEST_NAME.fullmatch(name)
    if match is None:
        raise NotFound("A manifest is named after a locale, such as en.json.")
    current = generation()
    locale = nearest_locale(match["locale"], current.locales)
    tag, coding = page_tag(current, f"{EMBED}/manifest/{locale}"), accepted()
    digest = tag[:_HASH_CHARACTERS]
    if match["hash"] and match["hash"] != digest:
        return _gone("The manifest has changed.", digest)
    response = not_modified(tag)
    if response is None:
        page = serving().pages.get(tag, coding) or serving().pages.keep(tag, _manifest(current, locale), coding)
        response = send_page(page, tag, coding, _JSON)
    response.headers["Content-Location"] = f"{EMBED}/manifest/{locale}-{digest}.json"
    return _kept(response, FOREVER if match["hash"] else _KEEPS)


@embed.get("/walkthrough/<string:locale>/<path:slug>.json")
def walkthrough(locale: str, slug: str) -> Response:
    """The steps of a walkthrough, kept for good under its version."""
    current = generation()
    article = _article(current, locale, slug)
    found = walkthrough_in(article, origin()) if article else None
    wanted = request.args.get("v")
    if found is None:
        return _gone("There is no such walkthrough any more.", None)
    if wanted and wanted != found.version:
        return _gone("The walkthrough has changed.", found.version)
    return _json(walkthrough_answer(found), FOREVER if wanted else _KEEPS)


@embed.get("/hint/<string:locale>/<path:slug>.json")
def hint(locale: str, slug: str) -> Response:
    """What a hint shows, kept for good under its version."""
    current = generation()
    article = _article(current, locale, slug)
    kind, wanted = request.args.get("k"), request.args.get("v")
    shown = next((each for each in article.hints if kind in {None, each.kind}), None) if article else None
    if article is None or shown is None:
        return _gone("There is no such hint any more.", None)
    answer = hint_answer(article, shown, origin(), current.guide(article.locale).versions)
    if wanted and wanted != answer["v"]:
        return _gone("The hint has changed.", str(answer["v"]))
    # Whether a task leads to a walkthrough depends on other articles, so this is not kept for good.
    return _json(answer, _KEEPS)


@embed.get("/article/<string:locale>/<path:slug>.json")
def article(locale: str, slug: str) -> Response:
    """An article, to be read in the panel."""
    current = generation()
    found = _article(current, locale, slug)
    if found is None:
        raise NotFound(f"There is no article {slug!r}.")
    version = current.guide(found.locale).versions.get(found.slug)
    return _json(article_answer(found, origin(), version), _KEEPS)


@embed.get("/search")
def search() -> Response:
    """The articles that answer a query, best first."""
    current = generation()
    locale = nearest_locale(request.args.get("locale", ""), current.locales)
    query, _ = readable_query(request.args.get("q", ""))
    wanted = SearchRequest(query, locale, per_page=MOST_HITS, preferred=preferred(locale, query))
    results = current.search(wanted)
    screen, _ = readable_query(request.args.get("screen", "")[:MOST_SCREEN])
    searched(wanted, current, results, screen=screen, segment=segment())

    def is_here(hit: Hit) -> bool:
        article = current.article(hit.locale, hit.slug)
        return article is not None and any(is_path_of(pattern, screen) for pattern in article.screens)

    return _json(search_answer(current.with_questions(results), origin(), is_here), "no-cache")


@embed.route("/progress", methods=["GET", "PUT"])
def progress() -> Response:
    """How far the user of a page is, by a token of the product's backend."""
    return _unkept(answer_progress())


@embed.get("/picker")
def picker() -> Response:
    """What the picker needs before it begins, by a token of the page that opens it."""
    return _unkept(answer_picker())


@embed.post("/draft")
def draft() -> Response:
    """What a draft from the picker becomes; nothing of it is kept."""
    return _unkept(answer_draft())


@embed.post("/events")
def events() -> Response:
    """What happened in the guide, in batches."""
    take_events()
    return Response(status=204, headers={"Cache-Control": "no-store"})


def nearest_locale(wanted: str, offered: tuple[str, ...]) -> str:
    """The offered locale that is meant: itself, one of its language, the site's default, or the first there is."""
    language = wanted.partition("-")[0].lower()
    same_language = [locale for locale in offered if locale.partition("-")[0] == language]
    default = serving().config.default_locale
    if wanted in offered:
        return wanted
    return (same_language or ([default] if default in offered else list(offered)) or [default])[0]


def _article(current: Generation, wanted: str, slug: str) -> Article | None:
    """The article a page means: in its locale, under a former address, or in another language."""
    locale = nearest_locale(wanted, current.locales)
    for other in (locale, *(each for each in current.locales if each != locale)):
        if found := current.article(other, slug) or current.article(other, current.alias(other, slug) or ""):
            return found
    return None


def _manifest(current: Generation, locale: str) -> str:
    assets = modules(serving().assets)
    return _written(make_manifest(locale, current.guide(locale), current.brand, assets, texts(locale)))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _json(value: Any, keeps: str) -> Response:
    body = _written(value)
    tag = entity_tag(body)
    response = not_modified(tag) or send_fresh(body, tag)
    if response.status_code == 200:
        response.mimetype = _JSON
    return _kept(response, keeps)


def _unkept(value: Any) -> Response:
    response = _json(value, "no-store")
    response.headers.remove("ETag")
    return response


def _kept(response: Response, keeps: str) -> Response:
    response.headers["Cache-Control"] = keeps
    return response


def _gone(detail: str, current: str | None) -> Response:
    """404 with the version there is now, so that the script knows what to do."""
    problem = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": detail, "current": current}
    response = current_app.response_class(_written(problem), 404, mimetype="application/problem+json")
    response.headers["Cache-Control"] = "no-store"
    return response
