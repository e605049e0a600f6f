from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING

import pytest

from helpcenter.config import SETTINGS, Config, load_config, resolve
from helpcenter.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def config_file(instance: Path, text: str) -> dict[str, str]:
    """Write config.toml and return the environment that points at its instance folder."""
    instance.mkdir(exist_ok=True)
    (instance / "config.toml").write_text(text, encoding="utf-8")
    return {"HELPCENTER_INSTANCE": str(instance)}


def test_without_any_setting_the_defaults_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = load_config(environ={})
    assert config.articles == tmp_path / "articles"
    assert config.index == tmp_path / "instance" / "index"
    assert (config.host, config.port) == ("127.0.0.1", 8000)
    assert config.trusted_hosts == ("localhost", "127.0.0.1")


def test_every_setting_is_a_field_of_the_config() -> None:
    assert [field.name for field in fields(Config)] == [setting.name for setting in SETTINGS]


def test_flag_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    environ = config_file(tmp_path / "i", 'port = 1111\nthreads = 7\nsite_name = "File"')
    environ |= {"HELPCENTER_PORT": "2222", "HELPCENTER_THREADS": "9"}
    config = load_config({"port": 3333, "workers": None}, environ)
    assert (config.port, config.threads, config.site_name, config.workers) == (3333, 9, "File", 2)


def test_each_value_says_where_it_came_from(tmp_path: Path) -> None:
    environ = config_file(tmp_path / "i", "# ours\nthreads = 7\n") | {"HELPCENTER_WORKERS": "3"}
    origins = {r.setting.name: r.origin for r in resolve({"port": "81"}, environ)}
    assert origins["port"] == "flag --port"
    assert origins["workers"] == "HELPCENTER_WORKERS"
    assert origins["threads"] == f"{tmp_path / 'i' / 'config.toml'}:2"
    assert origins["host"] == "default"


def test_relative_paths_start_where_they_were_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    environ = config_file(tmp_path / "i", 'articles = "../content"')
    assert load_config(environ=environ).articles == tmp_path / "content"
    assert load_config({"articles": "mine"}, environ).articles == tmp_path / "mine"


def test_the_database_is_a_file_in_the_instance_unless_said_otherwise(tmp_path: Path) -> None:
    assert load_config({"instance": tmp_path}, {}).database_url == f"sqlite:///{tmp_path}/helpcenter.db"
    assert load_config({"database_url": "postgresql://db/help"}, {}).database_url == "postgresql://db/help"


def test_names_are_a_list_in_toml_and_separated_by_commas_elsewhere(tmp_path: Path) -> None:
    environ = config_file(tmp_path / "i", 'trusted_hosts = ["help.example.com", ".example.org"]')
    assert load_config(environ=environ).trusted_hosts == ("help.example.com", ".example.org")
    assert load_config({"trusted_hosts": "a.example, b.example"}, environ).trusted_hosts == (
        "a.example",
        "b.example",
    )


def test_empty_variable_counts_as_not_given() -> None:
    assert load_config(environ={"HELPCENTER_PORT": ""}).port == 8000


def test_variables_of_others_are_left_alone() -> None:
    assert load_config(environ={"PORT": "1", "HELPCENTRE_PORT": "2"}).port == 8000


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("\nprot = 80", "config.toml:2: 'prot' is not a setting. Did you mean 'port'?"),
        ("\n\n[server]\nport = 80", "config.toml:3: 'server' is not a setting. Settings are: articles, "),
        ("port = ", "config.toml:1: "),
        ('instance = "x"', "config.toml:1: this file lies in the instance folder and cannot move it."),
        ("port = 70000", "config.toml:1: port must be a whole number from 0 to 65535, not 70000."),
        ("port = true", "port must be a whole number"),
        ("workers = 0", "workers must be a whole number from 1 to 256, not 0."),
        ('site_name = " "', "site_name must be a text that is not empty, not ' '."),
        ("site_name = 5", "site_name must be a text"),
        ('articles = "a\\u0000b"', "articles must be a text"),
        ('default_locale = "english"', "default_locale cannot be 'english'; write two letters such as ja"),
        ('log_level = "loud"', "log_level cannot be 'loud'; write debug, info, warning or error."),
        ('database_url = "mysql://x"', "database_url cannot be 'mysql://x'; write sqlite:///FILE or"),
        ("trusted_hosts = []", "trusted_hosts must be one or more names"),
        ("trusted_hosts = [1]", "trusted_hosts must be one or more names"),
    ],
)
def test_wrong_file_is_refused_with_place_and_remedy(tmp_path: Path, text: str, message: str) -> None:
    environ = config_file(tmp_path / "i", text)
    with pytest.raises(ConfigError) as raised:
        load_config(environ=environ)
    assert message in str(raised.value)
    assert str(tmp_path / "i" / "config.toml") in str(raised.value)


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b'site_name = "caf\xe9"')
    with pytest.raises(ConfigError, match="must be a readable UTF-8 file"):
        load_config({"instance": tmp_path}, {})


def test_misspelt_variable_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ConfigError, match=r"ARTICELS is not a setting\. Did you mean HELPCENTER_ARTICLES\?"):
        load_config(environ={"HELPCENTER_ARTICELS": "x"})


def test_wrong_variable_and_flag_name_their_source() -> None:
    with pytest.raises(ConfigError, match="HELPCENTER_PORT: port must be a whole number"):
        load_config(environ={"HELPCENTER_PORT": "８０"})
    with pytest.raises(ConfigError, match="flag --threads: threads must be a whole number"):
        load_config({"threads": "many"}, {})
