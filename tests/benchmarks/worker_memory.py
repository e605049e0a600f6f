"""Measures a further worker's memory; reads its task from standard input, prints megabytes as JSON.

Two workers are forked one after the other from a process that has the application's code, as gunicorn does. Each
analyses a query (that loads the dictionary), then opens the generation and answers queries. The first one stays until
the second is measured, so that shared pages are shared.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from pkgutil import resolve_name
from typing import Any


def private_megabytes() -> float:
    """Memory that belongs to this process alone (USS)."""
    rollup = _rollup()
    return rollup["Private_Clean"] + rollup["Private_Dirty"]


def proportional_megabytes() -> float:
    """Private memory, and this process's share of what it shares (PSS)."""
    return _rollup()["Pss"]


def _rollup() -> dict[str, float]:
    lines = Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines}


def work(task: dict[str, Any]) -> tuple[object, dict[str, float]]:
    """Do what a worker does; return the opened generation, and the memory without and with it."""
    analyze = resolve_name("helpcenter.search.analysis.analyzer:analyze")
    for query in task["queries"]:
        analyze(query)
    private, proportional = private_megabytes(), proportional_megabytes()
    generation = resolve_name("helpcenter.search.generation:Generation")(Path(task["folder"]))
    request = resolve_name("helpcenter.search.results:SearchRequest")
    for query in task["queries"]:
        generation.search(request(query, task["locale"]))
    return generation, {
        "private_before": private,
        "private": private_megabytes(),
        "proportional_before": proportional,
        "proportional": proportional_megabytes(),
    }


def main() -> None:
    """Fork both workers and print what the second one measured."""
    task = json.load(sys.stdin)
    resolve_name("helpcenter.app")  # before the fork, as the server does
    to_first, from_parent = os.pipe()
    to_parent, from_worker = os.pipe()
    for number in range(2):
        if os.fork() == 0:
            os.close(from_parent)
            _held, result = work(task)  # a generation let go would be unmapped
            os.write(from_worker, (json.dumps(result) + "\n").encode())
            if number == 0:
                os.read(to_first, 1)  # until the parent is gone or done
            os._exit(0)
        answer = os.read(to_parent, 4096).decode()
    os.close(from_parent)
    sys.stdout.write(answer)


if __name__ == "__main__":
    main()
