"""The suite on other days and in other time zones: ``make test-clocks``, which names the tests that depend on them."""
