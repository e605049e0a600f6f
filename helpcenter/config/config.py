"""The settings in force, and the folders and files that follow from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True)
class Config:
    """The value of every setting; paths are absolute."""

    articles: Path
    instance: Path
    host: str
    port: int
    workers: int
    threads: int
    site_name: str
    base_url: str
    default_locale: str
    show_author: Literal["on", "off"]
    video_hosts: tuple[str, ...]
    product_url: str
    edit_url: str
    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)
    retention_days: int
    learning: Literal["on", "off"]
    semantic: Literal["auto", "on", "off"]
    semantic_timeout_ms: int
    embeddings_url: str
    embeddings_model: str
    embeddings_key: str = field(repr=False)
    embeddings_style: Literal["plain", "e5", "input_type"]
    rerank_url: str
    rerank_model: str
    rerank_key: str = field(repr=False)
    rerank_timeout_ms: int
    rerank_scale: Literal["auto", "probability", "logit"]
    rerank_relevant_percent: int
    contact: str
    contact_secret: str = field(repr=False)
    contact_private: Literal["on", "off"]
    smtp_host: str
    smtp_port: int
    smtp_tls: Literal["starttls", "tls", "off"]
    smtp_user: str
    smtp_password: str = field(repr=False)
    smtp_from: str
    digest: str
    embed_origins: tuple[str, ...]
    identity_keys: tuple[str, ...] = field(repr=False)
    demo: Literal["on", "off"]
    trusted_hosts: tuple[str, ...]
    log_level: Literal["debug", "info", "warning", "error"]

    @property
    def edits_here(self) -> bool:
        """Whether this is a writer's own machine, where a fix may be written into the articles folder itself."""
        return self.host in _HERE and not self.base_url and not self.edit_url

    @property
    def index(self) -> Path:
        """The folder of the index generations."""
        return self.instance / "index"

    @property
    def internal_index(self) -> Path:
        """The folder of the generations for signed-in readers; there when the library has internal articles."""
        return self.instance / "index-internal"

    @property
    def overrides(self) -> Path:
        """The folder of templates, static files and catalogues that go before the product's own."""
        return self.instance / "overrides"

    @property
    def cards(self) -> Path:
        """The folder of the pictures of links."""
        return self.instance / "cards"

    @property
    def spool(self) -> Path:
        """The folder of what readers said while the database was away."""
        return self.instance / "spool"

    @property
    def searches(self) -> Path:
        """The folder of searches that could not be logged yet."""
        return self.instance / "searches"

    @property
    def secret(self) -> Path:
        """The file of the key that sessions and forms are signed with."""
        return self.instance / "secret"

    @property
    def identity_key_file(self) -> Path:
        """The file of the keys by which a product says who its user is."""
        return self.instance / "identity-keys.json"

    @property
    def vectors(self) -> Path:
        """The folder of the vectors that were computed, by model."""
        return self.instance / "vectors"
