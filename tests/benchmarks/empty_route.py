"""The least that Flask can do: the measure for our pages."""

from __future__ import annotations

from flask import Flask

app = Flask(__name__)


@app.get("/")
def nothing() -> str:
    """Answer nothing."""
    return ""
