"""Runs the suite under each shifted clock, and tells which tests depend on the day.

All tests but those of the browser, whose Chromium does not start under libfaketime, and the benchmarks, which measure
time. What fails under a clock is tried there once more, alone, so that a busy machine is not taken for a fault, and
then by today's clock: what fails there too does not depend on the day. Exit code 1 when any test fails.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from tests.clocks.shifted import CLOCKS

LEFT_OUT = ("tests/browser", "tests/benchmarks")
_NO_TESTS_FAILED = (0, 1, 5)  # all passed, some failed, none was there: see pytest.ExitCode


def failures(clock: str | None, tests: list[str], processes: int) -> list[str]:
    """Run tests under a clock, or by today's for None; return the ids of those that failed."""
    with tempfile.TemporaryDirectory() as folder:
        # Nobody knows a failure of another day by its place in the suite: each run keeps what failed for itself.
        pytest = [sys.executable, "-m", "pytest", "-q", "-n", str(processes), "-o", f"cache_dir={folder}"]
        pytest += [*(f"--ignore={each}" for each in LEFT_OUT), *tests]
        shifted = CLOCKS[clock] if clock else None
        before = shifted.command(datetime.now(UTC)) if shifted else []
        done = subprocess.run([*before, *pytest], env=shifted.environment() if shifted else None, check=False)
        if done.returncode not in _NO_TESTS_FAILED:
            sys.exit(f"pytest could not run under {clock or 'today'}: exit code {done.returncode}")
        kept = Path(folder) / "v" / "cache" / "lastfailed"
        return list(json.loads(kept.read_text(encoding="utf-8"))) if kept.exists() else []


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> int:
    """Run all that the command line asks for."""
    parser = argparse.ArgumentParser(prog="tests.clocks", description=__doc__, allow_abbrev=False)
    parser.add_argument("--clock", action="append", choices=CLOCKS, help="one clock only; may be repeated")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("tests", nargs="*", help="folders, files or ids; all without any")
    asked = parser.parse_args()
    failed: dict[str, list[str]] = {}
    for clock in asked.clock or CLOCKS:
        _say(f"\n== {clock}")
        first = failures(clock, asked.tests, asked.processes)
        for test in failures(clock, first, 0) if first else ():
            failed.setdefault(test, []).append(clock)
    always = set(failures(None, sorted(failed), 0)) if failed else set()
    _say("\n== Which tests depend on the day or the time zone")
    for test, clocks in sorted(failed.items()):
        told = "fails today too" if test in always else "passes today"
        _say(f"{test}\n    fails under {', '.join(clocks)}; {told}")
    if not failed:
        _say("None.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
