"""What the SDK needs from outside beside the network; tests give their own."""

from __future__ import annotations

import random
import time
import uuid
from dataclasses import dataclass
from typing import Callable


def _now() -> int:
    return int(time.time() * 1000)


def _sleep(milliseconds: int) -> None:
    time.sleep(milliseconds / 1000)


def _new_id() -> str:
    return str(uuid.uuid4())


@dataclass(frozen=True)
class Ports:
    """The clock, the chance and the patience of the machine."""

    now: Callable[[], int] = _now
    """Milliseconds since 1970."""
    random: Callable[[], float] = random.random
    """A number from 0 up to 1."""
    sleep: Callable[[int], None] = _sleep
    """Waits milliseconds."""
    new_id: Callable[[], str] = _new_id
    """An id that no other message has."""
