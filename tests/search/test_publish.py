from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.errors import ContentError, IndexLockedError
from helpcenter.search.generations import Generations
from helpcenter.search.publish import publish
from helpcenter.search.results import SearchRequest
from helpcenter.search.whoosh_index import read_segments
from tests.search.conftest import Shelf

if TYPE_CHECKING:
    from pathlib import Path


def found(shelf: Shelf, text: str, locale: str = "en") -> list[str]:
    # In the other language its translation still stands, and may be offered.
    hits = shelf.generation().search(SearchRequest(text, locale)).hits
    return [hit.slug for hit in hits if hit.locale == locale]


def test_a_new_article_is_found_after_publishing(shelf: Shelf) -> None:
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nAs a spreadsheet.")

    published = shelf.publish()

    assert published.changed
    assert published.generation == "g2"
    assert found(shelf, "spreadsheet") == ["export"]


def test_an_edited_article_is_found_by_its_new_words_only(shelf: Shelf) -> None:
    shelf.write("en/billing/invoice.md", "---\ntitle: Paint the wall\n---\nIn blue.")
    (shelf.articles / "ja/billing/invoice.md").unlink()  # an invoice still, so it would lead to its translation

    shelf.publish()

    assert found(shelf, "paint") == ["billing/invoice"]
    assert found(shelf, "invoice") == []


def test_a_removed_article_is_never_found_again(shelf: Shelf) -> None:
    (shelf.articles / "en/billing/invoice.md").unlink()

    shelf.publish()

    assert found(shelf, "invoice") == []
    assert shelf.generation().article("en", "billing/invoice") is None


@pytest.mark.parametrize("visibility", ["draft", "internal"])
def test_a_withdrawn_article_is_never_found(shelf: Shelf, visibility: str) -> None:
    shelf.write("en/billing/invoice.md", f"---\ntitle: Send an invoice\nvisibility: {visibility}\n---\nPDF.")

    shelf.publish()
    generation = shelf.generation()

    assert found(shelf, "invoice") == []
    assert generation.article("en", "billing/invoice") is None
    assert generation.suggest("invoice", "en") == ()
    root = generation.topic("en", "")
    assert root is not None
    assert "billing" not in {topic.path for topic in root.subtopics}


def test_an_article_withdrawn_and_brought_back_is_found_once(shelf: Shelf) -> None:
    file = shelf.articles / "en/billing/invoice.md"
    text = file.read_text(encoding="utf-8")
    for _ in range(3):
        file.unlink()
        shelf.publish()
        shelf.write("en/billing/invoice.md", text)
        shelf.publish()

    assert found(shelf, "invoice") == ["billing/invoice"]


def test_nothing_is_published_when_nothing_changed(shelf: Shelf) -> None:
    again = shelf.publish()

    assert not again.changed
    assert again.generation == "g1"
    assert [folder.name for folder in Generations(shelf.index).published()] == ["g1"]


def test_an_unchanged_article_is_not_analysed_again(shelf: Shelf) -> None:
    before = {segment.name for segment in read_segments(shelf.generation().folder / "en" / "whoosh")}
    shelf.write("en/billing/invoice.md", "---\ntitle: Send an invoice\n---\nNew text.\n\n## One more\nPart.")

    shelf.publish()
    after = {
        segment.name: [(section.slug, section.number) for section in segment.documents()]
        for segment in read_segments(shelf.generation().folder / "en" / "whoosh")
    }

    assert set(after) > before
    assert [sections for name, sections in after.items() if name not in before] == [
        [("billing/invoice", 0), ("billing/invoice", 1)]
    ]


def test_a_locale_that_did_not_change_shares_its_files_with_the_generation_before(shelf: Shelf) -> None:
    before = shelf.generation().folder / "ja" / "terms.npy"
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nText.")

    shelf.publish()

    assert before.samefile(shelf.generation().folder / "ja" / "terms.npy")


def test_many_small_changes_give_the_same_answers_as_one_build(shelf: Shelf, tmp_path: Path) -> None:
    for number in range(20):
        shelf.write(f"en/n{number % 5}.md", f"---\ntitle: Number {number}\n---\nEdited {number} times, invoice.")
        shelf.publish()
    anew = tmp_path / "anew"
    anew.mkdir()
    fresh = Shelf(anew)
    fresh.articles.rmdir()
    fresh.articles.symlink_to(shelf.articles)
    fresh.publish()

    for query in ("invoice", "number 17", "password", "edited"):
        edited = shelf.generation().search(SearchRequest(query, "en")).hits
        built = fresh.generation().search(SearchRequest(query, "en")).hits
        assert [(hit.slug, hit.score, hit.sections) for hit in edited] == [
            (hit.slug, hit.score, hit.sections) for hit in built
        ]


def test_a_file_that_breaks_keeps_its_last_good_version_on_the_site(shelf: Shelf) -> None:
    shelf.write("en/billing/invoice.md", "---\ntitle: [broken\n---\nText.")
    shelf.write("en/export.md", "---\ntitle: Export everything\n---\nText.")

    published = shelf.publish()

    assert found(shelf, "invoice") == ["billing/invoice"]
    assert found(shelf, "export") == ["export"]
    assert [problem.path for problem in published.problems] == ["en/billing/invoice.md"]
    assert shelf.generation().problems == published.problems


def test_an_empty_library_is_published_and_finds_nothing(empty_shelf: Shelf) -> None:
    published = empty_shelf.publish()

    assert published.articles == 0
    assert found(empty_shelf, "anything") == []
    assert empty_shelf.generation().locales == ()


def test_an_article_of_few_or_no_words_is_published(empty_shelf: Shelf) -> None:
    empty_shelf.write("en/a.md", "---\ntitle: '!!'\n---\n")
    empty_shelf.write("en/b.md", "---\ntitle: Word\n---\n")
    empty_shelf.write("ja/a.md", "---\ntitle: '…'\n---\n")
    empty_shelf.publish()

    assert found(empty_shelf, "word") == ["b"]
    assert found(empty_shelf, "nothing", "ja") == []


def test_the_last_article_of_a_locale_takes_the_locale_with_it(shelf: Shelf) -> None:
    for file in (shelf.articles / "ja").rglob("*.md"):
        file.unlink()

    shelf.publish()

    assert shelf.generation().locales == ("en",)


def test_a_missing_articles_folder_is_an_error_and_the_site_stays(shelf: Shelf) -> None:
    shelf.articles.rename(shelf.articles.with_name("elsewhere"))

    with pytest.raises(ContentError):
        shelf.publish()

    assert found(shelf, "invoice") == ["billing/invoice"]


def test_only_one_process_publishes_at_a_time(shelf: Shelf) -> None:
    with Generations(shelf.index).lock(), pytest.raises(IndexLockedError, match="Another process"):
        shelf.publish()


def test_progress_counts_up_to_all_articles(empty_shelf: Shelf) -> None:
    for number in range(3):
        empty_shelf.write(f"en/n{number}.md", "---\ntitle: Number\n---\nText.")
    seen: list[tuple[str, int, int]] = []

    publish(empty_shelf.articles, empty_shelf.index, progress=lambda *step: seen.append(step))

    for stage in ("Reading articles", "Indexing en"):
        assert [step for step in seen if step[0] == stage][-1] == (stage, 3, 3)
