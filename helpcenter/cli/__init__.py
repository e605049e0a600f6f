"""The `helpcenter` command: one module per subject, printing only; the work is done by the floors below."""

from __future__ import annotations

from helpcenter.cli.group import main

__all__ = ["main"]
