from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result

    from tests.cli.conftest import HelpCenter


@pytest.fixture
def demo(helpcenter: HelpCenter, tmp_path: Path) -> HelpCenter:
    (tmp_path / "articles/en").mkdir(parents=True)
    (tmp_path / "articles/en/refund.md").write_text("---\ntitle: Refunds\nquestions: [money back]\n---\nHow.\n")

    def run(*arguments: str, **environ: str) -> Result:
        places = ("--articles", str(tmp_path / "articles"), "--instance", str(tmp_path / "instance"))
        return helpcenter("demo-data", *arguments, *places, **environ)

    return run


def test_it_is_made_once_and_says_how_to_sign_in_and_to_be_rid_of_it(demo: HelpCenter) -> None:
    first = demo("--days", "3", "--a-day", "5", "--when-empty")
    assert first.exit_code == 0
    assert "Sign in as demo@example.com with the password" in first.output
    assert "--remove" in first.output
    assert "in them; helpcenter gaps list shows the worst" in first.output
    again = demo("--days", "3", "--when-empty")
    assert again.exit_code == 0
    assert "user password demo@example.com" in again.output
    assert demo("--days", "3").exit_code == 1


def test_it_goes_again(demo: HelpCenter) -> None:
    demo("--days", "3", "--a-day", "5")
    assert "of demo data" in demo("--remove").output
    nothing = demo("--remove")
    assert nothing.exit_code == 1
    assert "holds no demo data" in nothing.output


def test_library_without_articles_is_told(demo: HelpCenter, tmp_path: Path) -> None:
    (tmp_path / "articles/en/refund.md").unlink()
    result = demo("--days", "3")
    assert result.exit_code == 1
    assert "no article" in result.output
