"""A reader with an account, and how they sign in: through the form, as a browser does."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from helpcenter.accounts.users import Role, User, Users
from helpcenter.storage.database import Database

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from helpcenter.config import Config

EMAIL = "aki@example.com"
PASSWORD = "four quiet green trains"


def users_of(config: Config) -> Users:
    return Users(Database(config.database_url))


def add_reader(config: Config) -> User:
    return users_of(config).add(EMAIL, "Aki Mori", Role.READER, PASSWORD)


def token_in(page: str) -> str:
    found = re.search(r'name="token"\s+value="([^"]+)"', page)
    assert found, page
    return found[1]


def send_form(
    client: FlaskClient,
    email: str = EMAIL,
    password: str = PASSWORD,
    headers: dict[str, str] | None = None,
    **fields: str,
) -> TestResponse:
    token = token_in(client.get("/en/sign-in").text)
    data = {"token": token, "email": email, "password": password, **fields}
    return client.post("/en/sign-in", data=data, headers=headers)


def sign_in(client: FlaskClient) -> None:
    assert send_form(client).status_code == 303
