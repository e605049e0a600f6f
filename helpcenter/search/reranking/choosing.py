"""Which cross-encoder the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.errors import ConfigError
from helpcenter.search.reranking.reranker import Reranker, Scale
from helpcenter.search.reranking.time_box import Reranking

if TYPE_CHECKING:
    from helpcenter.config import Config

# A late answer serves whoever asks the same again.
_LEAST_PATIENCE = 5.0


def reranker_of(config: Config, seconds: float = _LEAST_PATIENCE) -> Reranker | None:
    """Return the cross-encoder, given up after so long; None when the settings name none. Nothing is asked yet.

    Raises:
        ConfigError: there is no way to ask it.
    """
    if not config.rerank_url:
        return None
    if not (config.rerank_key.isascii() and config.rerank_key.isprintable()):
        raise ConfigError("rerank_key has characters that no key can have. Write letters, digits and signs of ASCII.")
    try:
        from helpcenter.search.reranking.endpoint import EndpointReranker  # noqa: PLC0415 (httpx is optional)
    except ImportError as error:
        raise ConfigError(f"rerank_url needs httpx ({error}). Install helpcenter[semantic].") from error
    return EndpointReranker(
        config.rerank_url,
        config.rerank_model,
        key=config.rerank_key,
        scale=Scale(config.rerank_scale),
        seconds=seconds,
    )


def reranking_of(config: Config) -> Reranking | None:
    """Return whom searches ask, waiting as long as the settings say; None for nobody."""
    seconds = config.rerank_timeout_ms / 1000
    reranker = reranker_of(config, max(seconds, _LEAST_PATIENCE))
    return None if reranker is None else Reranking(reranker, seconds, config.rerank_relevant_percent / 100)
