"""The index for signed-in readers, beside the public one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.errors import IndexUnavailableError
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest

if TYPE_CHECKING:
    from pathlib import Path

    from helpcenter.search.generation import Generation
    from helpcenter.search.publish import Published
    from tests.search.conftest import Shelf

INTERNAL = "---\ntitle: Zanzibar rules\nvisibility: internal\n---\nOnly the staff reads about zanzibar.\n"


class Both:
    """A library published for everybody and for signed-in readers."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        self.shelf = shelf
        self.folder = folder

    def publish(self) -> Published:
        return publish(self.shelf.articles, self.shelf.index, internal=self.folder)

    @property
    def public(self) -> Generation:
        return self.shelf.generation()

    @property
    def internal(self) -> Generation:
        return Generations(self.folder).current()


@pytest.fixture
def both(shelf: Shelf, tmp_path: Path) -> Both:
    return Both(shelf, tmp_path / "internal")


def hits(generation: Generation, text: str) -> dict[str, bool]:
    return {hit.slug: hit.is_internal for hit in generation.search(SearchRequest(text, "en")).hits}


def test_without_internal_articles_there_is_no_second_index(both: Both) -> None:
    assert both.publish().internal == 0
    assert not Generations(both.folder).is_published


def test_internal_articles_are_in_the_second_index_only_and_marked(both: Both) -> None:
    both.shelf.write("en/staff/rules.md", INTERNAL)
    published = both.publish()
    assert (published.changed, published.internal) == (True, 1)
    assert hits(both.public, "zanzibar") == {}
    assert hits(both.internal, "zanzibar") == {"staff/rules": True}
    assert hits(both.internal, "invoice")["billing/invoice"] is False
    assert [each.is_internal for each in both.internal.suggest("zanz", "en")] == [True]
    assert both.public.suggest("zanz", "en") == ()
    assert both.internal.topic("en", "staff")
    assert both.public.topic("en", "staff") is None
    assert both.public.article_count + 1 == both.internal.article_count


def test_an_unchanged_library_is_published_once(both: Both) -> None:
    both.shelf.write("en/staff/rules.md", INTERNAL)
    both.publish()
    before = both.public.id, both.internal.id
    again = both.publish()
    assert (again.changed, again.internal) == (False, 1)
    assert (both.public.id, both.internal.id) == before


def test_a_changed_internal_article_leaves_the_public_index_alone(both: Both) -> None:
    file = both.shelf.write("en/staff/rules.md", INTERNAL)
    both.publish()
    before = both.public.id
    file.write_text(INTERNAL.replace("Only", "Just"), encoding="utf-8")
    assert both.publish().changed
    assert both.public.id == before
    changed = both.internal.article("en", "staff/rules")
    assert changed is not None
    assert changed.markdown.startswith("Just")


def test_the_second_index_goes_with_the_last_internal_article(both: Both) -> None:
    file = both.shelf.write("en/staff/rules.md", INTERNAL)
    both.publish()
    held = Generations(both.folder)
    held.current()
    file.unlink()
    assert both.publish().changed
    with pytest.raises(IndexUnavailableError):
        held.current()
    assert not both.publish().changed
    file.write_text(INTERNAL, encoding="utf-8")
    both.publish()
    assert held.current().article("en", "staff/rules")


def test_a_file_with_an_error_stays_internal(both: Both) -> None:
    file = both.shelf.write("en/staff/rules.md", INTERNAL.replace("internal", "public"))
    both.publish()
    file.write_text(INTERNAL, encoding="utf-8")
    both.publish()
    file.write_text("---\ntitle: a: b\n---\nx", encoding="utf-8")
    both.publish()
    assert both.public.article("en", "staff/rules") is None
    assert both.internal.is_internal("en", "staff/rules")


def test_after_a_run_that_was_cut_off_a_file_with_an_error_is_not_taken_for_public(both: Both) -> None:
    file = both.shelf.write("en/staff/rules.md", INTERNAL.replace("internal", "public"))
    both.publish()
    file.write_text(INTERNAL, encoding="utf-8")
    before = (both.shelf.index / "CURRENT").read_text()
    both.publish()
    (both.shelf.index / "CURRENT").write_text(before)  # as if the public index had not been reached
    assert both.public.article("en", "staff/rules")
    file.write_text("---\ntitle: a: b\n---\nx", encoding="utf-8")
    both.publish()
    assert both.public.article("en", "staff/rules") is None
