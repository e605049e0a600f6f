"""The client of a rerank endpoint, against real servers: a good one and every kind of bad one."""

from __future__ import annotations

import asyncio
import gzip
import json
import math
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from helpcenter.search.reranking.reranker import RerankError, Scale
from tests.search.reranking.overlap_server import overlap_server
from tests.search.semantics.conftest import always, http_server, pour, send

if TYPE_CHECKING:
    from collections.abc import Sequence
    from http.server import BaseHTTPRequestHandler

pytest.importorskip("httpx", reason="httpx is not installed: rerank endpoints are NOT tested")

from helpcenter.search.reranking.endpoint import EndpointReranker

KEY = "secret-key-1"
TWO = ("one", "two")


def asked(url: str, passages: Sequence[str] = TWO, query: str = "q", **named: Any) -> tuple[float, ...]:
    async def ask() -> tuple[float, ...]:
        reranker = EndpointReranker(url, **named)
        try:
            return await reranker.relevance(query, passages)
        finally:
            await reranker.close()

    # In a thread of its own: Playwright's tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()


def scores(*numbers: object) -> bytes:
    return json.dumps(
        {"results": [{"index": place, "relevance_score": number} for place, number in enumerate(numbers)]}
    ).encode()


def test_a_real_server_judges_passages_in_their_order() -> None:
    with overlap_server() as url:
        assert asked(url, ["Print a label", "Reset your password"], "reset the password") == (0.0, 1.0)


def test_question_is_sent_as_cohere_jina_and_vllm_want_it_and_answers_are_put_in_order() -> None:
    seen: list[tuple[str, str | None, object]] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((handler.path, handler.headers["Authorization"], json.loads(body)))
        results = [
            {"index": 1, "relevance_score": 0.9, "document": {"text": "two"}},
            {"index": 0, "relevance_score": 0.25, "document": {"text": "one"}},
        ]
        send(handler, json.dumps({"id": "x", "results": results, "meta": {"billed_units": {}}}).encode())

    with http_server(answer) as url:
        assert asked(url, model="m", key=KEY) == (0.25, 0.9)

    assert seen == [
        ("/v1/rerank", f"Bearer {KEY}", {"model": "m", "query": "q", "documents": ["one", "two"], "top_n": 2})
    ]


def test_no_model_and_no_key_are_sent_where_none_are_set() -> None:
    seen: list[tuple[str | None, dict[str, object]]] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((handler.headers["Authorization"], json.loads(body)))
        send(handler, scores(0, 1))

    with http_server(answer) as url:
        asked(url)
    assert seen[0][0] is None
    assert "model" not in seen[0][1]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("http://h:1", "http://h:1/v1/rerank"),
        ("http://h:1/", "http://h:1/v1/rerank"),
        ("http://h/v2", "http://h/v2/rerank"),
        ("http://h/api/v1/", "http://h/api/v1/rerank"),
        ("http://h/rerank", "http://h/rerank"),
        ("http://h/v1/rerank", "http://h/v1/rerank"),
        ("http://h/models/reranking", "http://h/models/reranking"),
    ],
)
def test_address_may_be_the_server_its_version_or_the_whole(given: str, url: str) -> None:
    assert EndpointReranker(given).url == url


def test_name_has_no_password() -> None:
    assert EndpointReranker("http://reader:letmein@h/v1").name == "http://…@h/v1/rerank"


@pytest.mark.parametrize(
    ("scale", "given", "read"),
    [
        (Scale.AUTO, (0.25, 1), (0.25, 1.0)),
        (Scale.AUTO, (0.5, -8.0), (1 / (1 + math.exp(-0.5)), 1 / (1 + math.exp(8.0)))),
        (Scale.AUTO, (1e300, -1e300), (1.0, 0.0)),
        (Scale.LOGIT, (0, 0.5), (0.5, 1 / (1 + math.exp(-0.5)))),
        (Scale.PROBABILITY, (0, 0.5), (0.0, 0.5)),
    ],
)
def test_scores_become_probabilities(scale: Scale, given: tuple[float, ...], read: tuple[float, ...]) -> None:
    with http_server(always(scores(*given))) as url:
        assert asked(url, scale=scale) == pytest.approx(read)


