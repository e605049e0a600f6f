from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from helpcenter.search.scoring.compiling import BINARY, FOLDER, NotCompiledError, compile_into, source_digest

if TYPE_CHECKING:
    from helpcenter.search.scoring.rows import Scoring

REPOSITORY = Path(__file__).parents[3]
NO_COMPILER = {"CC": "/nowhere/cc"}


def test_the_binary_carries_the_digest_of_its_source(compiled_scoring: Scoring, tmp_path: Path) -> None:
    binary = compile_into(tmp_path)

    assert binary == tmp_path / BINARY
    assert source_digest().encode() in binary.read_bytes()
    assert list(tmp_path.iterdir()) == [binary]


def test_without_a_compiler_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, value in NO_COMPILER.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(NotCompiledError, match="no C compiler"):
        compile_into(tmp_path)


def test_a_compiler_that_fails_is_quoted(
    compiled_scoring: Scoring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CC", f"{sys.executable} -c 'raise SystemExit(\"broken\")'")

    with pytest.raises(NotCompiledError, match="broken"):
        compile_into(tmp_path)
    assert not list(tmp_path.iterdir())


def test_compiling_by_hand_without_a_compiler_fails_with_a_note() -> None:
    done = subprocess.run(
        [sys.executable, FOLDER / "compiling.py"], env=NO_COMPILER, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.startswith("note: searches score articles with numpy")


def built_wheel(folder: Path, environment: dict[str, str] | None = None) -> Path:
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(command, cwd=REPOSITORY, env=environment, capture_output=True, check=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def test_a_wheel_with_the_binary_is_for_this_platform_alone(compiled_scoring: Scoring, tmp_path: Path) -> None:
    wheel = built_wheel(tmp_path)

    assert "-cp311-abi3-" in wheel.name
    assert f"helpcenter/search/scoring/{BINARY}" in zipfile.ZipFile(wheel).namelist()


def test_a_wheel_without_it_is_for_every_platform(tmp_path: Path) -> None:
    wheel = built_wheel(tmp_path, NO_COMPILER)

    assert wheel.name.endswith("-py3-none-any.whl")
    assert not any(name.endswith(".so") for name in zipfile.ZipFile(wheel).namelist())
