from __future__ import annotations

import shutil
import socket
from typing import TYPE_CHECKING

from helpcenter.search.scoring import choosing
from tests.cli.conftest import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter


def line_of(output: str, subject: str) -> str:
    """The line about a subject, and the remedy below it."""
    lines = output.splitlines()
    at = next(n for n, line in enumerate(lines) if line[6:].startswith(subject))
    return "\n".join(lines[at : at + 2])


def test_all_is_well(helpcenter: HelpCenter, articles: Path, published: Path) -> None:
    result = helpcenter("doctor", "--articles", str(articles), "--instance", str(published), "--port", "0")
    assert "fail" not in result.output
    assert result.exit_code == 0
    assert "3 files in en, 2 files in ja" in line_of(result.output, "articles")
    assert "g1, 5 articles" in line_of(result.output, "index")


def test_nothing_published_yet_is_well(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    result = helpcenter("doctor", "--articles", str(articles), "--instance", str(tmp_path / "i"), "--port", "0")
    assert result.exit_code == 0
    assert line_of(result.output, "index").startswith("ok")
    assert not (tmp_path / "i").exists()


def test_missing_articles_fail_with_the_remedy(helpcenter: HelpCenter, tmp_path: Path) -> None:
    result = helpcenter("doctor", "--instance", str(tmp_path), "--port", "0", HELPCENTER_ARTICLES="nowhere")
    assert result.exit_code == 1
    assert line_of(result.output, "articles").startswith("fail")
    assert "HELPCENTER_ARTICLES or --articles" in line_of(result.output, "articles")


def test_it_tells_which_scoring_is_in_use(helpcenter: HelpCenter, articles: Path, published: Path) -> None:
    settings = ("--articles", str(articles), "--instance", str(published), "--port", "0")

    line = line_of(helpcenter("doctor", *settings).output, "scoring")

    if choosing.why_not_compiled:
        assert f"with numpy: {choosing.why_not_compiled}; a C compiler" in line
    else:
        assert "compiled for this machine" in line


def test_damaged_index_is_found(helpcenter: HelpCenter, articles: Path, published: Path, tmp_path: Path) -> None:
    instance = shutil.copytree(published, tmp_path / "i")
    largest = max((instance / "index" / "g1" / "en").rglob("*"), key=lambda path: path.stat().st_size)
    data = bytearray(largest.read_bytes())
    data[len(data) // 2] ^= 1
    largest.write_bytes(data)
    result = helpcenter("doctor", "--articles", str(articles), "--instance", str(instance), "--port", "0")
    assert result.exit_code == 1
    assert line_of(result.output, "index").startswith("fail")
    assert largest.name in line_of(result.output, "index")
    assert "Run helpcenter index" in line_of(result.output, "index")


def test_port_in_use_is_found(helpcenter: HelpCenter, articles: Path, published: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        settings = ("--articles", str(articles), "--instance", str(published), "--port", port)
        result = helpcenter("doctor", *settings)
    assert result.exit_code == 1
    assert line_of(result.output, "port").startswith("fail")
    assert "--port" in line_of(result.output, "port")


def test_every_setting_is_shown_with_its_origin_and_without_passwords(
    helpcenter: HelpCenter, articles: Path, tmp_path: Path
) -> None:
    file = write(tmp_path / "i" / "config.toml", 'site_name = "Support"\n')
    result = helpcenter(
        "doctor",
        "--instance",
        str(file.parent),
        HELPCENTER_ARTICLES=str(articles),
        HELPCENTER_DATABASE_URL="postgresql://help:hidden@db/help",
        HELPCENTER_SMTP_PASSWORD="hidden",
        HELPCENTER_CONTACT_SECRET="hidden",
    )
    settings = {line.split()[0]: " ".join(line.split()[1:]) for line in result.output.splitlines() if line.strip()}
    assert settings["site_name"] == f"Support {file}:1"
    assert settings["database_url"] == "postgresql://help:…@db/help HELPCENTER_DATABASE_URL"
    assert settings["workers"] == "2 default"
    assert "hidden" not in result.output
