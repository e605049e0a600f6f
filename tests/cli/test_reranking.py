"""Reranking, from the settings to the running server."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from helpcenter.config import load_config
from helpcenter.search.reranking.choosing import reranking_of
from tests.cli.conftest import write
from tests.cli.test_serve import serving
from tests.search.reranking.overlap_server import overlap_server
from tests.search.semantics.conftest import always, http_server

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.conftest import HelpCenter

pytest.importorskip("httpx", reason="httpx is not installed: rerank endpoints are NOT tested")

KEY = "secret-key-1"


@pytest.fixture(scope="module")
def overlap() -> Iterator[str]:
    with overlap_server() as url:
        yield url


def finding(output: str) -> str:
    return next(line for line in output.splitlines() if "  reranking " in line)


def test_nobody_is_asked_unless_a_server_is_named(published: Path) -> None:
    assert reranking_of(load_config({"instance": published}, {})) is None


def test_doctor_tells_that_it_is_off(helpcenter: HelpCenter, published: Path) -> None:
    result = helpcenter("doctor", "--instance", str(published), "--port", "0", HELPCENTER_SEMANTIC="off")
    assert "off: rerank_url names no server" in finding(result.output)
    assert finding(result.output).startswith("ok")


def test_doctor_tells_how_well_it_works(helpcenter: HelpCenter, published: Path, overlap: str) -> None:
    settings = {"HELPCENTER_RERANK_URL": overlap, "HELPCENTER_RERANK_TIMEOUT_MS": "10000"}
    result = helpcenter("doctor", "--instance", str(published), "--port", "0", HELPCENTER_SEMANTIC="off", **settings)
    told = finding(result.output)
    assert told.startswith("ok")
    assert f"{overlap}/v1/rerank judges 10 passages in" in told
    assert "a right one is 100% relevant, a wrong one 0%" in told


@pytest.mark.parametrize(
    ("body", "status", "told"),
    [
        (f"no such key: {KEY}".encode(), 401, "answered 401: no such key: …"),
        (b"<html>", 200, "answered no list of scores"),
        (b'{"results": []}', 200, "answered 0 scores for 1 passages"),
    ],
)
def test_doctor_fails_where_it_does_not_work_and_never_shows_the_key(
    helpcenter: HelpCenter, published: Path, body: bytes, status: int, told: str
) -> None:
    with http_server(always(body, status)) as url:
        settings = {"HELPCENTER_RERANK_URL": url, "HELPCENTER_RERANK_KEY": KEY, "HELPCENTER_SEMANTIC": "off"}
        result = helpcenter("doctor", "--instance", str(published), "--port", "0", **settings)
    assert result.exit_code == 1
    assert finding(result.output).startswith("fail")
    assert told in finding(result.output)
    assert "Searches go on without it" in result.output
    assert re.search(r"^rerank_key +… +HELPCENTER_RERANK_KEY", result.output, re.MULTILINE)
    assert KEY not in result.output


@pytest.mark.parametrize("key", ["secret\nkey", "secret-キー"])
def test_a_key_that_no_request_can_carry_is_told_but_not_shown(
    helpcenter: HelpCenter, published: Path, key: str
) -> None:
    settings = {"HELPCENTER_RERANK_URL": "http://127.0.0.1:1", "HELPCENTER_RERANK_KEY": key}
    result = helpcenter("search", "refund", "--instance", str(published), **settings)
    assert result.exit_code == 2
    assert "rerank_key has characters that no key can have" in result.stderr
    assert "secret" not in result.output + result.stderr


@pytest.mark.parametrize("url", ["gpu:8000", "ftp://gpu/rerank", "http://gpu/rerank?key=x", "http:///rerank"])
def test_an_address_that_is_none_is_told(helpcenter: HelpCenter, published: Path, url: str) -> None:
    result = helpcenter("search", "refund", "--instance", str(published), HELPCENTER_RERANK_URL=url)
    assert result.exit_code == 2
    assert "rerank_url cannot be" in result.stderr


def test_search_and_evaluate_ask_the_server(
    helpcenter: HelpCenter, published: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "judged.tsv", "query\tlang\tslugs\nmoney back\ten\tbilling/refund\n")
    asked: list[bytes] = []

    def refuse(handler: object, body: bytes) -> None:
        asked.append(body)
        always(b"", 500)(handler, body)  # type: ignore[arg-type]

    with http_server(refuse) as url:
        settings = {"HELPCENTER_RERANK_URL": url, "HELPCENTER_SEMANTIC": "off"}
        common = ("--instance", str(published))
        assert helpcenter("evaluate", "judged.tsv", *common, **settings).exit_code == 0
        assert len(asked) == 0
        reranked = helpcenter("evaluate", "judged.tsv", "--rerank", *common, **settings)
        assert reranked.exit_code == 0
        assert "1 of 1 searches went on without a model" in reranked.stderr
        assert len(asked) == 1
        found = helpcenter("search", "money", "--json", *common, **settings)
        assert len(asked) == 2
    assert json.loads(found.stdout)["hits"][0]["slug"] == "billing/refund"


def test_evaluate_cannot_rerank_without_a_server(helpcenter: HelpCenter, published: Path, tmp_path: Path) -> None:
    judged = write(tmp_path / "judged.tsv", "query\tlang\tslugs\nmoney back\ten\tbilling/refund\n")
    result = helpcenter("evaluate", str(judged), "--rerank", "--instance", str(published))
    assert result.exit_code == 2
    assert "set rerank_url" in result.stderr


def test_submitted_searches_of_the_site_are_reranked_and_suggestions_are_not(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overlap: str
) -> None:
    write(articles / "en" / "printer.md", "---\ntitle: Printer\n---\nA printer, a printer, a printer.\n")
    write(
        articles / "en" / "ink.md",
        "---\ntitle: Ink for the printer\n---\nThe cartridge of a printer holds ink for a year.\n",
    )
    asked: list[bytes] = []

    def count(handler: object, body: bytes) -> None:
        asked.append(body)
        results = [
            {"index": place, "relevance_score": float("cartridge" in passage)}
            for place, passage in enumerate(json.loads(body)["documents"])
        ]
        always(json.dumps({"results": results}).encode())(handler, body)  # type: ignore[arg-type]

    monkeypatch.setenv("HELPCENTER_SEMANTIC", "off")
    with http_server(count) as url:
        monkeypatch.setenv("HELPCENTER_RERANK_URL", url)
        monkeypatch.setenv("HELPCENTER_RERANK_TIMEOUT_MS", "10000")
        monkeypatch.setenv("HELPCENTER_RERANK_KEY", KEY)
        with serving(articles, tmp_path / "instance") as served:
            served.page("/api/v1/suggest?locale=en&q=printer")
            served.page("/embed/search?locale=en&q=printer")
            assert asked == []
            hits = json.loads(served.page("/api/v1/search?locale=en&q=printer"))["hits"]
            assert [hit["slug"] for hit in hits[:2]] == ["ink", "printer"]
            page = served.page("/en/search?q=printer")
            assert page.index("/en/articles/ink") < page.index("/en/articles/printer")
            assert asked
            assert KEY not in served.output
            assert "Traceback" not in served.output
