"""``python -m helpcenter.cli`` is the `helpcenter` command."""

from __future__ import annotations

from helpcenter.cli.group import main

main(prog_name="helpcenter")
