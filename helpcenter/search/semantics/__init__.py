"""Meaning beside words: vectors of passages, and how near a query's vector comes to each article.

Optional everywhere: without a model, without vectors, or when the model is slow or broken, searches go by words alone.
"""
