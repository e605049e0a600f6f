"""Rewrites floors.json from a measurement: ``python -m tests.relevance.raise_floors``.

A rate that fell is written as it is too; the commit that does so says why.
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import click

from tests.relevance.measuring import FLOORS, SETS, Rates, gains, measure, read_floors


@click.command()
def main() -> None:
    """Measure every evaluation set and write its rates as the new floors."""
    before = read_floors() if FLOORS.exists() else {}
    after: Rates = {}
    for name in SETS:
        with tempfile.TemporaryDirectory() as folder:
            after |= measure(name, Path(folder))
    FLOORS.write_text(json.dumps(after, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    for section, rates in after.items():
        known = {rate: floor for rate, floor in before.get(section, {}).items() if rate in rates}
        for rate, gain in gains(rates, known).items():
            if gain:
                click.echo(f"{section}: {rate} {known[rate]:.4f} -> {rates[rate]:.4f}{'' if gain > 0 else '  LOWER'}")
    click.echo(f"Written to {FLOORS.name}.")


if __name__ == "__main__":
    main()
