"""Signing in and out: forms that need no script, sessions that can be ended, limits on guessing."""