def test_a_logit_where_probabilities_were_promised_is_refused() -> None:
    with http_server(always(scores(0.5, 7.7))) as url, pytest.raises(RerankError, match=r"7\.7.*rerank_scale"):
        asked(url, scale=Scale.PROBABILITY)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Welcome</html>", "no list of scores"),
        (b"", "no list of scores"),
        (b"\xff\xfe", "no list of scores"),
        (b"[0.1, 0.2]", "no list of scores"),
        (b'{"results": "none"}', "no list of scores"),
        (b'{"error": {"message": "no"}}', "no list of scores"),
        (b'{"results": [{"index": 0}, {"index": 1}]}', "no list of scores"),
        (scores("a", "b"), "no list of scores"),
        (scores(None, 1), "no list of scores"),
        (scores(math.nan, 1), "no list of scores"),
        (scores(math.inf, 1), "no list of scores"),
        (b'{"results": [{"index": 0, "relevance_score": 1e999}, {"index": 1, "relevance_score": 1}]}', "score"),
        (b'{"results": [{"index": true, "relevance_score": 1}, {"index": 1, "relevance_score": 1}]}', "no list"),
        (b'{"results": []}', "0 scores for 2 passages"),
        (scores(1), "1 scores for 2 passages"),
        (scores(1, 0, 1), "3 scores for 2 passages"),
        (
            b'{"results": [{"index": 0, "relevance_score": 1}, {"index": 0, "relevance_score": 1}]}',
            "numbered them wrongly",
        ),
        (
            b'{"results": [{"index": 0, "relevance_score": 1}, {"index": 2, "relevance_score": 1}]}',
            "numbered them wrongly",
        ),
        (
            b'{"results": [{"index": -1, "relevance_score": 1}, {"index": 0, "relevance_score": 1}]}',
            "numbered them wrongly",
        ),
    ],
)
def test_an_answer_that_is_no_list_of_scores_is_refused(body: bytes, message: str) -> None:
    with http_server(always(body)) as url, pytest.raises(RerankError, match=message) as caught:
        asked(url, key=KEY)
    assert url in str(caught.value)


@pytest.mark.parametrize("status", [201, 204, 400, 401, 404, 429, 500, 503])
def test_a_status_other_than_ok_is_refused_with_what_the_server_said(status: int) -> None:
    said = b"" if status == 204 else b"please\n mend it"
    with http_server(always(said, status)) as url, pytest.raises(RerankError, match=f"answered {status}"):
        asked(url)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else(status: int) -> None:
    elsewhere: list[str] = []

    def other(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        elsewhere.append(handler.path)
        send(handler, scores(0, 1))

    with (
        http_server(other) as target,
        http_server(always(b"", status, Location=f"{target}/v1/rerank")) as url,
        pytest.raises(RerankError, match="redirects are not followed"),
    ):
        asked(url, key=KEY)
    assert elsewhere == []


@pytest.mark.parametrize("status", [200, 401])
def test_a_key_that_the_server_repeats_is_not_told(status: int) -> None:
    said = ("x" * 150 + f" Incorrect API key: {KEY}" * 2).encode()
    with http_server(always(said, status)) as url, pytest.raises(RerankError) as caught:
        asked(url, key=KEY)
    assert "secret" not in str(caught.value)


def test_packed_answers_are_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    with (
        http_server(always(bomb, 200, **{"Content-Encoding": "gzip"})) as url,
        pytest.raises(RerankError, match="no list of scores"),
    ):
        asked(url)


def test_a_server_that_hangs_is_given_up() -> None:
    released = threading.Event()

    def hang(_handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        released.wait(60)

    with http_server(hang) as url:
        with pytest.raises(RerankError, match=r"did not answer within 0\.2 s"):
            asked(url, seconds=0.2)
        released.set()


@pytest.mark.parametrize("begins_with", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_a_server_that_trickles_is_given_up_in_the_headers_too(begins_with: bytes) -> None:
    def trickle(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        try:
            handler.wfile.write(begins_with)
            while True:
                handler.wfile.write(b"x")
                time.sleep(0.02)
        except OSError:
            pass  # the client has gone, as it should

    with http_server(trickle) as url, pytest.raises(RerankError):
        asked(url, seconds=0.3)


def test_an_endless_answer_is_given_up() -> None:
    with http_server(pour) as url, pytest.raises(RerankError, match="more than 1,048,576 bytes"):
        asked(url, seconds=60)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[::1", "http://127.0.0.1:x"])
def test_a_server_that_is_not_there_is_named(url: str) -> None:
    with pytest.raises(RerankError, match="cannot be asked"):
        asked(url)


def test_what_no_server_can_read_is_sent_readable() -> None:
    seen: list[Any] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append(json.loads(body))
        send(handler, scores(0))

    with http_server(answer) as url:
        asked(url, ["a\0b \udcff"], "\ud800 👍 領収書")
    assert seen[0]["documents"] == ["a b ?"]
    assert seen[0]["query"] == "? 👍 領収書"
