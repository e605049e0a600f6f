"""HTTP's only address: blueprints, templates, static files; no ranking and no reading of Markdown."""
