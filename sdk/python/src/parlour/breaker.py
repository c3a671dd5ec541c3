"""Keeps a site from waiting again and again for a deployment that is away."""

from __future__ import annotations

import threading
from typing import Optional

from .errors import OriginError
from .faults import is_passing
from .ports import Ports


class CircuitBreaker:
    """After a request that nobody answered in all its time, further ones fail at once for some seconds.

    Then a single attempt decides. It is kept for each Origin; threads may share one.
    """

    def __init__(self, fail_fast_ms: int, ports: Ports) -> None:
        """`fail_fast_ms` of 0 switches it off."""
        self._fail_fast_ms = fail_fast_ms
        self._ports = ports
        self._lock = threading.Lock()
        self._down: Optional[tuple[str, str, Optional[int], int]] = None

    def fail_fast(self) -> bool:
        """Whether the deployment was down a while ago, so that one attempt has to do.

        Raises OriginError where it was down a moment ago.
        """
        with self._lock:
            down = self._down
        if down is None:
            return False
        code, message, status, until = down
        left = until - self._ports.now()
        if left > 0:
            text = f"Not sent, because a request has just failed: {message}"
            raise OriginError(code, text, status=status, retry_after=left)
        return True

    def ended(self, error: Optional[OriginError]) -> None:
        """Notes what a request ended with as a whole; who refuses is there."""
        is_down = error is not None and is_passing(error.code, error.status) and (error.status or 500) >= 500
        with self._lock:
            if error is None or not is_down or self._fail_fast_ms == 0:
                self._down = None
            else:
                # Not the error itself: its traceback holds what the site was about to send.
                until = self._ports.now() + self._fail_fast_ms
                self._down = (error.code, str(error.args[0]), error.status, until)
