"""Files become frozen values here: articles, sections, problems; no HTTP, SQL or Whoosh."""
