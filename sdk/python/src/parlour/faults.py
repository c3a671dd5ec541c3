"""The codes of the protocol's fault table, and the two that only an origin meets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

UNREACHABLE = "unreachable"
"""No answer at all."""
BAD_ANSWER = "bad_answer"
"""An answer that makes no sense."""

PASSING = frozenset(
    [
        "internal",
        "overloaded",
        "not_configured",
        "slow_reader",
        "rate_limited",
        "full",
        "origin_timeout",
        "origin_failed",
        "silent",
        "restarting",
        "erased",
    ]
)
"""The same request may well succeed later."""

LASTING = frozenset(
    [
        "bad_request",
        "bad_frame",
        "bad_hash",
        "forbidden",
        "area_off",
        "not_found",
        "bad_method",
        "bad_origin",
        "bad_credentials",
        "too_large",
        "bad_cursor",
        "unknown_cursor",
        "conflict",
        "upgrade_required",
        "not_supported",
        "banned",
        "muted",
        "kicked",
        "bad_ticket",
        "ticket_expired",
        "ticket_required",
    ]
)
"""The same request will fail again."""


@dataclass(frozen=True)
class Fault:
    """Why a message was not stored."""

    code: str
    """A code of the protocol's fault table."""
    message: str
    retry_after: Optional[int] = None
    """Milliseconds to wait before trying again."""
    newer: Any = None
    """With `conflict`: the events that are newer than the expected head."""


def is_passing(code: str, status: Optional[int] = None) -> bool:
    """Whether it is worth to try again; `status` is that of an answer that failed as a whole."""
    if code == UNREACHABLE:
        return True
    passing = status is None or status == 429 or status >= 500
    return passing and (code == BAD_ANSWER or code in PASSING)


def read_fault(value: Any) -> Optional[Fault]:
    """A fault out of what has travelled; a code of a newer deployment reads as `internal`."""
    if not isinstance(value, dict):
        return None
    code, message, wait = value.get("code"), value.get("message"), value.get("retryAfter")
    if not isinstance(code, str) or not isinstance(message, str):
        return None
    known = code if code in PASSING or code in LASTING else "internal"
    retry_after = max(0, wait) if isinstance(wait, int) else None
    return Fault(known, message, retry_after, value.get("newer"))
