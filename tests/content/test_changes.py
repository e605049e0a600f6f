from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpcenter.content.adding_questions import add_questions
from helpcenter.content.changes import Change, read_source, source_of
from helpcenter.content.drafting import draft_article
from helpcenter.content.frontmatter import read_manuscript
from helpcenter.content.library import load_library
from helpcenter.content.places import line_of_section
from helpcenter.content.questions import literal, read_pattern
from helpcenter.content.strict_yaml import read_mapping
from helpcenter.content.yaml_text import quoted
from helpcenter.errors import ChangeError

if TYPE_CHECKING:
    from pathlib import Path

PATH = "en/billing/refund.md"


def added(front: str, *questions: str, body: str = "Text.\n") -> str:
    return (
        add_questions(PATH, f"---\n{front}---\n{body}", questions)
        .after.removeprefix("---\n")
        .removesuffix(f"---\n{body}")
    )


@pytest.mark.parametrize(
    ("front", "after"),
    [
        ("title: x|", 'title: x|questions:|  - "new"|'),
        (
            "title: x|questions:|  - a # y|  - 'b'|order: 2|",
            "title: x|questions:|  - a # y|  - 'b'|  - \"new\"|order: 2|",
        ),
        ("questions:|- a|title: x # the title|", 'questions:|- a|- "new"|title: x # the title|'),
        ('title: x|questions: ["a", "b"] # both|', 'title: x|questions: ["a", "b", "new"] # both|'),
        ("title: x|questions: []|", 'title: x|questions: ["new"]|'),
        ("title: x|questions:|", 'title: x|questions: ["new"]|'),
        ("questions: # none|title: x|", 'questions: ["new"] # none|title: x|'),
        ("title: x|questions: ~|", 'title: x|questions: ["new"]|'),
        ("title: x|questions: [|  a,|  b,|]|", 'title: x|questions: [|  a,|  b,|  "new",|]|'),
        (
            "title: x|questions:|  - >-|    a|    b||order: 1|",
            'title: x|questions:|  - >-|    a|    b||  - "new"|order: 1|',
        ),
    ],
)
def test_question_is_added_and_nothing_else_moves(front: str, after: str) -> None:
    assert added(front.replace("|", "\n"), "new") == after.replace("|", "\n")


def test_windows_line_ends_byte_order_mark_and_last_line_stay() -> None:
    text = "\ufeff---\r\ntitle: 返金\r\nquestions:\r\n  - a\r\n---\r\nText without an end"
    assert add_questions(PATH, text, ["返金したい"]).after == text.replace("  - a\r\n", '  - a\r\n  - "返金したい"\r\n')


@pytest.mark.parametrize("question", ['say "hi": #1', "- [a](b)", "C:\\dir", "*all* & more", "改行\nなし", "no", "🙂"])
def test_any_query_becomes_a_question_that_stands_for_itself(question: str) -> None:
    front = added("title: x\nquestions: [a]\n", literal(question))
    meta = read_manuscript(f"---\n{front}---\n", PATH).meta
    assert meta is not None
    assert list(read_pattern(meta.questions[1]).phrasings(5)) == [" ".join(question.split())]


@given(st.text())
def test_quoted_text_is_read_back_as_it_was(text: str) -> None:
    assert read_mapping(f"key: {quoted(text)} # comment\n").values == {"key": text}


@given(st.text(min_size=1))
def test_literal_stands_for_one_text(text: str) -> None:
    assert list(read_pattern(literal(text)).phrasings(3)) == ([" ".join(text.split())] if text.split() else [])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("---\nquestions: [a]\n---\n", "errors in its front matter"),
        ("no front matter", "errors in its front matter"),
        ("---\ntitle: x\nquestions: [new]\n---\n", "already"),
    ],
)
def test_file_that_cannot_take_a_question_says_why(text: str, what: str) -> None:
    with pytest.raises(ChangeError, match=what):
        add_questions(PATH, text, ["new"])


def test_question_that_is_no_pattern_says_where() -> None:
    with pytest.raises(ChangeError, match="at character 1"):
        add_questions(PATH, "---\ntitle: x\n---\n", ["(open"])


def git(folder: Path, *arguments: str, text: str = "") -> str:
    run = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *arguments]
    return subprocess.run(run, cwd=folder, input=text.encode(), capture_output=True, check=True).stdout.decode()


