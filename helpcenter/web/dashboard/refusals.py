"""Why a gap, or an article, was not changed as somebody asked: in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext

from helpcenter.content.hindrances import Hindrance
from helpcenter.errors import ChangeError, ContentError, GapError, IndexUnavailableError
from helpcenter.insights.gaps.refusals import Refusal
from helpcenter.insights.gaps.states import State
from helpcenter.insights.gaps.working import GapChangedError
from helpcenter.web.dashboard.gap_texts import state_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from helpcenter.errors import HelpCenterError, ToldError


def told_of(error: HelpCenterError) -> str:
    """Why a change was not made, and what to do about it."""
    match error:
        case GapChangedError():
            return _first(error)
        case GapError():
            return _sentence(error, refusal_texts())
        case ChangeError():
            return _sentence(error, hindrance_texts())
        case ContentError() | IndexUnavailableError():
            return str(gettext("The articles cannot be read at the moment. Please try again in a little while."))
        case _:
            return str(gettext("searches.yml in the articles folder has errors. helpcenter check shows them all."))


def _first(error: GapChangedError) -> str:
    who = error.by.name if error.by else gettext("The help center")
    return str(
        gettext(
            "%(name)s was first and changed this gap a moment ago. This is how it stands now; nothing of yours was "
            "written.",
            name=who,
        )
    )


def _sentence(error: ToldError, texts: Mapping[str, str]) -> str:
    text = texts.get(error.reason)
    return text % _written(error.facts) if text else str(error)


def _written(facts: Mapping[str, str | int]) -> dict[str, str]:
    """Facts as people write them: states by their titles, thousands with a comma."""
    written = {name: f"{value:,}" if isinstance(value, int) else value for name, value in facts.items()}
    states = {name: state_title(State(str(facts[name]))) for name in ("state", "wanted") if name in facts}
    return written | states


def refusal_texts() -> dict[str, str]:
    """A sentence for each refusal, with the names of its facts."""
    texts = {
        Refusal.NO_GAP: gettext("There is no such gap any more."),
        Refusal.NO_ACCOUNT: gettext("Only somebody with an account can take a gap."),
        Refusal.NO_SUCH_OWNER: gettext("That account is not in use any more. Choose somebody else."),
        Refusal.NOT_THERE: gettext("From “%(state)s” it cannot become “%(wanted)s”."),
        Refusal.CLOSED: gettext("Its state is “%(state)s”. Open it again first."),
        Refusal.NO_ANSWER: gettext("Say which article answers it, as language and path, such as en/billing/refund."),
        Refusal.NO_REASON: gettext("Please say why it stays as it is, so that others need not ask."),
        Refusal.NO_OWNER: gettext("Say first who looks after it."),
        Refusal.OTHER_CLOSED: gettext(
            "The state of gap %(gap)s is “%(state)s”. Open it again before another one is merged into it."
        ),
        Refusal.NOBODY_SAYS: gettext("Only somebody with an account can say what answers a gap."),
        Refusal.OTHER_ANSWER: gettext("%(article)s is to answer the gap by now. Read that one."),
        Refusal.NO_SECTION: gettext("%(article)s has no such section any more. Choose another one."),
        Refusal.TEXT_CHANGED: gettext("%(article)s was changed while you read it. This is how it reads now."),
        Refusal.NO_QUERIES: gettext("Choose the queries that are about something else."),
        Refusal.ALL_QUERIES: gettext("These are all its queries. Merge the gap into another one instead."),
        Refusal.OTHER_QUERIES: gettext("The gap has one of these queries no more. This is how it stands now."),
        Refusal.ITSELF: gettext("This is one and the same gap. Choose another one."),
        Refusal.NO_COMMENT: gettext("The comment is empty. Write something first."),
        Refusal.LONG_TEXT: gettext("The text has %(length)s characters; %(most)s is the most. Please shorten it."),
        Refusal.TITLE: gettext("A title has 1 to %(most)s characters. Please write one that fits."),
    }
    return {str(reason): str(text) for reason, text in texts.items()}


def hindrance_texts() -> dict[str, str]:
    """A sentence for each hindrance, with the names of its facts."""
    texts = {
        Hindrance.CHANGED: gettext("%(path)s was changed by somebody meanwhile. Look at it and try again."),
        Hindrance.UNWRITABLE: gettext("%(path)s cannot be written (%(cause)s). Take the patch instead."),
        Hindrance.UNREADABLE: gettext("%(path)s cannot be read (%(cause)s)."),
        Hindrance.NOT_UTF8: gettext("%(path)s is not UTF-8. helpcenter check tells how to mend it."),
        Hindrance.NO_PATH: gettext(
            "“%(path)s” cannot be the path of an article. Write language, topic and a short name with slashes between "
            "them, such as en/billing/refund."
        ),
        Hindrance.OUTSIDE: gettext("%(path)s leads out of the articles folder, so nothing is written there."),
        Hindrance.GONE: gettext("There is no article %(path)s any more. Choose another one, or write a new one."),
        Hindrance.THERE: gettext("%(path)s is there already. Add questions to it, or choose another path."),
        Hindrance.FRONT_MATTER: gettext(
            "%(path)s has errors in its front matter, the first in line %(line)s. Mend them first; helpcenter check "
            "tells how."
        ),
        Hindrance.HAS_THEM: gettext("%(path)s has these questions already."),
        Hindrance.BY_HAND: gettext(
            "%(path)s is written in a way that only its writer should change. Add them by hand."
        ),
        Hindrance.PATTERN: gettext(
            "The question “%(question)s” cannot be read, from character %(column)s on. Put a backslash before a sign "
            "that is meant as it stands."
        ),
        Hindrance.NO_QUESTION: gettext("Write at least one question."),
        Hindrance.NO_DRAFT: gettext("With this path and title it cannot become an article. Please change them."),
    }
    return {str(reason): str(text) for reason, text in texts.items()}
