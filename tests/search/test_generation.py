from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation


def test_slugs_are_those_of_a_locales_articles_in_order(generation: Generation) -> None:
    for locale in ("en", "ja"):
        assert list(generation.slugs(locale)) == [article.slug for article in generation.articles(locale)]
    assert generation.slugs("en") == ("account/reset-password", "account/two-factor", "billing/invoice")


def test_a_locale_that_nobody_writes_in_has_no_slugs(generation: Generation) -> None:
    assert generation.slugs("fr") == ()
