from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from helpcenter.accounts.identity_keys import IdentityKeys
from helpcenter.errors import AccountError, ConfigError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "instance/keys.json"


def test_a_key_is_seen_by_a_running_server_and_gone_when_it_is_retired(file: Path) -> None:
    serving, deciding = IdentityKeys(file), IdentityKeys(file)
    assert serving.secrets() == {}
    first, second = deciding.add("first"), deciding.add()
    assert serving.secrets() == {"first": first.secret, second.id: second.secret}
    assert len(first.secret) >= 43
    deciding.retire("first")
    assert serving.secrets() == {second.id: second.secret}


def test_only_the_owner_can_read_the_file(file: Path) -> None:
    IdentityKeys(file).add()
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_third_key_is_refused(file: Path) -> None:
    keys = IdentityKeys(file)
    keys.add("a")
    keys.add("b")
    with pytest.raises(AccountError, match=r"There are 2 keys already, a and b\. Retire"):
        keys.add("c")


@pytest.mark.parametrize(("key_id", "reason"), [("a", "There is a key 'a' already"), ("a b", "cannot be an id")])
def test_an_id_that_cannot_be_taken_is_refused(file: Path, key_id: str, reason: str) -> None:
    keys = IdentityKeys(file)
    keys.add("a")
    with pytest.raises(AccountError, match=reason):
        keys.add(key_id)


def test_a_key_that_is_not_there_cannot_be_retired(file: Path) -> None:
    with pytest.raises(AccountError, match=r"There is no key 'a'\. Keys are: none\."):
        IdentityKeys(file).retire("a")


def test_keys_of_the_setting_go_before_the_file(file: Path) -> None:
    IdentityKeys(file).add("a")
    assert IdentityKeys(file, ("b:secret:with:colons",)).secrets() == {"b": "secret:with:colons"}


@pytest.mark.parametrize("given", [("a:1", "b:2", "c:3"), ("a:1", "a:2")])
def test_the_setting_has_two_keys_with_ids_of_their_own(file: Path, given: tuple[str, ...]) -> None:
    with pytest.raises(ConfigError, match="2 keys are the most"):
        IdentityKeys(file, given)


def test_a_file_that_is_broken_is_told(file: Path) -> None:
    file.parent.mkdir()
    file.write_text("{")
    with pytest.raises(ConfigError, match=r"keys\.json cannot be read"):
        IdentityKeys(file).all()
