"""The settings in force, from wherever somebody gave them.

A flag wins over ``HELPCENTER_NAME`` in the environment, which wins over ``config.toml`` in the instance
folder, which wins over the default.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from helpcenter.config.config import Config
from helpcenter.config.settings import BY_NAME, PREFIX, SECRETS, SETTINGS, Setting, Value
from helpcenter.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

CONFIG_FILE = "config.toml"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The value a setting has, and where it came from ("default" when nobody set it)."""

    setting: Setting
    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class _Given:
    """A raw value somebody gave, where, and the folder its relative paths start from."""

    raw: object
    origin: str
    base: Path


def load_config(flags: Mapping[str, object] = MappingProxyType({}), environ: Mapping[str, str] = os.environ) -> Config:
    """Return the settings in force; a flag that is None and a variable that is empty count as not given.

    Raises:
        ConfigError: A setting is unknown or has a value it cannot have.
    """
    return Config(**{r.setting.name: r.value for r in resolve(flags, environ)})  # type: ignore[arg-type]


def resolve(
    flags: Mapping[str, object] = MappingProxyType({}), environ: Mapping[str, str] = os.environ
) -> tuple[Resolved, ...]:
    """Return every setting of the table with its value and origin.

    Raises:
        ConfigError: A setting is unknown or has a value it cannot have.
    """
    given = {**_from_environment(environ), **_from_flags(flags)}
    instance = Path(str(_resolved(BY_NAME["instance"], given).value))
    given = {**_from_file(instance / CONFIG_FILE), **given}
    values = {setting.name: _resolved(setting, given) for setting in SETTINGS}
    if values["database_url"].value == "":
        url = f"sqlite:///{instance / 'helpcenter.db'}"
        values["database_url"] = Resolved(BY_NAME["database_url"], url, "default")
    return tuple(values.values())


def _from_flags(flags: Mapping[str, object]) -> dict[str, _Given]:
    return {
        name: _Given(raw, f"flag {_known(name, f'flag {name}').flag}", Path.cwd())
        for name, raw in flags.items()
        if raw is not None
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, _Given]:
    given = {}
    for variable, raw in environ.items():
        if variable.startswith(PREFIX):
            name = variable.removeprefix(PREFIX)
            setting = BY_NAME.get(name.lower())
            if setting is None or name != name.upper():
                near = _nearest(name.lower())
                hint = f" Did you mean {near.variable}?" if near else ""
                raise ConfigError(f"Environment: {variable} is not a setting.{hint} Unset it or correct its name.")
            if raw:
                given[setting.name] = _Given(raw, variable, Path.cwd())
    return given


def _from_file(path: Path) -> dict[str, _Given]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read ({error}). It must be a readable UTF-8 file.") from error
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = found[1] if found else len(text.splitlines())  # without a number it is the end of the document
        raise ConfigError(f'{path}:{line}: {error}. The file is TOML: name = "text", port = 8000.') from error
    given = {}
    for name, raw in table.items():
        place = f"{path}:{_line_of(name, text)}"
        setting = _known(name, place)
        if setting.name == "instance":
            raise ConfigError(
                f"{place}: this file lies in the instance folder and cannot move it. "
                f"Use {setting.flag} or {setting.variable}."
            )
        given[name] = _Given(raw, place, path.parent)
    return given


def _line_of(key: str, text: str) -> int:
    # A key that TOML accepts but this pattern does not see (quoted, dotted) is shown at the first line.
    found = re.search(rf"^\s*\[?\s*[\"']?{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.end()) + 1 if found else 1


def _known(name: str, place: str) -> Setting:
    if name in BY_NAME:
        return BY_NAME[name]
    near = _nearest(name)
    hint = f"Did you mean {near.name!r}?" if near else f"Settings are: {', '.join(BY_NAME)}."
    raise ConfigError(f"{place}: {name!r} is not a setting. {hint}")


def _nearest(name: str) -> Setting | None:
    found = process.extractOne(name, BY_NAME.keys(), scorer=fuzz.ratio, score_cutoff=60)
    return BY_NAME[found[0]] if found else None


def _resolved(setting: Setting, given: Mapping[str, _Given]) -> Resolved:
    found = given.get(setting.name, _Given(setting.default, "default", Path.cwd()))
    if found.origin == "default" and setting.kind is not Path:
        return Resolved(setting, setting.default, "default")
    try:
        return Resolved(setting, _value(setting, found), found.origin)
    except ValueError as error:
        raise ConfigError(f"{found.origin}: {setting.name} {error} ({setting.help})") from error


def _value(setting: Setting, given: _Given) -> Value:
    if setting.kind is int:
        return _integer(setting, given.raw)
    if setting.kind is tuple:
        return _matching(setting, _names(given.raw))
    if setting.kind is Path and isinstance(given.raw, Path):
        return _path(given.raw, given.base)
    if not isinstance(given.raw, str) or not given.raw.strip() or "\0" in given.raw:
        raise ValueError(f"must be a text that is not empty, not {given.raw!r}.")
    if setting.kind is Path:
        return _path(Path(given.raw), given.base)
    text = given.raw.strip()
    if setting.pattern and not re.fullmatch(setting.pattern, text):
        raise ValueError(f"cannot be {text!r}; write {setting.form}.")
    return text


def _matching(setting: Setting, names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if setting.pattern and not re.fullmatch(setting.pattern, name):
            shown = "a key like this" if setting.name in SECRETS else repr(name)
            raise ValueError(f"cannot hold {shown}; write {setting.form}.")
    return names


def _path(path: Path, base: Path) -> Path:
    # Normalised, but symbolic links are kept: `articles` may be a link that a deployment switches.
    return Path(os.path.normpath(base / path.expanduser()))


def _integer(setting: Setting, raw: object) -> int:
    if isinstance(raw, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", raw, re.ASCII):
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool) or not setting.low <= raw <= setting.high:
        raise ValueError(f"must be a whole number from {setting.low} to {setting.high}, not {raw!r}.")
    return raw


def _names(raw: object) -> tuple[str, ...]:
    items = re.split(r"[,\s]+", raw.strip(", \t\n")) if isinstance(raw, str) else raw
    if not isinstance(items, list | tuple) or not items or not all(isinstance(i, str) and i for i in items):
        raise ValueError(f"must be one or more names, separated by commas (in TOML a list of texts), not {raw!r}.")
    return tuple(str(item) for item in items)
