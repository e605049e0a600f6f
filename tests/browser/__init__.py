"""The real site in a real Chromium, as readers meet it."""
