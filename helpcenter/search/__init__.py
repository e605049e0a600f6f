"""Finding articles: analyzers, generations, ranking, evaluation; the only package that imports Whoosh, no HTTP."""
