"""Ways to people: mail through SMTP, a webhook that is signed, or a link to somewhere else."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import smtplib
import socket
import ssl
from contextlib import closing
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from http.client import HTTPConnection, HTTPException
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import msgspec

from helpcenter.clock import utc_now
from helpcenter.errors import ConfigError, DeliveryError

if TYPE_CHECKING:
    from datetime import datetime

    from helpcenter.config import Config
    from helpcenter.insights.questions import Question

SECONDS: Final = 5.0
"""For so long a server may be silent; the reader waits as well."""
_WEBHOOK: Final = "webhook:"
_LABELS: Final = {
    "en": ("Question from the help center", "Name", "Searched for", "Read"),
    "ja": ("ヘルプセンターからの質問", "お名前", "検索した言葉", "読んだ記事"),
}


@dataclass(frozen=True, slots=True)
class Mail:
    """Mail to one address, through one server; `tls` is ``starttls``, ``tls`` or ``off``."""

    to: str
    host: str
    port: int
    user: str
    password: str
    sender: str
    tls: str

    def send(self, question: Question) -> None:
        """Send a mail that can be answered.

        Raises:
            DeliveryError: the server cannot be reached, or did not take it.
        """
        self.post(self.message(question))

    def write(self, subject: str, text: str, identity: str) -> None:
        """Send a mail of our own; `identity` is the same each time, so that what arrives twice is known to be one.

        Raises:
            DeliveryError: the server cannot be reached, or did not take it.
        """
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = subject, self.sender, self.to
        message["Date"] = utc_now()
        message["Message-ID"] = f"<{identity}@{self.sender.rpartition('@')[2]}>"
        message.set_content(text, cte="base64")
        self.post(message)

    def post(self, message: EmailMessage) -> None:
        """Hand a mail to the server.

        Raises:
            DeliveryError: the server cannot be reached, or did not take it.
        """
        try:
            with self._connected() as server:
                if self.tls == "starttls":
                    server.starttls(context=ssl.create_default_context())
                if self.user:
                    server.login(self.user, self.password)
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(f"{self.host}:{self.port}: {error}") from error

    def message(self, question: Question) -> EmailMessage:
        """The mail for a question; text only, whatever was typed."""
        title, name, searched, read = _LABELS.get(question.locale, _LABELS["en"])
        message = EmailMessage()
        first = " ".join(question.text.split())
        message["Subject"] = f"{title}: {first[:60]}{'…' if len(first) > 60 else ''}"
        message["From"] = self.sender
        message["To"] = self.to
        message["Reply-To"] = Address(addr_spec=question.reply_to)
        message["Date"] = question.made_at
        # The same each time, so that what arrives twice is known to be one.
        message["Message-ID"] = f"<{question.id}@{self.sender.rpartition('@')[2]}>"
        about = ((name, question.name), (searched, question.searched), (read, question.page))
        lines = [f"{label}: {value}" for label, value in about if value]
        message.set_content("\n".join([question.text, "", "--", *lines]) + "\n", cte="base64")
        return message

    def _connected(self) -> smtplib.SMTP:
        if self.tls == "tls":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that takes questions as JSON, signed as Standard Webhooks describe; `private` allows any network."""

    url: str
    secret: str
    private: bool

    def send(self, question: Question) -> None:
        """Post a question.

        Raises:
            DeliveryError: the address cannot be reached, is in a private network, or did not answer with 2xx.
        """
        self.post(question.id, msgspec.json.encode(question))

    def post(self, identity: str, body: bytes) -> None:
        """Post JSON, signed; `identity` is the same each time, so that what arrives twice is known to be one.

        Raises:
            DeliveryError: the address cannot be reached, is in a private network, or did not answer with 2xx.
        """
        parts = urlsplit(self.url)
        try:
            with closing(self._connected()) as connection:
                path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
                connection.request("POST", path, body, self.headers(identity, body, utc_now()))
                status = connection.getresponse().status
        except (OSError, HTTPException) as error:
            raise DeliveryError(f"{parts.netloc}: {error}") from error
        if not 200 <= status < 300:
            raise DeliveryError(f"{parts.netloc} answered {status}; redirects are not followed.")

    def headers(self, identity: str, body: bytes, now: datetime) -> dict[str, str]:
        """The headers that prove where a body comes from."""
        stamp = str(int(now.timestamp()))
        signature = hmac.digest(self._key(), b".".join((identity.encode(), stamp.encode(), body)), hashlib.sha256)
        return {
            "Host": urlsplit(self.url).netloc,
            "Content-Type": "application/json",
            "Webhook-Id": identity,
            "Webhook-Timestamp": stamp,
            "Webhook-Signature": f"v1,{base64.b64encode(signature).decode()}",
        }

    def _key(self) -> bytes:
        coded = self.secret.removeprefix("whsec_")
        return base64.b64decode(coded) if coded != self.secret else self.secret.encode()

    def _connected(self) -> HTTPConnection:
        """A connection to an address that was looked at: the name is resolved once, so it cannot change between."""
        parts = urlsplit(self.url)
        host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
        addresses = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        refused = [each for each in addresses if not self.private and not is_global(each)]
        if refused:
            raise OSError(f"{host} is {refused[0]}, an address of a private network; contact_private allows that")
        connection = HTTPConnection(host, port, timeout=SECONDS)
        plain = socket.create_connection((addresses[0], port), SECONDS)
        tls = ssl.create_default_context() if parts.scheme == "https" else None
        connection.sock = tls.wrap_socket(plain, server_hostname=host) if tls else plain
        return connection


@dataclass(frozen=True, slots=True)
class ContactLink:
    """Somewhere else, where questions are asked."""

    url: str


Contact = Mail | Webhook | ContactLink


def contact_of(config: Config) -> Contact | None:
    """Return the way to people that the settings name, if they name one.

    Raises:
        ConfigError: a setting that goes with it is missing.
    """
    contact = config.contact
    if not contact:
        return None
    if contact.startswith(_WEBHOOK):
        if not config.contact_secret:
            raise ConfigError("contact is a webhook, so contact_secret has to say what questions are signed with.")
        return Webhook(contact.removeprefix(_WEBHOOK), config.contact_secret, config.contact_private == "on")
    if contact.startswith(("https://", "http://")):
        return ContactLink(contact)
    if not config.smtp_host:
        raise ConfigError("contact is an e-mail address, so smtp_host has to name the server that sends mail.")
    to = contact.removeprefix("mailto:")
    sender = config.smtp_from or to
    return Mail(to, config.smtp_host, config.smtp_port, config.smtp_user, config.smtp_password, sender, config.smtp_tls)


def mail_to(config: Config, address: str) -> Mail | None:
    """Return the way to write to an address; None where no server for mail is named."""
    if not config.smtp_host:
        return None
    own = config.contact.removeprefix("mailto:") if "@" in config.contact and "//" not in config.contact else address
    sender = config.smtp_from or own
    name, password = config.smtp_user, config.smtp_password
    return Mail(address, config.smtp_host, config.smtp_port, name, password, sender, config.smtp_tls)


def is_global(address: str) -> bool:
    """Whether an address is one of the public internet, however it is written."""
    known = ip_address(re.sub("%.*", "", address))
    if isinstance(known, IPv6Address):
        known = known.ipv4_mapped or known.sixtofour or known
    return known.is_global and not known.is_multicast
