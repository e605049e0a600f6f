"""Compiles the scoring for this machine, when `make` or the build runs it as a file.

Needs nothing but the standard library, so that it works before anything else is installed.
"""

from __future__ import annotations

import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from pathlib import Path

FOLDER = Path(__file__).parent
BINARY = "_scoring.abi3.so"
_SOURCES = ("module.c", "scoring.c", "scoring.h", "vectors.c", "vectors.h")
# Multiplying and adding in one step rounds once instead of twice, and would give other scores than numpy's.
_FLAGS = ("-std=c11", "-O3", "-fPIC", "-fvisibility=hidden", "-ffp-contract=off", "-fno-math-errno", "-Wall", "-Wextra")
_SHARED = ("-bundle", "-undefined", "dynamic_lookup") if sys.platform == "darwin" else ("-shared",)


class NotCompiledError(Exception):
    """There is no compiled scoring here; the message says why, and what would bring one."""


def source_digest() -> str:
    """Return the SHA-256 of the source, which a binary carries to say what it was made from."""
    return hashlib.sha256(b"".join((FOLDER / name).read_bytes() for name in _SOURCES)).hexdigest()


def compile_into(folder: Path) -> Path:
    """Compile for this machine and return the binary's path.

    Raises:
        NotCompiledError: there is no C compiler, or none of Python's headers, or they do not work.
    """
    command = [*_compiler(), *_FLAGS, f"-I{_headers()}", f'-DSOURCE="{source_digest()}"', *_SHARED]
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / BINARY
        sources = [str(FOLDER / name) for name in _SOURCES if name.endswith(".c")]
        done = subprocess.run([*command, *sources, "-o", str(made)], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise NotCompiledError(f"{command[0]} failed: {done.stderr.strip()}")
        # In one step, beside a server that runs with the one before.
        return made.replace(folder / BINARY)


def _compiler() -> list[str]:
    """Return the compiler's command: CC where it is set, else that which made Python, else a usual one."""
    named = os.environ.get("CC")
    for command in (named,) if named else (sysconfig.get_config_var("CC"), "cc", "gcc", "clang"):
        words = shlex.split(command or "")
        if words and shutil.which(words[0]):
            return words
    raise NotCompiledError("there is no C compiler; on Debian or Ubuntu, apt-get install gcc brings one")


def _headers() -> str:
    if sysconfig.get_config_var("Py_GIL_DISABLED"):
        raise NotCompiledError("Python without a global lock has no stable interface yet")
    folder = sysconfig.get_path("include")
    if not (Path(folder) / "Python.h").exists():
        raise NotCompiledError(
            "Python's headers are missing; on Debian or Ubuntu, apt-get install python3-dev brings them"
        )
    return folder


def main() -> None:
    """Compile beside the source; the exit code is 1 when that cannot be done."""
    try:
        compile_into(FOLDER)
    except NotCompiledError as error:
        sys.exit(f"note: searches score articles with numpy, which takes longer: {error}.")


if __name__ == "__main__":
    main()
