from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.content.article import Kind
from helpcenter.search.facets import MOST_TOPICS
from helpcenter.search.results import SearchRequest, SearchResults
from tests.search.conftest import Shelf

if TYPE_CHECKING:
    from helpcenter.search.generation import Generation

# Topic, kind: all have the word "export".
LIBRARY = {
    "billing/a": "how-to",
    "billing/b": "how-to",
    "billing/plans/c": "faq",
    "billing/plans/d": "article",
    "billing/plans/team/e": "article",
    "account/f": "how-to",
    "g": "article",
}


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Generation:
    shelf = Shelf(tmp_path_factory.mktemp("facets"))
    shelf.write("en/billing/plans/index.md", "---\ntitle: Plans and prices\n---\nNothing.")
    shelf.write("ja/account/f.md", "---\ntitle: 書き出し\n---\nデータの書き出し。")
    shelf.write("ja/security/h.md", "---\ntitle: 監査\n---\nauditlog を見ます。")
    for slug, kind in LIBRARY.items():
        shelf.write(f"en/{slug}.md", f"---\ntitle: Export {slug}\nkind: {kind}\n---\nHow to export.")
    shelf.write("en/tour.md", '---\ntitle: A tour\n---\nExport.\n\n## Open it { target="#open" }\n\nThere.')
    shelf.publish()
    return shelf.generation()


def search(generation: Generation, text: str = "export", **options: object) -> SearchResults:
    return generation.search(SearchRequest(text, "en", **options))  # type: ignore[arg-type] # options of the request


def topics(results: SearchResults) -> list[tuple[int, str, int]]:
    return [(topic.level, topic.path, topic.count) for topic in results.facets.topics]


def kinds(results: SearchResults) -> dict[str, int]:
    return {each.kind.value: each.count for each in results.facets.kinds}


def test_all_articles_found_are_counted_whatever_the_page(generation: Generation) -> None:
    first = search(generation, per_page=2)
    assert first.total == 8
    assert topics(first) == [(0, "billing", 5), (0, "account", 1)]
    assert kinds(first) == {"article": 3, "how-to": 3, "faq": 1, "walkthrough": 1}
    assert search(generation, per_page=2, page=3).facets == first.facets


def test_a_topic_keeps_what_stands_below_it_and_opens_the_topics_in_it(generation: Generation) -> None:
    results = search(generation, topic="billing")
    assert {hit.slug for hit in results.hits} == {slug for slug in LIBRARY if slug.startswith("billing/")}
    assert topics(results) == [(0, "billing", 5), (1, "billing/plans", 3), (0, "account", 1)]
    deeper = search(generation, topic="billing/plans")
    assert topics(deeper) == [
        (0, "billing", 5),
        (1, "billing/plans", 3),
        (2, "billing/plans/team", 1),
        (0, "account", 1),
    ]
    assert [topic.path for topic in deeper.facets.topics if topic.is_chosen] == ["billing/plans"]
    assert [topic.title for topic in deeper.facets.topics][1] == "Plans and prices"


def test_a_facet_counts_under_the_other_filter_but_not_under_its_own(generation: Generation) -> None:
    results = search(generation, topic="billing", kind=Kind.HOW_TO)
    assert [hit.slug for hit in results.hits] == ["billing/a", "billing/b"]
    assert (results.total, results.unfiltered) == (2, 8)
    assert topics(results) == [(0, "billing", 2), (0, "account", 1)]
    assert kinds(results) == {"how-to": 2, "article": 2, "faq": 1}


def test_every_number_is_what_a_click_shows(generation: Generation) -> None:
    asked = search(generation, kind=Kind.ARTICLE)
    for topic in asked.facets.topics:
        assert search(generation, kind=Kind.ARTICLE, topic=topic.path).total == topic.count
    asked = search(generation, topic="billing")
    for each in asked.facets.kinds:
        assert search(generation, topic="billing", kind=each.kind).total == each.count


def test_a_choice_that_has_nothing_can_still_be_seen_and_left(generation: Generation) -> None:
    results = search(generation, topic="account", kind=Kind.FAQ)
    assert (results.total, results.unfiltered, results.hits) == (0, 8, ())
    assert [(topic.path, topic.count) for topic in results.facets.topics if topic.is_chosen] == [("account", 0)]
    assert [(each.kind, each.count) for each in results.facets.kinds if each.is_chosen] == [(Kind.FAQ, 0)]


def test_where_there_is_no_choice_none_is_offered(empty_shelf: Shelf) -> None:
    for name in ("one", "two"):
        empty_shelf.write(f"en/billing/{name}.md", "---\ntitle: Export\nkind: faq\n---\nText.")
    empty_shelf.publish()
    results = search(empty_shelf.generation())
    assert results.total == 2
    assert (results.facets.topics, results.facets.kinds) == ((), ())


def test_a_topic_that_has_everything_shows_the_topics_in_it(empty_shelf: Shelf) -> None:
    for slug in ("guide/a/one", "guide/a/two", "guide/b/three"):
        empty_shelf.write(f"en/{slug}.md", "---\ntitle: Export\n---\nText.")
    empty_shelf.publish()
    assert topics(search(empty_shelf.generation())) == [(0, "guide", 3), (1, "guide/a", 2), (1, "guide/b", 1)]


def test_a_level_offers_its_largest_topics_and_the_one_that_is_chosen(empty_shelf: Shelf) -> None:
    for number in range(MOST_TOPICS + 3):
        for copy in range(2 if number else 1):
            empty_shelf.write(f"en/t{number:02}/{copy}.md", "---\ntitle: Export\n---\nText.")
    empty_shelf.publish()
    generation = empty_shelf.generation()
    assert len(topics(search(generation))) == MOST_TOPICS
    assert topics(search(generation, topic="t00"))[-1] == (0, "t00", 1)


def test_articles_in_another_language_are_counted_with_their_topics(generation: Generation) -> None:
    results = search(generation, "export auditlog")
    assert ("ja", "security/h") in {(hit.locale, hit.slug) for hit in results.hits}
    assert (0, "security", 1) in topics(results)
    assert [hit.slug for hit in search(generation, "export auditlog", topic="security").hits] == ["security/h"]


def test_an_unknown_topic_keeps_nothing(generation: Generation) -> None:
    assert search(generation, topic="no-such").total == 0


def test_a_hit_says_its_kind_and_the_way_to_it(generation: Generation) -> None:
    hits = {hit.slug: hit for hit in search(generation).hits}
    assert [name.title for name in hits["billing/plans/team/e"].trail] == ["Billing", "Plans and prices", "Team"]
    assert hits["g"].trail == ()
    assert (hits["billing/plans/c"].kind, hits["tour"].kind) == (Kind.FAQ, Kind.WALKTHROUGH)
