from __future__ import annotations

import os
import unicodedata
from datetime import date
from typing import TYPE_CHECKING

import msgspec
import pytest

from helpcenter.content.article import Article, Visibility
from helpcenter.content.library import load_library
from helpcenter.content.problems import Severity
from helpcenter.errors import ContentError

if TYPE_CHECKING:
    from pathlib import Path

    from tests.content.conftest import ArticlesFolder


def test_articles_are_ordered_by_locale_and_slug(folder: ArticlesFolder) -> None:
    for name in ("ja/b.md", "en/z/index.md", "en/a.md", "ja/a/c.md", "en/z.md", "pt-BR/x.md"):
        folder.article(name, "Text")
    library = folder.load()
    assert [(article.locale, article.slug) for article in library.articles] == [
        ("en", "a"), ("en", "z"), ("en", "z/index"), ("ja", "a/c"), ("ja", "b"), ("pt-BR", "x"),
    ]  # fmt: skip
    assert library.locales == ("en", "ja", "pt-BR")
    assert library.problems == ()
    assert library.commit == ""


def test_an_articles_values_come_from_its_path_and_front_matter(folder: ArticlesFolder) -> None:
    folder.article("en/billing/send.md", "Text", summary="Short.", order="2", updated="2026-01-02", screens="[/a]")
    article = folder.load().by_key[("en", "billing/send")]
    assert (article.topic, article.order, article.summary, article.screens) == ("billing", 2, "Short.", ("/a",))
    assert (article.source, article.updated) == ("en/billing/send.md", date(2026, 1, 2))


def test_front_matter_may_name_another_topic(folder: ArticlesFolder) -> None:
    folder.article("en/send.md", "Text", topic="billing/first")
    assert folder.load().articles[0].topic == "billing/first"


def test_drafts_are_checked_but_not_published(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "[x](nowhere)", visibility="draft")
    folder.article("en/b.md", "[x](a.md)")
    folder.article("en/c.md", "Text", visibility="internal")
    library = folder.load()
    assert [(article.slug, article.visibility) for article in library.articles] == [
        ("b", Visibility.PUBLIC),
        ("c", Visibility.INTERNAL),
    ]
    assert [(problem.path, problem.line) for problem in library.problems] == [("en/a.md", 5), ("en/b.md", 4)]


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="nowhere cannot be read"):
        load_library(tmp_path / "nowhere")


def test_a_file_instead_of_a_folder_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(ContentError):
        load_library(tmp_path / "file")


def test_an_empty_folder_is_an_empty_library(folder: ArticlesFolder) -> None:
    assert folder.load().articles == ()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"---\ntitle: Caf\xe9\n---\n", "not UTF-8"),
        (b"---\ntitle: [\n---\n", "YAML is broken"),
        (b"---\na: &a [*a]\n---\n", "anchors and aliases"),
        (b"# Heading\n", "title is missing"),
        (b"", "empty"),
        (b"---\ntitle: A\n---\n" + b"x " * 2_500_000, "too large: 5,000 kB, the limit is 512 kB"),
        (b"---\ntitle: A\n---\n" + (b"<b>" * 2_000 + b"\n") * 10, "cannot be rendered"),
    ],
)
def test_one_bad_file_never_takes_the_others_down(folder: ArticlesFolder, content: bytes, message: str) -> None:
    folder.article("en/good.md", "Text")
    folder.write("en/bad.md", content)
    assert [article.slug for article in folder.load().articles] == ["good"]
    problem = folder.problem("en/bad.md")
    assert problem.severity is Severity.ERROR
    assert message in problem.message
    assert problem.suggestion


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(folder: ArticlesFolder) -> None:
    folder.write("ja/a.md", "\ufeff---\r\ntitle: 題名\r\n---\r\n\r\n## 見出し\r\n\r\n本文\r\n")
    library = folder.load()
    assert library.problems == ()
    assert [(section.heading, section.text) for section in library.articles[0].sections] == [("見出し", "本文")]


