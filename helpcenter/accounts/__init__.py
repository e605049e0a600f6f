"""Who may sign in: accounts, roles and passwords; no HTTP, and nothing of what readers do."""
