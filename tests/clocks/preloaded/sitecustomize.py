"""Read by every Python that starts under a shifted clock, the servers that tests start included.

`time.sleep` waits by the monotonic clock since Python 3.11, with clock_nanosleep(2). libfaketime shifts the moment that
it is given even where it is told to leave the monotonic clock alone, and the call fails; select(2) is left as it is.
"""

from __future__ import annotations

import select
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import SupportsIndex


def _sleep(seconds: float | SupportsIndex, /) -> None:
    seconds = float(seconds)
    if seconds < 0:
        raise ValueError("sleep length must be non-negative")
    select.select((), (), (), seconds)


time.sleep = _sleep
