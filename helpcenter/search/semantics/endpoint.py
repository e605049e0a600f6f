"""A model elsewhere: any server that answers `POST /v1/embeddings` as OpenAI's does."""

from __future__ import annotations

import hashlib
import os
import re
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING

import httpx
import msgspec
import numpy as np

from helpcenter.search.semantics.embedder import EmbeddingError, Matrix, checked

if TYPE_CHECKING:
    from collections.abc import Sequence

_BATCH = 32
_MOST_CHARACTERS = 2000
_MOST_BYTES = 64 * 1024 * 1024


class Style(StrEnum):
    """How the server is told a query from a passage: not at all, by e5's prefixes, or by a field of the request."""

    PLAIN = "plain"
    E5 = "e5"
    INPUT_TYPE = "input_type"


class _Embedding(msgspec.Struct):
    embedding: list[float]
    index: int


class _Answer(msgspec.Struct):
    data: list[_Embedding]


_decode = msgspec.json.Decoder(_Answer).decode


class EndpointEmbedder:
    """An embeddings endpoint; its dimension is what its first answer has, and must stay so."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str = "",
        style: Style = Style.PLAIN,
        query_seconds: float = 5.0,
        passage_seconds: float = 60.0,
    ) -> None:
        self.url = _complete(url)
        self.model = model
        self._headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._style = style
        self._seconds = {"query": query_seconds, "passage": passage_seconds}
        self._dimensions = 0
        self._client: httpx.Client | None = None
        self._owner = 0

    @property
    def name(self) -> str:
        """The model, and a digest of where and how it is asked."""
        where = hashlib.sha256(f"{self.url}\n{self.model}\n{self._style}".encode()).hexdigest()[:10]
        return f"{re.sub(r'[^A-Za-z0-9.]+', '-', self.model).strip('-.')[:60]}-{where}"

    @property
    def dimensions(self) -> int:
        """The length of a vector; asks the server when nothing was asked yet."""
        if not self._dimensions:
            self.queries(["?"])
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what readers ask."""
        return self._vectors(texts, "query")

    def passages(self, texts: Sequence[str]) -> Matrix:
        """Return the vectors of what articles say."""
        return self._vectors(texts, "passage")

    def close(self) -> None:
        """Let the connections go; the next call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _vectors(self, texts: Sequence[str], kind: str) -> Matrix:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return np.concatenate(
            [self._batch(texts[first : first + _BATCH], kind) for first in range(0, len(texts), _BATCH)]
        )

    def _batch(self, texts: Sequence[str], kind: str) -> Matrix:
        prefix = f"{kind}: " if self._style is Style.E5 else ""
        body: dict[str, object] = {"model": self.model, "input": [prefix + _readable(text) for text in texts]}
        if self._style is Style.INPUT_TYPE:
            body["input_type"] = kind
        rows = self._rows(self._post(msgspec.json.encode(body), self._seconds[kind]), len(texts))
        vectors = checked(rows, len(texts), self._dimensions or rows.shape[1], self.url)
        self._dimensions = rows.shape[1]
        return vectors

    def _post(self, body: bytes, seconds: float) -> bytes:
        """Return the body of the answer, all of it within the time."""
        deadline = monotonic() + seconds
        content = bytearray()
        headers = {"Content-Type": "application/json", **self._headers}
        try:
            with self._http().stream("POST", self.url, content=body, headers=headers, timeout=seconds) as answer:
                # The client's own limit is for each read: a server that trickles would hold us for ever.
                for chunk in answer.iter_bytes():
                    content += chunk
                    if monotonic() > deadline:
                        raise EmbeddingError(f"{self.url} did not answer within {seconds:g} s.")
                    if len(content) > _MOST_BYTES:
                        raise EmbeddingError(f"{self.url} answered more than {_MOST_BYTES:,} bytes.")
        except httpx.TimeoutException as error:
            raise EmbeddingError(f"{self.url} did not answer within {seconds:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise EmbeddingError(f"{self.url} cannot be asked: {error}") from error
        if answer.status_code != httpx.codes.OK:
            said = bytes(content[:200]).decode("utf-8", "replace")
            raise EmbeddingError(f"{self.url} answered {answer.status_code} for model {self.model!r}: {said}")
        return bytes(content)

    def _rows(self, content: bytes, count: int) -> Matrix:
        try:
            data = sorted(_decode(content).data, key=lambda row: row.index)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise EmbeddingError(f"{self.url} answered no list of embeddings: {error}") from error
        if [row.index for row in data] != list(range(count)):
            raise EmbeddingError(
                f"{self.url} answered {len(data)} embeddings for {count} texts, or numbered them wrongly."
            )
        dimensions = self._dimensions or len(data[0].embedding)
        wrong = next((len(row.embedding) for row in data if len(row.embedding) != dimensions), None)
        if wrong is not None or not dimensions:
            raise EmbeddingError(
                f"{self.url} answered {wrong or 0} dimensions, not {dimensions} as before. If model {self.model!r} was "
                "replaced there, start the help center again and run `helpcenter index`."
            )
        with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as such
            return np.array([row.embedding for row in data], dtype=np.float64).astype(np.float32)

    def _http(self) -> httpx.Client:
        """The connections of this process; those of the parent are not ours after a fork."""
        if self._client is None or self._owner != os.getpid():
            self._client, self._owner = httpx.Client(follow_redirects=False), os.getpid()
        return self._client


def _complete(url: str) -> str:
    """Return the address of the embeddings for a server's root, its `/v1`, or the address itself."""
    url = url.rstrip("/")
    if url.endswith("/embeddings"):
        return url
    return f"{url}/embeddings" if re.search(r"/v\d+$", url) else f"{url}/v1/embeddings"


def _readable(text: str) -> str:
    return text[:_MOST_CHARACTERS].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
