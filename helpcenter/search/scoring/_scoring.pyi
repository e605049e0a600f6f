"""Compiled from scoring.c."""

from helpcenter.search.scoring.rows import Scoring

SOURCE: str
"""The SHA-256 of the source, in hexadecimal."""

score: Scoring