def test_a_bad_file_keeps_the_version_published_before(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Good text")
    before = {article.source: article for article in folder.load().articles}
    folder.write("en/a.md", "---\ntitle: [\n---\nNew text")
    library = load_library(folder.path, previous=before.get)
    assert [section.text for section in library.articles[0].sections] == ["Good text"]
    assert library.problems[0].message.endswith("The version published before stays.")


def test_an_unchanged_article_is_not_rendered_again(folder: ArticlesFolder) -> None:
    folder.picture("en/p.png")
    folder.article("en/a.md", "![x](p.png)\n\n#### Skipped\n\n[x](nowhere)", aliases="[old]")
    folder.article("en/b.md", "Text")
    first = folder.load()
    # What is handed back is recognisably not rendered from the file.
    known = {a.digest: _marked(a) for a in first.articles}
    second = load_library(folder.path, known=known.get)
    assert [article.title for article in second.articles] == ["Known", "Known"]
    assert second.articles[0].aliases == ("old",)
    assert second.problems == first.problems
    assert len(first.problems) == 2


def _marked(article: Article) -> Article:
    values = {name: getattr(article, name) for name in Article.__slots__}
    return Article(**{**values, "title": "Known"})


def test_a_changed_file_attachment_or_place_changes_the_digest(folder: ArticlesFolder) -> None:
    folder.picture("en/p.png", (1, 1))
    file = folder.article("en/a.md", "![x](p.png) ![y](later.png)")
    digests = {folder.load().articles[0].digest}
    folder.picture("en/p.png", (2, 2))
    digests.add(folder.load().articles[0].digest)
    folder.picture("en/later.png")
    digests.add(folder.load().articles[0].digest)
    file.write_text(file.read_text() + "more")
    digests.add(folder.load().articles[0].digest)
    (folder.path / "en/sub").mkdir()
    file.rename(folder.path / "en/sub/a.md")
    digests.add(folder.load().articles[0].digest)
    assert len(digests) == 5


def test_a_change_elsewhere_leaves_the_digest(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text [b](b.md)")
    before = folder.load().by_key[("en", "a")].digest
    folder.article("en/b.md", "Text")
    folder.picture("en/p.png")
    assert folder.load().by_key[("en", "a")].digest == before


def test_progress_counts_every_file(folder: ArticlesFolder) -> None:
    for name in ("en/a.md", "en/b.md", "ja/a.md"):
        folder.article(name, "Text")
    seen: list[tuple[int, int]] = []
    load_library(folder.path, progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_files_that_are_no_articles_are_left_alone(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text")
    for name in ("other.yml", ".hidden.md", ".git/x.md", "en/.draft.md", "en/.x/y.md", "en/notes.txt"):
        folder.write(name, "not an article")
    library = folder.load()
    assert len(library.articles) == 1
    assert library.problems == ()


@pytest.mark.parametrize("name", ["README.md", "drafts/a.md", "EN/a.md", "english/deep/a.md"])
def test_markdown_outside_a_locale_folder_is_a_warning(folder: ArticlesFolder, name: str) -> None:
    folder.write(name, "text")
    problem = folder.problem(name)
    assert problem.severity is Severity.WARNING
    assert "outside a locale folder" in problem.message


def test_another_suffix_is_a_warning(folder: ArticlesFolder) -> None:
    folder.write("en/a.markdown", "text")
    assert folder.problem("en/a.markdown").suggestion == "Rename it."


@pytest.mark.parametrize("name", ["en/what?.md", "en/50%.md", "en/a#b.md", "en/ .md", "en/a\nb.md"])
def test_a_name_that_cannot_be_an_address_is_an_error(folder: ArticlesFolder, name: str) -> None:
    folder.article(name, "Text")
    assert folder.load().articles == ()
    assert folder.problem(name).severity is Severity.ERROR


def test_slugs_that_differ_only_by_case_are_an_error(folder: ArticlesFolder) -> None:
    folder.article("en/MFA.md", "First")
    folder.article("en/mfa.md", "Second")
    if len(list((folder.path / "en").iterdir())) == 1:
        pytest.skip("this file system does not tell case")
    library = folder.load()
    assert [article.slug for article in library.articles] == ["MFA"]
    assert "differs only by case from en/MFA.md" in folder.problem("en/mfa.md").message


def test_slugs_that_differ_only_by_unicode_form_are_an_error(folder: ArticlesFolder) -> None:
    folder.article("ja/ガイド.md", "一つ目")
    folder.article(unicodedata.normalize("NFD", "ja/ガイド.md"), "二つ目")
    if len(list((folder.path / "ja").iterdir())) == 1:
        pytest.skip("this file system does not tell Unicode forms")
    library = folder.load()
    assert [article.slug for article in library.articles] == ["ガイド"]
    assert len(library.problems) == 1
    assert "the same slug" in library.problems[0].message


def test_a_decomposed_file_name_gives_the_composed_slug(folder: ArticlesFolder) -> None:
    folder.article(unicodedata.normalize("NFD", "ja/ガイド.md"), "本文")
    folder.article("ja/b.md", "[x](ガイド.md)")
    library = folder.load()
    assert [article.slug for article in library.articles] == ["b", "ガイド"]
    assert library.problems == ()


@pytest.mark.parametrize("target", ["outside.md", "absent.md"])
def test_a_symbolic_link_out_of_the_folder_is_an_error_and_never_followed(
    folder: ArticlesFolder, tmp_path: Path, target: str
) -> None:
    (tmp_path / "outside.md").write_text("---\ntitle: Secret\n---\n")
    (folder.path / "en").mkdir()
    (folder.path / "en/a.md").symlink_to(tmp_path / target)
    assert folder.load().articles == ()
    assert folder.problem("en/a.md").message.startswith("This is a symbolic link.")


@pytest.mark.parametrize("name", ["en", "en/sub", "other"])
def test_a_linked_folder_is_never_followed(folder: ArticlesFolder, tmp_path: Path, name: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "a.md").write_text("---\ntitle: Secret\n---\n")
    (folder.path / name).parent.mkdir(exist_ok=True)
    (folder.path / name).symlink_to(outside)
    assert folder.load().articles == ()
    assert folder.problem(name).message.startswith("This is a symbolic link.")


def test_a_pipe_is_no_article_and_is_never_waited_for(folder: ArticlesFolder) -> None:
    (folder.path / "en").mkdir()
    os.mkfifo(folder.path / "en/a.md")
    os.mkfifo(folder.path / "en/p.png")
    folder.article("en/b.md", "![x](p.png)")
    assert [article.slug for article in folder.load().articles] == ["b"]
    assert folder.problem("en/a.md").message == "This is no regular file."


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_an_unreadable_file_is_an_error(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text").chmod(0)
    assert "cannot be read" in folder.problem("en/a.md").message


def test_a_library_survives_being_stored(folder: ArticlesFolder) -> None:
    folder.picture("en/p.png")
    walkthrough = "{start: manual, audience: {plan: [pro]}}"
    folder.article("en/a.md", '## A { target="#x" }\n\n![x](p.png) [y](z)\n\n##### B', walkthrough=walkthrough)
    (article,) = folder.load().articles
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(article), type=Article) == article
