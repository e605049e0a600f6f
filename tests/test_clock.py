from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
READS = {("datetime", "now"), ("date", "today"), ("datetime", "today"), ("time", "time"), ("time", "time_ns")}
ALONE = {"utc_now"}


def reads_the_clock(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        return (called.value.id, called.attr) in READS
    return isinstance(called, ast.Name) and called.id in ALONE


def fixed_moments(tree: ast.Module) -> set[str]:
    """The names at the top of a file that hold a fixed day or moment."""
    named: set[str] = set()
    for line in tree.body:
        if not isinstance(line, ast.Assign):
            continue
        is_day = any(
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Name)
            and each.func.id in {"date", "datetime"}
            and len(each.args) >= 3
            and all(isinstance(argument, ast.Constant) for argument in each.args)
            for each in ast.walk(line.value)
        )
        if is_day:
            named |= {target.id for target in line.targets if isinstance(target, ast.Name)}
    return named


def mixes(tree: ast.Module) -> list[str]:
    """The functions that name a fixed day of their file and read the clock too."""
    fixed = fixed_moments(tree)
    functions = [each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)]
    return [
        each.name
        for each in functions
        if any(map(reads_the_clock, ast.walk(each)))
        and any(isinstance(name, ast.Name) and name.id in fixed for name in ast.walk(each))
    ]


@pytest.mark.parametrize("source", ["datetime.now(UTC)", "time.time()", "utc_now()"])
def test_a_test_that_mixes_a_fixed_day_with_the_clock_is_seen(source: str) -> None:
    told = f"DAY = date(2026, 11, 22)\ndef test_it():\n    write(DAY)\n    assert read({source})\n"
    assert mixes(ast.parse(told)) == ["test_it"]
    assert mixes(ast.parse(told.replace("DAY)", "other)"))) == []


def test_no_test_mixes_a_fixed_day_with_the_clock() -> None:
    found = {
        f"{file.relative_to(TESTS)}::{name}"
        for file in TESTS.rglob("*.py")
        if "node_modules" not in file.parts
        for name in mixes(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert found == set()
