"""The waits between attempts."""

from __future__ import annotations

from typing import Optional

from .ports import Ports

TIMEOUT_MS = 30_000
"""The longest that a request may take, with all its attempts and the waits between them."""
FAIL_FAST_MS = 5_000
"""How long further requests fail at once after one that nobody answered in its time."""
ATTEMPT_MS = 10_000
"""After this one attempt is given up."""
BASE_MS = 250
"""The ceiling of the first wait; it doubles with each further one, up to the cap."""
CAP_MS = 8_000
LAST_MS = 1_000
"""What is kept of the time for a last attempt; of a short time a quarter."""


class Backoff:
    """Full jitter, so that many origins that failed together do not come back together.

    A wait that the other side asks for is kept, and the jitter comes on top of it.
    """

    def __init__(self, ports: Ports, timeout_ms: int, wait_ms: int) -> None:
        """`wait_ms` is how long the deployment was asked to wait before it answers; it comes on top of the time."""
        self._ports = ports
        self._timeout_ms = timeout_ms
        self._wait_ms = wait_ms
        self._end = ports.now() + timeout_ms + wait_ms
        self._ceiling = BASE_MS

    def attempt_ms(self) -> int:
        """How long the next attempt may take."""
        return max(1, min(ATTEMPT_MS + self._wait_ms, self._end - self._ports.now()))

    def wait(self, retry_after: Optional[int]) -> bool:
        """Waits for the next attempt, or answers False at once where none fits into the time."""
        latest = self._end - self._ports.now() - min(LAST_MS, self._timeout_ms // 4)
        asked = retry_after or 0
        if latest < 1 or asked > latest:
            return False
        self._ports.sleep(min(latest, max(1, asked + int(self._ports.random() * self._ceiling))))
        self._ceiling = min(CAP_MS, self._ceiling * 2)
        return True
