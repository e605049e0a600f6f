"""A cross-encoder elsewhere: any server that answers `POST …/rerank` as those of Cohere, Jina and vLLM do."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import httpx
import msgspec

from helpcenter.search.reranking.reranker import RerankError, Scale, probabilities

if TYPE_CHECKING:
    from collections.abc import Sequence

# Some servers send the passages back, which are some ten thousand bytes.
_MOST_BYTES = 1024 * 1024
_MOST_SAID = 200
# Searches come seldom, and a new connection may cost as much time as the answer.
_KEEP_OPEN = 120.0
_LIMITS = httpx.Limits(max_connections=16, max_keepalive_connections=8, keepalive_expiry=_KEEP_OPEN)


class _Result(msgspec.Struct):
    index: int
    relevance_score: float


class _Answer(msgspec.Struct):
    results: list[_Result]


_decode = msgspec.json.Decoder(_Answer).decode


class EndpointReranker:
    """A rerank endpoint. The whole of an answer, from the connection on, takes `seconds` at most.

    Redirects are not followed: the address is what the operator wrote, and nothing else is sent the key.
    """

    def __init__(
        self, url: str, model: str = "", *, key: str = "", scale: Scale = Scale.AUTO, seconds: float = 5.0
    ) -> None:
        self.url = _complete(url)
        self.model = model
        self._key = key
        self._scale = scale
        self._seconds = seconds
        self._client: httpx.AsyncClient | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def name(self) -> str:
        """The address, without what may be a password in it."""
        return re.sub(r"//[^/?#]*@", "//…@", self.url).partition("?")[0]

    async def relevance(self, query: str, passages: Sequence[str]) -> tuple[float, ...]:
        """Return how relevant each passage is to the query, as probabilities.

        Raises:
            RerankError: there is no usable answer within the time.
        """
        body: dict[str, object] = {
            "query": _readable(query),
            "documents": [_readable(passage) for passage in passages],
            "top_n": len(passages),
        }
        if self.model:
            body["model"] = self.model
        scores = self._scores(await self._post(msgspec.json.encode(body)), len(passages))
        return probabilities(scores, self._scale, self.name)

    async def close(self) -> None:
        """Let the connections go; the next call opens new ones."""
        client, self._client = self._client, None
        if client is not None:
            await client.aclose()

    async def _post(self, body: bytes) -> bytes:
        """Return the body of the answer."""
        # Packed, a small answer could become a huge one.
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        content = bytearray()
        try:
            # The client's own limits are for each read: a server that trickles would hold us for ever.
            async with (
                asyncio.timeout(self._seconds),
                self._http().stream("POST", self.url, content=body, headers=headers) as answer,
            ):
                async for chunk in answer.aiter_raw():
                    content += chunk
                    if len(content) > _MOST_BYTES:
                        raise self._error(f"answered more than {_MOST_BYTES:,} bytes.")
        except (TimeoutError, httpx.TimeoutException) as error:
            raise self._error(f"did not answer within {self._seconds:g} s.") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._error(f"cannot be asked: {error}") from error
        if answer.status_code != httpx.codes.OK:
            what = "; redirects are not followed" if answer.is_redirect else ""
            said = " ".join(bytes(content).decode("utf-8", "replace").split())
            raise self._error(f"answered {answer.status_code}{what}: {said}")
        return bytes(content)

    def _scores(self, content: bytes, count: int) -> list[float]:
        """Return the scores in the order of the passages."""
        try:
            results = _decode(content).results
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise self._error(f"answered no list of scores: {error}") from error
        results.sort(key=lambda result: result.index)
        if [result.index for result in results] != list(range(count)):
            raise self._error(f"answered {len(results)} scores for {count} passages, or numbered them wrongly.")
        return [result.relevance_score for result in results]

    def _http(self) -> httpx.AsyncClient:
        """The connections of this event loop; those of another, as of the parent after a fork, are not ours."""
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._client = httpx.AsyncClient(follow_redirects=False, timeout=self._seconds, limits=_LIMITS)
            self._loop = loop
        return self._client

    def _error(self, what: str) -> RerankError:
        """Return an error without the key, which a server may repeat in what it says."""
        said = what.replace(self._key, "…") if self._key else what
        return RerankError(f"{self.name} {said if len(said) <= _MOST_SAID else said[:_MOST_SAID] + '…'}")


def _complete(url: str) -> str:
    """Return the address itself; for a server's root or its `/v1`, that of its rerank endpoint."""
    if re.fullmatch(r"https?://[^/?#]*/?", url):
        return f"{url.rstrip('/')}/v1/rerank"
    return f"{url.rstrip('/')}/rerank" if re.search(r"/v\d+/?$", url) else url


def _readable(text: str) -> str:
    """Return a text that every server can read: no NUL, no lone surrogate."""
    return text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
