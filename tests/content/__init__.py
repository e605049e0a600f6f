"""The content floor: files become frozen values."""
