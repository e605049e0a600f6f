"""The guide in real Chromium, on host pages of another origin that do their worst."""
