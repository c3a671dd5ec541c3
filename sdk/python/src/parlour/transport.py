"""Carries one HTTP request."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse
from typing import Any, Mapping, Protocol

_CHUNK_BYTES = 65_536


@dataclass(frozen=True)
class TransportAnswer:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    """By name in lower case."""


class TransportError(Exception):
    """There was no answer. The message is shown to the caller: a few words without anything of the request."""


class Transport(Protocol):
    """For sites with an HTTP client of their own, and for tests."""

    def post(self, url: str, headers: Mapping[str, str], body: bytes, timeout_ms: int) -> TransportAnswer:
        """Posts a body and returns the answer, whatever its status.

        Redirects are not followed: they would carry the credentials to wherever they point.
        Raises TransportError where there is no whole answer within the time.
        """


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


class UrllibTransport:
    """Posts with the standard library."""

    def __init__(self) -> None:
        self._opener = urllib.request.build_opener(_NoRedirect)

    def post(self, url: str, headers: Mapping[str, str], body: bytes, timeout_ms: int) -> TransportAnswer:
        end = time.monotonic() + timeout_ms / 1000
        request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")
        reason = "the connection failed"
        try:
            with self._open(request, timeout_ms / 1000) as response:
                named = {name.lower(): value for name, value in response.headers.items()}
                return TransportAnswer(response.status, _read(response, end), named)
        except TransportError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            reason = _reason(error)
        # Outside of the handler, so that what was caught does not hang on what is raised.
        raise TransportError(reason)

    def _open(self, request: urllib.request.Request, timeout: float) -> Any:
        try:
            return self._opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as answer:
            return answer


def _read(response: HTTPResponse, end: float) -> bytes:
    chunks: list[bytes] = []
    # The socket's own limit is for one read, so that a trickle would never end.
    while time.monotonic() <= end:
        chunk = response.read1(_CHUNK_BYTES)
        if not chunk and response.length:
            raise TransportError("the answer broke off")
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
    raise TransportError("the answer took too long")


def _reason(error: BaseException) -> str:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, OSError) and cause.strerror:
        return cause.strerror
    return type(cause).__name__ if isinstance(cause, BaseException) else "the connection failed"
