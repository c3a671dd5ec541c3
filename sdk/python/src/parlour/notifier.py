"""Sends messages, in as many requests as they need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Iterator, Optional, Sequence

from . import limits
from .backoff import Backoff
from .breaker import CircuitBreaker
from .channel import PROPERTIES, integer_as_text
from .encoding import encode_json
from .errors import OriginError
from .faults import is_passing
from .messages import NotifyResult, Refused
from .names import check_names
from .ports import Ports
from .request import CLOSE, OPEN, NotifyRequest


_FIELDS = ("channel", "hash", "name", "data", "id", "exclude", "expectHead", "receipts")


class Notifier:
    def __init__(self, request: NotifyRequest, ports: Ports, breaker: CircuitBreaker, timeout_ms: int) -> None:
        self._request = request
        self._ports = ports
        self._breaker = breaker
        self._timeout_ms = timeout_ms

    def notify_all(self, messages: Iterable[Mapping[str, Any]]) -> list[NotifyResult]:
        """One request after another: a channel's messages are numbered in their order.

        Raises OriginError whose `results` are those of the requests before.
        """
        results: list[NotifyResult] = []
        given = list(messages)
        for index, message in enumerate(given):
            _check(message, f"messages[{index}]")
        encoded = [self._encode(message) for message in given]
        # What waits for receipts answers when they are in.
        wait_ms = max((_receipt_wait(message) for message in given), default=0)
        for batch in _batches(encoded):
            try:
                results.extend(self._notify_batch(batch, wait_ms))
            except OriginError as error:
                error.results = results
                raise
        return results

    def _encode(self, message: Mapping[str, Any]) -> bytes:
        """Encodes once, with an id, so that every attempt carries the same one and none is stored twice."""
        whole = dict(message)
        if whole.get("id") is None:
            whole["id"] = self._ports.new_id()
        if isinstance(whole.get("channel"), Mapping):
            # JSON's numbers are doubles at the other end.
            whole["channel"] = {name: integer_as_text(value) for name, value in whole["channel"].items()}
        if whole.get("exclude") is not None:
            whole["exclude"] = _users(whole["exclude"])
        try:
            return encode_json(whole)
        except ValueError:
            pass
        raise OriginError("bad_request", "A message cannot be written as JSON.")

    def _notify_batch(self, batch: Sequence[bytes], wait_ms: int) -> list[NotifyResult]:
        """Sends until every message has a result that lasts.

        One room that is overloaded does not fail the request; its messages alone are sent again.
        """
        is_probe = self._breaker.fail_fast()
        backoff = Backoff(self._ports, self._timeout_ms, wait_ms)
        results: dict[int, NotifyResult] = {}
        left = list(range(len(batch)))
        while True:
            failed: Optional[OriginError] = None
            retry_after: Optional[int] = None
            try:
                sent = self._request.send([batch[place] for place in left], backoff.attempt_ms())
                results.update(zip(left, sent))
                left = [place for place in left if _passing(results[place])]
                retry_after = max((_retry_after(results[place]) for place in left), default=None)
            except OriginError as error:
                failed, retry_after = error, error.retry_after
            lasting = failed is not None and not is_passing(failed.code, failed.status)
            if not left or lasting or is_probe or not backoff.wait(retry_after):
                break
        self._breaker.ended(failed)
        # What an earlier attempt stored is not to be lost with a later one.
        if failed is not None and not results:
            raise failed
        return [results[place] for place in range(len(batch))]


def _check(message: Any, at: str) -> None:
    """What is wrong with a value the deployment says, for its message alone.

    Raises OriginError `bad_request` for a field that there is not, and for a condition that has no value.
    """
    if not isinstance(message, Mapping):
        raise OriginError("bad_request", f"{at} must be a mapping with {', '.join(_FIELDS)}.")
    check_names(message, _FIELDS, at)
    if message.get("expectHead", "") is None:
        hint = "leave it out where there is no condition."
        raise OriginError("bad_request", f"{at}.expectHead has no value; {hint}")
    for field, known in (("channel", PROPERTIES), ("receipts", ("wait",))):
        if isinstance(message.get(field), Mapping):
            check_names(message[field], known, f"{at}.{field}")


def _users(exclude: Any) -> Any:
    """User ids as texts; any iterable of them is a list to JSON."""
    if isinstance(exclude, (str, bytes, Mapping)) or not isinstance(exclude, Iterable):
        return integer_as_text(exclude)
    return [integer_as_text(user) for user in exclude]


def _receipt_wait(message: Mapping[str, Any]) -> int:
    receipts = message.get("receipts")
    wait = receipts.get("wait") if isinstance(receipts, Mapping) else None
    return wait if isinstance(wait, int) else 0


def _passing(result: NotifyResult) -> bool:
    return isinstance(result, Refused) and is_passing(result.fault.code)


def _retry_after(result: NotifyResult) -> int:
    return (result.fault.retry_after or 0) if isinstance(result, Refused) else 0


def _batches(messages: Sequence[bytes]) -> Iterator[list[bytes]]:
    """Runs that each fit one request, in order."""
    batch: list[bytes] = []
    size = len(OPEN) + len(CLOSE)
    for message in messages:
        more = len(message) + 1
        if batch and (len(batch) == limits.NOTIFY_MESSAGES or size + more > limits.NOTIFY_BYTES):
            yield batch
            batch, size = [], len(OPEN) + len(CLOSE)
        batch.append(message)
        size += more
    if batch:
        yield batch
