"""The waits between attempts."""

from __future__ import annotations

from typing import Optional

from .ports import Ports

ATTEMPTS = 5
"""Requests for the same messages, the first one included."""
TOTAL_MS = 30_000
"""After this no further attempt begins."""
ATTEMPT_MS = 10_000
"""After this one attempt is given up."""
BASE_MS = 250
"""The ceiling of the first wait; it doubles with each further one, up to the cap."""
CAP_MS = 8_000


class Backoff:
    """Full jitter, so that many origins that failed together do not come back together.

    A wait that the other side asks for is kept, and the jitter comes on top of it.
    """

    def __init__(self, ports: Ports) -> None:
        self._ports = ports
        self._end = ports.now() + TOTAL_MS
        self._tried = 1

    def wait(self, retry_after: Optional[int]) -> bool:
        """Waits for the next attempt, or answers False at once where there is to be none."""
        if self._tried >= ATTEMPTS:
            return False
        ceiling = min(CAP_MS, BASE_MS * 2 ** (self._tried - 1))
        wait = (retry_after or 0) + int(self._ports.random() * ceiling)
        if self._ports.now() + wait > self._end:
            return False
        self._ports.sleep(wait)
        self._tried += 1
        return True
