"""Command-line flags made from the table of settings."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from helpcenter.config import BY_NAME, Setting, load_config

if TYPE_CHECKING:
    from collections.abc import Callable


def configured(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the flags of these settings, and call it with `config` in place of their values."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def run(**values: object) -> Any:
            flags = {name: values.pop(name) for name in names}
            return command(config=load_config(flags), **values)

        return flags_of(*names)(run)

    return decorate


def flags_of(*names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the flags of these settings, their values as they were written."""

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for name in reversed(names):
            command = _option(BY_NAME[name])(command)
        return command

    return decorate


def _option(setting: Setting) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    # Values stay text here: the table checks them, whichever way they were given.
    default = ",".join(setting.default) if isinstance(setting.default, tuple) else setting.default
    shown = f" [{setting.variable}; default: {default}]" if default != "" else f" [{setting.variable}]"
    metavar = "NUMBER" if setting.kind is int else setting.name.upper()
    return click.option(setting.flag, setting.name, metavar=metavar, help=setting.help + shown)
