"""What the picker asks: its own words, and what a draft of a walkthrough becomes. Nothing that it sends is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from flask_babel import force_locale, gettext
from pydantic import BaseModel, ConfigDict, StringConstraints
from werkzeug.exceptions import TooManyRequests

from helpcenter.content.drafts import read_draft
from helpcenter.web.embed.answers import walkthrough_answer, walkthrough_in
from helpcenter.web.embed.bodies import read_json
from helpcenter.web.embed.picker_texts import picker_texts
from helpcenter.web.limiting import DRAFTS, reader_address
from helpcenter.web.locales import babel_name
from helpcenter.web.picking import picking
from helpcenter.web.serving import origin, serving

if TYPE_CHECKING:
    from helpcenter.content.problems import Problem

MOST_DRAFT_BYTES: Final = 56 * 1024


class DraftForm(BaseModel):
    """The Markdown of a walkthrough, or of a part of one."""

    model_config = ConfigDict(extra="forbid", strict=True)

    markdown: Annotated[str, StringConstraints(min_length=1, max_length=MOST_DRAFT_BYTES)]


def answer_picker() -> dict[str, Any]:
    """What the picker says, to the writer whose token was sent."""
    who = picking()
    return {"name": who.user.name, "locale": who.locale, "texts": picker_texts(who.locale)}


def answer_draft() -> dict[str, Any]:
    """The walkthrough that a draft is, if it is one, and all that `helpcenter check` would say about it.

    Raises:
        TooManyRequests: this address has sent too many lately.
        BadRequest: it is not what is expected.
        RequestEntityTooLarge: it is longer than any walkthrough.
    """
    locale = picking().locale
    if not serving().limiter.allows(DRAFTS, reader_address()):
        raise TooManyRequests("That were many drafts. Try again in a few minutes.", retry_after=DRAFTS.seconds)
    form = read_json(DraftForm, MOST_DRAFT_BYTES)
    with force_locale(babel_name(locale)):
        title = gettext("Draft")
    draft = read_draft(form.markdown, locale=locale, title=title, folder=serving().config.articles)
    walkthrough = walkthrough_in(draft.article, origin()) if draft.article else None
    return {
        "walkthrough": walkthrough_answer(walkthrough) if walkthrough else None,
        "problems": [_problem(each) for each in draft.problems],
    }


def _problem(problem: Problem) -> dict[str, Any]:
    return {
        "severity": problem.severity,
        "line": problem.line,
        "message": problem.message,
        "suggestion": problem.suggestion,
    }
