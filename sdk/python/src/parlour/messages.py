"""Messages for the log, and what became of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Iterable, Literal, Mapping, Optional, TypedDict, Union

from .channel import ChannelInput
from .faults import Fault, read_fault


class _Addressed(TypedDict):
    name: str


class Message(_Addressed, total=False):
    """A message for a channel, which is named by its properties (`channel`) or by its hash (`hash`)."""

    channel: ChannelInput
    hash: str
    data: Any
    """Anything that JSON can say. Missing, it is null."""
    id: str
    """Stored once, however often it is sent, for as long as the log lives. One is made up where it is missing."""
    exclude: Union[str, int, Iterable[Union[str, int]]]
    """User ids that do not get the event, live or in replay; an integer stands for its decimal text."""
    expectHead: Union[str, int]
    """Stores the message only where the log still stands here (a cursor or a number); else it is a `conflict`."""
    receipts: Mapping[str, int]
    """`{"wait": milliseconds}` waits for readers to confirm the event."""


@dataclass(frozen=True)
class Stored:
    """The message is in the channel's log."""

    seq: int
    at: int
    """When it was stored, in milliseconds since 1970."""
    cursor: str
    """Where a reader stands who has read the channel up to this message."""
    recipients: int
    """How many readers it was handed to."""
    receipts: Any = None
    """Who confirmed it, where receipts were asked for."""
    ok: Literal[True] = True


@dataclass(frozen=True)
class Refused:
    """The message was not stored; `fault.code` says why."""

    fault: Fault
    ok: Literal[False] = False


NotifyResult = Union[Stored, Refused]


def read_result(value: Any) -> Optional[NotifyResult]:
    if not isinstance(value, dict):
        return None
    fault = read_fault(value.get("fault"))
    if fault is not None:
        return Refused(fault)
    seq, at, cursor, recipients = (value.get(name) for name in ("seq", "at", "cursor", "recipients"))
    if not isinstance(seq, int) or not isinstance(at, int):
        return None
    if not isinstance(cursor, str) or not isinstance(recipients, int):
        return None
    return Stored(seq, at, cursor, recipients, value.get("receipts"))
