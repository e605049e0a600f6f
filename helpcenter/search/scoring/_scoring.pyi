"""Compiled from scoring.c and vectors.c."""

from helpcenter.search.scoring.rows import Scoring
from helpcenter.search.scoring.vectors_with_numpy import MeansOfBest, Products

SOURCE: str
"""The SHA-256 of the source, in hexadecimal."""

score: Scoring
products: Products
means_of_best: MeansOfBest
