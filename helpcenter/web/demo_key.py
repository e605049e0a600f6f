"""The key that the demo product signs with, as the backend of a real one would; there is none where no demo is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from helpcenter.web.serving import serving

if TYPE_CHECKING:
    from collections.abc import Mapping

DEMO_KEY: Final = "demo"


def demo_keys() -> Mapping[str, str]:
    """The secret by the id of the key; made from the site's own, so that all processes have the same."""
    return {DEMO_KEY: serving().signing.digest("identity of the demo")} if serving().config.demo == "on" else {}
