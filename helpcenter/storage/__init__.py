"""The database, once: engine, sessions, tables and migrations; no HTTP, no search, and no meaning of what is kept.

How to use it from a floor above::

    database = Database(config.database_url)
    with database.writing() as session:          # one transaction: committed at the end, or rolled back
        session.add(ArticleViews(...))
    with database.reading() as session:
        session.scalars(select(ArticleViews))

- Both raise `DatabaseUnavailableError` and nothing else for whatever a database does wrong: away, locked, full,
  of another version. Every caller has to go on without it; no page and no search may fail for it.
- After a failure nobody waits: for a few seconds every use fails at once. Waiting for a lock is bounded as well.
- The first use in a process brings the tables up to date, under a lock that all processes share.

How to add a table: a class in `tables`, a numbered file in `migrations/versions` (append only; a released one never
changes), nothing else. Tests compare the two on SQLite and on PostgreSQL. Keep to what both know: names from the
naming convention, times as `UtcDateTime`, upserts through `batches.insert`.
"""