@pytest.mark.parametrize("path", [PATH, "ja/料金/返 金.md"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", ""])
def test_git_applies_the_patch_of_a_changed_file(tmp_path: Path, path: str, ending: str) -> None:
    git(tmp_path, "init", "-q")
    file = tmp_path / "articles" / path
    file.parent.mkdir(parents=True)
    before = f"---\ntitle: x\n---\nOne\u2028two\x0cthree{ending}"
    file.write_bytes(before.encode())
    change = add_questions(path, before, ["返金したい"])
    git(tmp_path, "apply", "--check", "-", text=change.patch("articles/"))
    git(tmp_path, "apply", "-", text=change.patch("articles/"))
    assert file.read_bytes().decode() == change.after


def test_git_applies_the_patch_of_a_new_file(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    change = draft_article("ja", "料金/返金", "返金について", ["返金したい"])
    git(tmp_path, "apply", "-", text=change.patch())
    assert (tmp_path / change.path).read_text(encoding="utf-8") == change.after


def test_change_that_changes_nothing_has_no_patch() -> None:
    assert Change(PATH, "a", "a").patch() == ""


def test_change_is_written_in_one_step_with_the_rights_of_the_file(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_bytes(b"---\r\ntitle: x\r\n---\r\n")
    file.chmod(0o640)
    change = add_questions(PATH, read_source(tmp_path, PATH) or "", ["new"])
    assert change.write(tmp_path).read_bytes() == change.after.encode()
    assert file.stat().st_mode & 0o777 == 0o640
    assert list(file.parent.iterdir()) == [file]


def test_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir(parents=True)
    file.write_text("---\ntitle: y\n---\n", encoding="utf-8")
    with pytest.raises(ChangeError, match="meanwhile"):
        add_questions(PATH, "---\ntitle: x\n---\n", ["new"]).write(tmp_path)
    with pytest.raises(ChangeError, match="meanwhile"):
        Change(PATH, None, "new").write(tmp_path)
    assert file.read_text(encoding="utf-8") == "---\ntitle: y\n---\n"


def test_file_that_is_gone_is_not_made_again(tmp_path: Path) -> None:
    with pytest.raises(ChangeError, match="meanwhile"):
        Change(PATH, "---\ntitle: x\n---\n", "more").write(tmp_path)
    assert not (tmp_path / PATH).exists()


@pytest.mark.parametrize("path", ["../out.md", "en/../../out.md", "en/a?b.md", "en/.git/x.md", "nowhere/x.md"])
def test_nothing_is_written_outside_the_articles(tmp_path: Path, path: str) -> None:
    (tmp_path / "articles").mkdir()
    with pytest.raises(ChangeError):
        Change(path, None, "x").write(tmp_path / "articles")
    assert list(tmp_path.rglob("*.md")) == []


def test_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "articles" / "en").mkdir(parents=True)
    (tmp_path / "articles" / "en" / "out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ChangeError, match="leads out"):
        Change("en/out/x.md", None, "x").write(tmp_path / "articles")


@pytest.mark.parametrize(("locale", "first"), [("en", "Say the answer"), ("ja", "最初に"), ("fr", "Say the answer")])
def test_draft_is_a_sound_article_in_the_writers_language(tmp_path: Path, locale: str, first: str) -> None:
    change = draft_article(locale, "billing/refund", 'Refunds: "how"', ["refund (partial)", "refund (partial)", "返金"])
    change.write(tmp_path)
    assert load_library(tmp_path).problems == ()
    manuscript = read_manuscript(change.after, change.path)
    assert manuscript.meta is not None
    assert manuscript.meta.title == 'Refunds: "how"'
    assert [list(read_pattern(each).phrasings(3)) for each in manuscript.meta.questions] == [
        ["refund (partial)"],
        ["返金"],
    ]
    assert manuscript.meta.visibility == "draft"
    assert manuscript.body.startswith(first)


@pytest.mark.parametrize(
    ("locale", "slug", "title"), [("en", "", "x"), ("en", "../x", "x"), ("EN", "x", "x"), ("en", "x", " ")]
)
def test_draft_without_a_place_or_a_title_says_so(locale: str, slug: str, title: str) -> None:
    with pytest.raises(ChangeError):
        draft_article(locale, slug, title, [])


def test_section_is_found_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / source_of("en", "a")
    file.parent.mkdir()
    file.write_text("---\ntitle: x\n---\nLead.\n\n## One\n\n```\n## Two\n```\n\n## Two\n\n## Two\n", encoding="utf-8")
    (article,) = load_library(tmp_path).articles
    text = file.read_text(encoding="utf-8")
    lines = [line_of_section(text, "en/a.md", article.sections, section.anchor) for section in article.sections]
    assert lines == [4, 6, 12, 14]
    assert line_of_section("---\ntitle: x\n---\n", "en/a.md", article.sections, "one") == 1
