from __future__ import annotations

from helpcenter.insights.figures import Kind, SearchCounts, figures_of

COUNTS = SearchCounts(
    *(100, 90, 80, 10, 60, 60, 120, 9),
    *(54, 18, 4, 6, 5, 3, 6, 4),
)
FORM = SearchCounts(searches=10, made=10, answered=3, unclicked=4, escalated=3)


def test_every_figure_is_its_numerator_by_its_denominator() -> None:
    figures = {figure.kind: (figure.numerator, figure.denominator) for figure in figures_of(COUNTS, FORM)}
    assert figures == {
        Kind.ANSWER_RATE: (54, 90),
        Kind.ZERO_RESULT_RATE: (10, 90),
        Kind.NO_CLICK_RATE: (20, 80),
        Kind.CLICK_THROUGH_RATE: (60, 90),
        Kind.MEAN_CLICK_RANK: (120, 60),
        Kind.REFINEMENT_RATE: (9, 90),
        Kind.SELF_SERVICE_RATIO: (54, 5),
        Kind.DEFLECTION: (3, 10),
    }
    assert figures_of(COUNTS, FORM)[4].value == 2


def test_no_data_is_no_value_rather_than_nought() -> None:
    figures = figures_of(SearchCounts(), SearchCounts())
    assert [figure.value for figure in figures] == [None] * len(Kind)
    assert figures_of(SearchCounts(made=4, found=4), SearchCounts())[0].value == 0


def test_outcomes_of_searches_that_were_made_add_up() -> None:
    assert COUNTS.answered + COUNTS.unanswered + COUNTS.rejected + COUNTS.unavailable == COUNTS.searches
    assert SearchCounts(*(2 * getattr(COUNTS, name) for name in SearchCounts.__slots__)) == COUNTS + COUNTS


def test_only_what_is_guessed_is_called_an_estimate() -> None:
    assert [figure.kind for figure in figures_of(COUNTS, FORM) if figure.is_estimate] == [Kind.DEFLECTION]
