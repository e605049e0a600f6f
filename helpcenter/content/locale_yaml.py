"""YAML files at the root of the articles folder that are sorted by locale: synonyms, phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from helpcenter.content.problems import Problem, Severity

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES = 1_000_000


def compose_by_locale(
    file: Path, source: str, form: str
) -> tuple[tuple[tuple[str, yaml.Node], ...], tuple[Problem, ...]]:
    """Read such a file into (locale, node) pairs; a missing file has none.

    Args:
        file: where it is.
        source: how problems call it.
        form: how it should be written, for problems.
    """
    if not file.exists():
        return (), ()
    try:
        if file.stat().st_size > _MOST_BYTES:
            return (), (problem(source, 0, f"The file is larger than {_MOST_BYTES // 1000} kB.", form),)
        root = yaml.compose(file.read_text(encoding="utf-8-sig"), Loader=yaml.SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", -1) + 1
        return (), (problem(source, line, f"The file cannot be read: {str(error).splitlines()[0]}.", form),)
    if root is None:
        return (), ()
    if not isinstance(root, yaml.MappingNode):
        return (), (problem(source, line_of(root), "The file is not sorted by locale.", form),)
    return tuple((str(key.value), value) for key, value in root.value), ()


def scalars(node: yaml.Node) -> tuple[str, ...]:
    """Return a list's scalars as they are written, so that `no` stays a word; nothing when one is something else."""
    if not isinstance(node, yaml.SequenceNode) or not all(isinstance(item, yaml.ScalarNode) for item in node.value):
        return ()
    return tuple(str(item.value) for item in node.value if item.value)


def line_of(node: yaml.Node) -> int:
    """Return the line a node begins at, from 1."""
    return int(node.start_mark.line) + 1


def problem(source: str, line: int, message: str, suggestion: str) -> Problem:
    """Return an error of such a file."""
    return Problem(Severity.ERROR, source, line, "", message, suggestion)
