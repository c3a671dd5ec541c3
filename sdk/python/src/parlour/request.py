"""One request to `/v1/notify` and the reading of its answer."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import Any, Optional, Sequence
from urllib.parse import urlsplit

from .encoding import decode_json
from .errors import OriginError
from .faults import BAD_ANSWER, UNREACHABLE, read_fault
from .keys import Key
from .messages import NotifyResult, read_result
from .ports import Ports
from .transport import Transport, TransportAnswer, TransportError

_PATH = "/v1/notify"
OPEN = b'{"messages":['
CLOSE = b"]}"


class NotifyRequest:
    def __init__(self, url: Optional[str], key: Key, transport: Transport, ports: Ports) -> None:
        """Raises OriginError `bad_request` for an address that is no HTTP address."""
        self._target = _checked(url).rstrip("/") + _PATH
        self._key = key
        self._transport = transport
        self._ports = ports

    def send(self, messages: Sequence[bytes], timeout_ms: int) -> list[NotifyResult]:
        """As many results as messages; `timeout_ms` is how long it may take. Raises OriginError."""
        answer = self._post(OPEN + b",".join(messages) + CLOSE, timeout_ms)
        retry_after = self._retry_after(answer.headers.get("retry-after", ""))
        body = _object(answer.body)
        if "fault" in body:
            fault = read_fault(body["fault"])
            if fault is None:
                raise _bad_answer(answer.status, retry_after)
            asked = retry_after if fault.retry_after is None else fault.retry_after
            raise OriginError(fault.code, fault.message, status=answer.status, retry_after=asked)
        # Where every message is a conflict the status says so, and the results come all the same.
        results = _results(body.get("results")) if answer.status in (200, 409) else None
        if results is None or len(results) != len(messages):
            raise _bad_answer(answer.status, retry_after)
        return results

    def _post(self, body: bytes, timeout_ms: int) -> TransportAnswer:
        headers = {"Authorization": self._key.authorization(), "Content-Type": "application/json"}
        reason = ""
        try:
            return self._transport.post(self._target, headers, body, timeout_ms)
        except TransportError as error:
            reason = f" ({error})"
        except Exception:  # noqa: BLE001
            # A foreign client's words may hold the request's headers.
            pass
        # Outside of the handler, so that what was caught does not hang on what is raised.
        raise OriginError(UNREACHABLE, f"No answer from {self._target}{reason}.")

    def _retry_after(self, header: str) -> Optional[int]:
        """Milliseconds out of a `Retry-After` in either of its forms (RFC 9110 section 10.2.3)."""
        if re.fullmatch(r"[0-9]{1,9}", header):
            return int(header) * 1000
        try:
            return max(0, int(parsedate_to_datetime(header).timestamp() * 1000) - self._ports.now())
        except (TypeError, ValueError, OverflowError):
            return None


def _checked(url: Optional[str]) -> str:
    if not isinstance(url, str) or url == "":
        raise OriginError("bad_request", "url is missing. It must be the deployment's http or https address.")
    try:
        parts = urlsplit(url)
        plain = parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        plain = False
    # Credentials in the address would stand in error messages.
    if not plain or "@" in parts.netloc or parts.query or parts.fragment or not re.fullmatch(r"[!-~]+", url):
        raise OriginError("bad_request", "url is malformed. It must be the deployment's http or https address.")
    return url


def _object(data: bytes) -> dict[str, Any]:
    try:
        body = decode_json(data)
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}


def _results(values: Any) -> Optional[list[NotifyResult]]:
    read = [read_result(value) for value in values] if isinstance(values, list) else [None]
    whole = [result for result in read if result is not None]
    return whole if len(whole) == len(read) else None


def _bad_answer(status: int, retry_after: Optional[int]) -> OriginError:
    message = f"The answer of status {status} does not hold the results."
    return OriginError(BAD_ANSWER, message, status=status, retry_after=retry_after)
