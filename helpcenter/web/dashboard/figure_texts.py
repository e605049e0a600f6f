"""What the figures are called, and how they come about, in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext

from helpcenter.insights.figures import BETTER_WHEN_LOWER, Figure, Kind
from helpcenter.web.dashboard.tables import Form
from helpcenter.web.dashboard.writing import written


@dataclass(frozen=True, slots=True)
class FigureCard:
    """A figure as it is shown: its name, its value, how it comes about, and what it was before.

    `tone` says whether it became better (good) or worse (warn), `direction` whether it rose or fell.
    """

    kind: str
    name: str
    value: str
    formula: str
    fraction: str
    before: str
    direction: str
    tone: str
    is_estimate: bool


def card_of(figure: Figure, before: Figure, locale: str) -> FigureCard:
    """The card of a figure beside the one of as many days before."""
    form = Form.SHARE if figure.is_share else Form.DECIMAL
    now, then = figure.value, before.value
    value, earlier = written(now, form, locale), written(then, form, locale)
    direction = "" if now is None or then is None or value == earlier else "up" if now > then else "down"
    is_better = (direction == "down") == (figure.kind in BETTER_WHEN_LOWER)
    name, formula = figure_text(figure.kind)
    numbers = [written(number, Form.NUMBER, locale) for number in (figure.numerator, figure.denominator)]
    return FigureCard(
        kind=figure.kind,
        name=name,
        value=value,
        formula=formula,
        fraction=" ÷ ".join(numbers),
        before=earlier,
        direction=direction,
        tone=("good" if is_better else "warn") if direction else "",
        is_estimate=figure.is_estimate,
    )


def figure_text(kind: Kind) -> tuple[str, str]:
    """The name of a figure, and its formula in words."""
    texts = {
        Kind.ANSWER_RATE: (
            gettext("Answer rate"),
            gettext("Searches in which a result was opened and not left at once ÷ all searches made"),
        ),
        Kind.ZERO_RESULT_RATE: (
            gettext("Zero-result rate"),
            gettext("Searches that found nothing ÷ all searches made"),
        ),
        Kind.NO_CLICK_RATE: (
            gettext("No-click rate"),
            gettext("Searches with results of which none was opened ÷ searches with results"),
        ),
        Kind.CLICK_THROUGH_RATE: (
            gettext("Click-through rate"),
            gettext("Searches in which a result was opened ÷ all searches made"),
        ),
        Kind.MEAN_CLICK_RANK: (
            gettext("Mean click rank"),
            gettext("Ranks of the opened results added up ÷ number of opened results"),
        ),
        Kind.REFINEMENT_RATE: (
            gettext("Refinement rate"),
            gettext("Searches followed by another search for the same ÷ all searches made"),
        ),
        Kind.SELF_SERVICE_RATIO: (
            gettext("Self-service ratio"),
            gettext("Answered searches ÷ searches that ended with a question to people"),
        ),
        Kind.DEFLECTION: (
            gettext("Deflection of the question form"),
            gettext(
                "People who opened an article in the question form and sent nothing ÷ all who were shown articles "
                "there or sent a question"
            ),
        ),
    }
    name, formula = texts[kind]
    return str(name), str(formula)
