"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on what else the machine does; a test says what is right, not how fast.
settings.register_profile("helpcenter", deadline=None)
settings.load_profile("helpcenter")
