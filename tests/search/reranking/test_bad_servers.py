"""Searches beside a rerank server that is broken in any way: they answer as without it, and nobody waits for it."""

from __future__ import annotations

import json
import logging
import math
import threading
import time
from typing import TYPE_CHECKING, Any

import pytest

from helpcenter.search.generations import Generations
from helpcenter.search.reranking.time_box import Reranking
from helpcenter.search.results import Confidence, SearchRequest
from tests.search.reranking.overlap_server import answer as by_overlap
from tests.search.semantics.conftest import always, http_server, send

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from helpcenter.search.generation import Generation
    from helpcenter.search.results import SearchResults

pytest.importorskip("httpx", reason="httpx is not installed: rerank endpoints are NOT tested")

from helpcenter.search.reranking.endpoint import EndpointReranker

KEY = "secret-key-1"
QUERY = "address on the invoice"
_released = threading.Event()


def hang(_handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    _released.wait(60)


def trickle(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    try:
        handler.send_response(200)
        handler.end_headers()
        while not _released.wait(0.02):
            handler.wfile.write(b" ")
    except OSError:
        pass  # the client has gone, as it should


def trickle_headers(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    try:
        while not _released.wait(0.02):
            handler.wfile.write(b"HTTP/1.1 200 OK\r\n" if not handler.requestline else b"x")
    except OSError:
        pass


def hang_up(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
    handler.connection.close()


def answer_late(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    _released.wait(60)
    send(handler, by_overlap(body))


def changed(change: Callable[[list[dict[str, Any]]], object]) -> Callable[[BaseHTTPRequestHandler, bytes], None]:
    """The right answer with one thing wrong."""

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        whole = json.loads(by_overlap(body))
        change(whole["results"])
        send(handler, json.dumps(whole).encode())

    return answer


BAD_SERVERS = {
    "hangs": hang,
    "is late": answer_late,
    "trickles": trickle,
    "trickles headers": trickle_headers,
    "hangs up": hang_up,
    "answers 429": always(b"slow down", 429, **{"Retry-After": "3600"}),
    "answers 500": always(b'{"results": []}', 500),
    "answers 401 and repeats the key": always(f"no such key: {KEY}".encode(), 401),
    "redirects": always(b"", 302, Location="http://127.0.0.1:1/"),
    "answers a page": always(b"<!doctype html><title>Welcome</title>"),
    "answers nothing": always(b""),
    "answers a huge body": always(b" " * 3_000_000),
    "answers no results": always(b'{"results": []}'),
    "answers too few": changed(lambda results: results.pop()),
    "answers too many": changed(lambda results: results.append({"index": len(results), "relevance_score": 0.5})),
    "answers one twice": changed(lambda results: results.append(results[0])),
    "numbers from one": changed(lambda results: [each.update(index=each["index"] + 1) for each in results]),
    "numbers below zero": changed(lambda results: results[0].update(index=-1)),
    "answers nan": changed(lambda results: results[0].update(relevance_score=math.nan)),
    "answers infinity": changed(lambda results: results[0].update(relevance_score=-math.inf)),
    "answers null": changed(lambda results: results[0].update(relevance_score=None)),
    "answers words": changed(lambda results: results[0].update(relevance_score="very")),
}


def searched(generation: Generation, *, rerank: bool = True) -> SearchResults:
    return generation.search(SearchRequest(QUERY, "en", rerank=rerank))


@pytest.mark.parametrize("bad", BAD_SERVERS)
def test_a_search_beside_a_bad_server_answers_as_without_it(
    generation: Generation, caplog: pytest.LogCaptureFixture, bad: str
) -> None:
    _released.clear()
    with http_server(BAD_SERVERS[bad]) as url, caplog.at_level(logging.INFO, logger="helpcenter"):
        reranking = Reranking(EndpointReranker(url, key=KEY, seconds=60), seconds=0.5)
        reranked = Generations(generation.folder.parent, reranking=reranking).current()
        try:
            before = searched(reranked, rerank=False)
            # The server is still hanging when the last one has been answered.
            answers = [searched(reranked) for _ in range(5)]
        finally:
            _released.set()
            reranking.close()

    assert before.confidence is Confidence.ANSWERED
    for after in answers:
        assert (after.hits, after.total, after.confidence, after.confidence_score) == (
            before.hits,
            before.total,
            before.confidence,
            before.confidence_score,
        )
        assert not after.complete
    (told,) = [record.getMessage() for record in caplog.records if record.name.startswith("helpcenter")]
    assert told.startswith(f"Searching without the reranking server: {url}/v1/rerank ")
    assert KEY not in told


def test_a_server_that_recovers_is_used_again(generation: Generation) -> None:
    is_broken = True
    asked = 0

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        nonlocal asked
        asked += 1
        if is_broken:
            send(handler, b"", 500)
        else:
            send(handler, by_overlap(body))

    now = time.monotonic()
    with http_server(answer) as url:
        reranking = Reranking(EndpointReranker(url), 30, clock=lambda: now)
        reranked = Generations(generation.folder.parent, reranking=reranking).current()
        for _ in range(5):
            assert not searched(reranked).complete
        assert asked == 3
        is_broken = False
        assert not searched(reranked).complete
        now += 11
        assert searched(reranked).complete
        reranking.close()
