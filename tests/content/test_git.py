from __future__ import annotations

import subprocess
from datetime import date
from typing import TYPE_CHECKING

from helpcenter.content.git import history
from helpcenter.content.library import load_library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.content.conftest import ArticlesFolder


def git(folder: Path, *arguments: str, day: str = "2026-01-01") -> str:
    who = dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "writer")
    mail = dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "writer@example.com")
    when = dict.fromkeys(("GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"), f"{day}T12:00:00+00:00")
    quiet = {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null", "PATH": "/usr/local/bin:/usr/bin:/bin"}
    command = ["git", *arguments]
    done = subprocess.run(
        command, cwd=folder, env=who | mail | when | quiet, check=True, capture_output=True, text=True
    )
    return done.stdout.strip()


def _commit(folder: Path, day: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-m", "Change", day=day)
    return git(folder, "rev-parse", "HEAD")


def test_a_folder_outside_git_has_no_history(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text")
    assert history(folder.path).commit == ""
    assert folder.load().commit == ""
    assert folder.load().articles[0].updated is None


def test_each_article_has_the_day_of_its_last_change(folder: ArticlesFolder) -> None:
    root = folder.path.parent
    git(root, "init", "-q")
    folder.article("en/a.md", "Text")
    folder.article("ja/請求書 1.md", "本文")
    _commit(root, "2026-02-03")
    folder.article("en/a.md", "Changed")
    commit = _commit(root, "2026-04-05")
    library = folder.load()
    assert library.commit == commit
    assert {article.slug: article.updated for article in library.articles} == {
        "a": date(2026, 4, 5),
        "請求書 1": date(2026, 2, 3),
    }


def test_each_article_knows_who_changed_it_last(folder: ArticlesFolder) -> None:
    root = folder.path.parent
    git(root, "init", "-q")
    folder.article("en/a.md", "Text")
    _commit(root, "2026-02-03")
    folder.article("en/new.md", "Text")
    assert {article.slug: article.author for article in folder.load().articles} == {"a": "writer", "new": ""}


def test_uncommitted_changes_are_marked_and_new_files_use_front_matter(folder: ArticlesFolder) -> None:
    root = folder.path.parent
    git(root, "init", "-q")
    folder.article("en/a.md", "Text", updated="2020-01-01")
    commit = _commit(root, "2026-02-03")
    folder.article("en/b.md", "Text", updated="2026-06-07")
    folder.article("en/c.md", "Text")
    library = folder.load()
    assert library.commit == f"{commit}+"
    assert [article.updated for article in library.articles] == [date(2026, 2, 3), date(2026, 6, 7), None]


def test_a_change_beside_the_articles_is_not_theirs(folder: ArticlesFolder) -> None:
    root = folder.path.parent
    git(root, "init", "-q")
    folder.article("en/a.md", "Text")
    commit = _commit(root, "2026-02-03")
    (root / "code.py").write_text("x")
    assert folder.load().commit == commit


def test_an_article_rendered_before_gets_its_new_day(folder: ArticlesFolder) -> None:
    folder.article("en/a.md", "Text")
    known = {article.digest: article for article in folder.load().articles}
    git(folder.path, "init", "-q")
    _commit(folder.path, "2026-02-03")
    (article,) = load_library(folder.path, known=known.get).articles
    assert article.digest in known
    assert article.updated == date(2026, 2, 3)


def test_a_shallow_clone_claims_no_day_it_cannot_know(folder: ArticlesFolder, tmp_path: Path) -> None:
    git(folder.path, "init", "-q")
    folder.article("en/a.md", "Text", updated="2026-01-01")
    folder.article("en/b.md", "Text")
    _commit(folder.path, "2026-02-03")
    folder.article("en/b.md", "Changed")
    _commit(folder.path, "2026-03-04")
    folder.article("en/b.md", "Changed again")
    _commit(folder.path, "2026-04-05")
    git(tmp_path, "clone", "-q", "--depth", "2", folder.path.as_uri(), "clone")
    articles = load_library(tmp_path / "clone").articles
    assert [article.updated for article in articles] == [date(2026, 1, 1), date(2026, 4, 5)]


def test_a_repository_without_commits_has_no_history(folder: ArticlesFolder) -> None:
    git(folder.path, "init", "-q")
    folder.article("en/a.md", "Text")
    assert folder.load().commit == ""
