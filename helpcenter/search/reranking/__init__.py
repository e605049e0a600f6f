"""Reranking: a cross-encoder elsewhere reads the query beside the first passages found, and says how relevant each is.

Optional everywhere: without one, or when it is late, broken or answers nonsense, a search goes on as without it.
"""
