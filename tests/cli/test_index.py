from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.search.generations import Generations
from tests.cli.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter


def test_index_publishes_and_says_what_it_did(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"), "--semantic", "off")
    result = helpcenter("index", *settings)
    assert result.exit_code == 0
    assert result.output.startswith("Published g1: 5 articles, no problems, ")
    assert Generations(tmp_path / "i" / "index").current().article("en", "billing/refund") is not None

    again = helpcenter("index", *settings)
    assert again.exit_code == 0
    assert again.output.startswith("Nothing changed since g1: 5 articles")


def test_file_with_an_error_is_named_and_the_rest_is_published(
    helpcenter: HelpCenter, articles: Path, tmp_path: Path
) -> None:
    write(articles / "en" / "broken.md", "---\ntitel: Oops\n---\nText.\n")
    result = helpcenter("index", HELPCENTER_ARTICLES=str(articles), HELPCENTER_INSTANCE=str(tmp_path / "i"))
    assert result.exit_code == 0
    assert "error: en/broken.md:2: [titel]" in result.output
    assert "Published g1: 5 articles, " in result.output


def test_missing_folder_publishes_nothing(helpcenter: HelpCenter, tmp_path: Path) -> None:
    settings = ("--articles", str(tmp_path / "none"), "--instance", str(tmp_path / "i"))
    result = helpcenter("index", *settings)
    assert result.exit_code == 1
    assert str(tmp_path / "none") in result.stderr
