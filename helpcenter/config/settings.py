"""Settings: one table that feeds validation, ``--help``, ``helpcenter doctor`` and the manual."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "HELPCENTER_"

Value = str | int | Path | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `low` and `high` limit a number, `pattern` a text or each name of a list.

    `form` is the pattern in words.
    """

    name: str
    kind: type[str | int | Path | tuple[str, ...]]
    default: Value
    help: str
    low: int = 0
    high: int = 0
    pattern: str = ""
    form: str = ""

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()

    @property
    def flag(self) -> str:
        """The command-line flag that sets it."""
        return "--" + self.name.replace("_", "-")


SETTINGS: tuple[Setting, ...] = (
    Setting("articles", Path, Path("articles"), "Folder of the articles, {locale}/{topic}/{slug}.md."),
    Setting("instance", Path, Path("instance"), "Folder for what is written: index, database, config.toml."),
    Setting("host", str, "127.0.0.1", "Address to listen on; 0.0.0.0 for every network interface."),
    Setting("port", int, 8000, "Port to listen on; 0 takes any free one.", low=0, high=65535),
    Setting("workers", int, 2, "Server processes; one for each core is a good start.", low=1, high=256),
    Setting("threads", int, 4, "Threads in each server process.", low=1, high=256),
    Setting("site_name", str, "Help Center", "Name of the site, shown on every page."),
    Setting(
        "base_url",
        str,
        "",
        "Address readers know the site by, for canonical links, feeds and sitemaps (default: the host they ask for).",
        pattern=r"https?://[^\s/?#@]+/?",
        form="https://help.example.com, without a path",
    ),
    Setting(
        "default_locale",
        str,
        "en",
        "Locale for readers whose browser asks for none that the site has.",
        pattern="[a-z]{2}(-[A-Z]{2})?",
        form="two letters such as ja, or five such as pt-BR",
    ),
    Setting(
        "show_author",
        str,
        "off",
        "Name who changed an article last, as git tells: on or off.",
        pattern="on|off",
        form="on or off",
    ),
    Setting(
        "video_hosts",
        tuple,
        ("www.youtube-nocookie.com", "player.vimeo.com"),
        "Hosts whose players articles may show, separated by commas; nothing is loaded before a click.",
    ),
    Setting(
        "product_url",
        str,
        "",
        "Address of your product; articles with targets then offer to show the way in it.",
        pattern=r"https?://[^\s/?#]+[^\s?#]*",
        form="https://HOST or https://HOST/PATH",
    ),
    Setting(
        "edit_url",
        str,
        "",
        "Address at which your hosting platform edits a file of the articles folder, for fixes of gaps.",
        pattern=r"https?://[^\s/?#]+[^\s]*\{path\}[^\s]*",
        form="https://github.com/OWNER/NAME/edit/main/articles/{path}",
    ),
    Setting(
        "database_url",
        str,
        "",
        "Database for what is recorded (default: the SQLite file helpcenter.db in the instance folder).",
        pattern=r"sqlite:///(?!:memory:).+|postgresql(\+psycopg)?://.*",
        form="sqlite:///FILE or postgresql://USER@HOST/NAME",
    ),
    Setting(
        "redis_url",
        str,
        "",
        "Redis or Valkey, in which all workers and servers share their limits (default: each counts for itself).",
        pattern=r"(rediss?|unix)://.+",
        form="redis://HOST:PORT or unix://PATH",
    ),
    Setting(
        "retention_days",
        int,
        90,
        "Days that votes, questions and searches are kept; counts of views stay.",
        low=1,
        high=3_650,
    ),
    Setting(
        "learning",
        str,
        "on",
        "Let what readers open and find helpful move results a little: on or off.",
        pattern="on|off",
        form="on or off",
    ),
    Setting(
        "semantic",
        str,
        "auto",
        "Search by meaning beside words: on, off, or auto, which is on when there is a model.",
        pattern="auto|on|off",
        form="auto, on or off",
    ),
    Setting(
        "semantic_timeout_ms",
        int,
        150,
        "Longest time a search waits for the model, in milliseconds; after that words alone decide.",
        low=1,
        high=10_000,
    ),
    Setting(
        "embeddings_url",
        str,
        "",
        "Server with an OpenAI-compatible /v1/embeddings, in place of the built-in model.",
        pattern=r"https?://[^\s/]+.*",
        form="http://HOST:PORT/v1 or https://HOST/v1",
    ),
    Setting("embeddings_model", str, "", "Name of the model on that server."),
    Setting("embeddings_key", str, "", "Key that server asks for; better in the environment than in a flag."),
    Setting(
        "embeddings_style",
        str,
        "plain",
        "How that server is told queries from passages: plain (not at all), e5 (prefixes) or input_type (a field).",
        pattern="plain|e5|input_type",
        form="plain, e5 or input_type",
    ),
    Setting(
        "rerank_url",
        str,
        "",
        "Server with a /rerank as of Cohere, Jina or vLLM, which puts the first results in order (default: none).",
        pattern=r"https?://[^\s/?#]+[^\s?#]*",
        form="http://HOST:PORT/v1/rerank or https://HOST/v1/rerank",
    ),
    Setting("rerank_model", str, "", "Name of the model on that server, if it asks for one."),
    Setting("rerank_key", str, "", "Key that server asks for; better in the environment than in a flag."),
    Setting(
        "rerank_timeout_ms",
        int,
        300,
        "Longest time a search waits for that server, in milliseconds; after that it goes on without.",
        low=1,
        high=10_000,
    ),
    Setting(
        "rerank_scale",
        str,
        "auto",
        "What its scores are: probability (0 to 1), logit, or auto, which takes scores outside 0 to 1 for logits.",
        pattern="auto|probability|logit",
        form="auto, probability or logit",
    ),
    Setting(
        "rerank_relevant_percent",
        int,
        50,
        "How relevant the first result has to be, in percent, to be shown as an answer.",
        low=0,
        high=100,
    ),
    Setting(
        "contact",
        str,
        "",
        "Where questions go when no article fits: an e-mail address, webhook:URL, or the URL of another page.",
        pattern=r"(mailto:)?[^\s@:/]+@[^\s@]+|(webhook:)?https?://[^\s/]+[^\s]*",
        form="support@example.com, webhook:https://HOST/PATH or https://HOST/PATH",
    ),
    Setting("contact_secret", str, "", "Secret that questions to a webhook are signed with."),
    Setting(
        "contact_private",
        str,
        "off",
        "Let the webhook be in a private network: on or off.",
        pattern="on|off",
        form="on or off",
    ),
    Setting("smtp_host", str, "", "Server that sends mail."),
    Setting("smtp_port", int, 587, "Its port: 587 for starttls, 465 for tls, 25 for off.", low=1, high=65535),
    Setting(
        "smtp_tls",
        str,
        "starttls",
        "How the way to it is encrypted: starttls, tls, or off for a server on this machine.",
        pattern="starttls|tls|off",
        form="starttls, tls or off",
    ),
    Setting("smtp_user", str, "", "User name for it; without one nobody signs in."),
    Setting("smtp_password", str, "", "Password for it; better in the environment than in a flag."),
    Setting(
        "smtp_from",
        str,
        "",
        "Address that mail is sent from (default: the one of contact).",
        pattern=r"[^\s@]+@[^\s@]+",
        form="help@example.com",
    ),
    Setting(
        "digest",
        str,
        "",
        "Where the figures of each week go: an e-mail address, or webhook:URL, signed with contact_secret.",
        pattern=r"(mailto:)?[^\s@:/]+@[^\s@]+|webhook:https?://[^\s/]+[^\s]*",
        form="support@example.com or webhook:https://HOST/PATH",
    ),
    Setting(
        "embed_origins",
        tuple,
        (),
        "Origins of your product's pages, separated by commas; scripts of no other page may ask the guide's addresses.",
        pattern=r"https?://[^\s/?#@*]+",
        form="https://app.example.com, without a path",
    ),
    Setting(
        "identity_keys",
        tuple,
        (),
        "Keys that your product signs tokens with, as ID:SECRET, at most two (default: those of helpcenter identity).",
        pattern=r"[A-Za-z0-9_-]{1,32}:\S{32,200}",
        form="ID:SECRET with a secret of at least 32 characters",
    ),
    Setting(
        "demo",
        str,
        "off",
        "Serve a small product at /demo/ to try the guide in: on or off.",
        pattern="on|off",
        form="on or off",
    ),
    Setting(
        "trusted_hosts",
        tuple,
        ("localhost", "127.0.0.1"),
        "Host names the site answers to beside its own, separated by commas; .example.com takes all below it.",
    ),
    Setting(
        "log_level",
        str,
        "warning",
        "How much the server tells: debug, info (every request), warning or error.",
        pattern="debug|info|warning|error",
        form="debug, info, warning or error",
    ),
)
SECRETS = frozenset(
    {"contact_secret", "database_url", "embeddings_key", "identity_keys", "redis_url", "rerank_key", "smtp_password"}
)
"""Settings that everybody could read in a list of processes, were they flags of the server."""
BY_NAME: Mapping[str, Setting] = MappingProxyType({setting.name: setting for setting in SETTINGS})
