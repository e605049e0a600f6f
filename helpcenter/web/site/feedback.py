"""The addresses of votes on articles: a form on every article, and a small page that thanks."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from flask import Blueprint, redirect, request
from werkzeug.exceptions import BadRequest

from helpcenter.content.article import Article
from helpcenter.insights.votes import MAX_COMMENT
from helpcenter.web.addresses import article_url, feedback_url
from helpcenter.web.forms import is_from_a_program, typed
from helpcenter.web.security import is_proven_own
from helpcenter.web.serving import generation, serving
from helpcenter.web.site.bare import bare_frame, send_once
from helpcenter.web.site.frame import Frame
from helpcenter.web.voting import VISIT_SECONDS, Visit, article_to_vote_on, cast, visit_of

if TYPE_CHECKING:
    from flask.sansio.blueprints import BlueprintSetupState
    from werkzeug.wrappers import Response

feedback = Blueprint("feedback", __name__)

COOKIE: Final = "hc_visit"
_VOTES: Final = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class FeedbackPage:
    """What follows a vote, or asks for one; `problem` says why a comment was not taken."""

    frame: Frame
    article: Article
    token: str
    helpful: bool | None
    is_counted: bool = True
    comment: str = ""
    problem: str = ""
    is_done: bool = False
    title: str = ""

    @property
    def article_url(self) -> str:
        """Where the article is."""
        return article_url(self.frame.locale, self.article.slug)


@feedback.record_once
def offer_to_templates(state: BlueprintSetupState) -> None:
    """Gives templates the address of the form and the longest comment."""
    state.app.jinja_env.globals.update(feedback_url=feedback_url, MAX_COMMENT=MAX_COMMENT)


@feedback.get("/<locale:locale>/feedback/<path:slug>")
def show(locale: str, slug: str) -> Response:
    """Thanks for a vote, asks for a comment; without a vote, asks for that."""
    article = article_to_vote_on(locale, slug)
    token = request.args.get("t", "")
    frame = bare_frame(generation(), locale)
    _, helpful = _ballot(token, article)
    if helpful is None:
        blank = _ballot_token(visit_of(request.cookies.get(COOKIE, "")), article, None)
        wanted = _VOTES.get(request.args.get("helpful", ""))
        return send_once("feedback", FeedbackPage(frame, article, blank, wanted, is_counted=False))
    is_done = request.args.get("done") == "1"
    return send_once("feedback", FeedbackPage(frame, article, token, helpful, is_done=is_done))


@feedback.post("/<locale:locale>/feedback/<path:slug>")
def vote(locale: str, slug: str) -> Response:
    """Counts a vote, or takes the comment that goes with it."""
    article = article_to_vote_on(locale, slug)
    visit, voted = _ballot(request.form.get("t", ""), article)
    helpful = _VOTES.get(request.form.get("helpful", ""), voted)
    if helpful is None:
        raise BadRequest
    here = feedback_url(locale, article.slug)
    if visit is None and not is_proven_own():
        # A browser that does not say where the form stood: the page that follows has a token to prove it.
        return redirect(f"{here}?helpful={'yes' if helpful else 'no'}", HTTPStatus.SEE_OTHER)
    visit = visit or visit_of(request.cookies.get(COOKIE, ""))
    token = _ballot_token(visit, article, helpful)
    comment = typed("comment")
    is_long = len(comment) > MAX_COMMENT
    if not is_from_a_program():
        cast(visit, article, helpful=helpful, comment="" if is_long else comment)
    if is_long:
        page = FeedbackPage(bare_frame(generation(), locale), article, token, helpful, comment=comment, problem="long")
        return send_once("feedback", page, HTTPStatus.UNPROCESSABLE_ENTITY)
    response = redirect(f"{here}?t={token}{'&done=1' if comment else ''}", HTTPStatus.SEE_OTHER)
    response.set_cookie(COOKIE, visit.token, secure=request.is_secure, httponly=True, samesite="Lax")
    return response


def _ballot(token: str, article: Article) -> tuple[Visit | None, bool | None]:
    """The visit and the vote of a token given for this article."""
    match serving().signing.read("vote", token, VISIT_SECONDS) if token else None:
        case [str(visit), article.locale, article.slug, bool() | None as helpful]:
            return Visit(visit), helpful
    return None, None


def _ballot_token(visit: Visit, article: Article, helpful: bool | None) -> str:
    return serving().signing.sign("vote", [visit.id, article.locale, article.slug, helpful])
