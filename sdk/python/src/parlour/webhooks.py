"""The site's end of webhooks and calls, by the Standard Webhooks specification.

    webhooks = Webhooks(secret)
    reply = webhooks.answer_call(request.body, request.headers, lambda call: {"pong": call.data})
    return HttpResponse(reply.body, status=reply.status, headers=reply.headers)
"""

from __future__ import annotations

import base64
import binascii
import hmac
import logging
import re
from dataclasses import dataclass, field
from typing import Any, Callable, Mapping, Optional, Sequence, Union

from .channel import Channel
from .encoding import decode_json, encode_json
from .errors import OriginError
from .keys import Secret
from .ports import Ports

TOLERANCE_SECONDS = 300
_SECRET_PREFIX = "whsec_"
_log = logging.getLogger("parlour")


class WebhookError(Exception):
    """A request is not a webhook of the app, or an old one. Its message may be shown to the caller."""


class CallError(Exception):
    """Raised by a handler of calls, whose caller is to read the message. Sites may derive from it."""


@dataclass(frozen=True)
class WebhookEvent:
    """A webhook whose signature holds."""

    id: str
    """The same whenever this event is sent again."""
    type: str
    """`member.joined`, `member.left`, `channel.occupied`, `channel.vacated`, `message.published` or `call`.

    Newer deployments may send others.
    """
    timestamp: str
    """ISO 8601."""
    data: Mapping[str, Any]
    """`app`, `channel`, and what belongs to the type."""


@dataclass(frozen=True)
class Call:
    """What a page asks of the origin."""

    id: str
    app: str
    channel: Channel
    user: Optional[Mapping[str, Any]]
    """`id`, `name`, `role`, `info` out of the caller's ticket; None is a guest."""
    component: Optional[str]
    """The part of the page that asks, where it says so."""
    data: Any
    """What the page sent; nobody has checked it."""


@dataclass(frozen=True)
class Reply:
    """What to answer to a webhook."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})


class Webhooks:
    """Verifies webhooks and answers calls."""

    def __init__(self, secrets: Union[str, None, Sequence[Optional[str]]], *, ports: Optional[Ports] = None) -> None:
        """`secrets` are those of the app's keys, as they are or in their `whsec_` form; while a key is replaced, both.

        Raises OriginError `bad_request` for no secret, or one that is missing or empty.
        """
        given = [secrets] if secrets is None or isinstance(secrets, str) else list(secrets)
        if not given:
            raise OriginError("bad_request", "Webhooks need the secret of a key.")
        self._secrets = [Secret(secret) for secret in given] + _decoded([str(secret) for secret in given])
        self._ports = ports or Ports()

    def verify(self, body: Union[bytes, str], headers: Mapping[str, Any]) -> WebhookEvent:
        """Verifies a webhook: its signature by any of the secrets, and that it lies within the tolerance of now.

        `body` is as it came, before anything has parsed it. `headers` are those of a framework, or a WSGI environ.
        Raises WebhookError, or OriginError `bad_request` for a body that was parsed.
        """
        if not isinstance(body, (bytes, bytearray, memoryview, str)):
            hint = "pass that, such as request.body (Django) or request.get_data() (Flask)."
            text = f"The body is not the text or the bytes that came. A webhook's signature is over its raw text: {hint}"
            raise OriginError("bad_request", text)
        plain = _plain(headers)
        webhook_id, timestamp = plain.get("webhook-id", ""), plain.get("webhook-timestamp", "")
        signatures = plain.get("webhook-signature", "")
        if not webhook_id or not signatures or not re.fullmatch(r"[0-9]{1,12}", timestamp):
            raise WebhookError("The headers of a webhook are missing or malformed.")
        # What is not UTF-8 differs from every body that was signed, and is found out as such.
        data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else bytes(body)
        content = f"{webhook_id}.{timestamp}.".encode("utf-8", "surrogatepass") + data
        if not self._is_signed(content, signatures):
            raise WebhookError("The signature of the webhook is wrong.")
        if abs(self._ports.now() / 1000 - int(timestamp)) > TOLERANCE_SECONDS:
            raise WebhookError("The webhook is too old, or a clock is wrong.")
        return _event(webhook_id, data)

    def answer_call(
        self,
        body: Union[bytes, str],
        headers: Mapping[str, Any],
        handler: Callable[[Call], Any],
        on_event: Optional[Callable[[WebhookEvent], None]] = None,
    ) -> Reply:
        """Verifies a webhook, has a handler answer it where it is a call, and tells what to send back.

        What the handler returns is the reply, as JSON. A CallError becomes status 400 with its message; any other
        exception goes to the log `parlour` and becomes status 500 without any detail.

        `on_event` takes the other webhooks, where they come to the same address; without it they are only
        acknowledged. An exception in it makes the deployment send the webhook again.
        """
        try:
            event = self.verify(body, headers)
        except WebhookError as error:
            return _failed(401, str(error))
        try:
            if event.type == "call":
                return Reply(200, encode_json(handler(_call(event))))
            if on_event is not None:
                on_event(event)
            return Reply(204, b"", {})
        except CallError as error:
            return _failed(400, str(error))
        except Exception:  # noqa: BLE001
            _log.exception("The handler of a webhook failed.")
            return _failed(500, "The request failed.")

    def _is_signed(self, content: bytes, signatures: str) -> bool:
        """`signatures` are entries with spaces between them, one for each key of the app."""
        signed = False
        for secret in self._secrets:
            expected = b"v1," + base64.b64encode(secret.sign(content))
            for signature in signatures.split(" "):
                signed = hmac.compare_digest(expected, signature.encode("utf-8", "surrogatepass")) or signed
        return signed


def _decoded(secrets: Sequence[str]) -> list[Secret]:
    """A secret may itself begin like the `whsec_` form, so that one that does so stands for both."""
    decoded = []
    for secret in secrets:
        if secret.startswith(_SECRET_PREFIX):
            try:
                data = base64.b64decode(secret[len(_SECRET_PREFIX) :], validate=True)
                decoded.append(Secret(data.decode("utf-8", "surrogateescape")))
            except (binascii.Error, ValueError, OriginError):
                pass
    return decoded


def _plain(headers: Mapping[str, Any]) -> dict[str, str]:
    """By name in lower case with hyphens; a WSGI environ has `HTTP_WEBHOOK_ID`, and much that is no header."""
    plain = {}
    for name, value in headers.items():
        name = str(name).lower().replace("_", "-")
        name = name[5:] if name.startswith("http-") else name
        if name.startswith("webhook-"):
            plain[name] = value if isinstance(value, str) else " ".join(value)
    return plain


def _event(webhook_id: str, body: bytes) -> WebhookEvent:
    try:
        event = decode_json(body)
    except ValueError:
        event = None
    if isinstance(event, dict):
        kind, timestamp, data = event.get("type"), event.get("timestamp"), event.get("data")
        if isinstance(kind, str) and isinstance(timestamp, str) and isinstance(data, dict):
            if isinstance(data.get("app"), str) and isinstance(data.get("channel"), dict):
                return WebhookEvent(webhook_id, kind, timestamp, data)
    raise WebhookError("The body of the webhook is malformed.")


def _call(event: WebhookEvent) -> Call:
    data = event.data
    user, component = data.get("user"), data.get("component")
    return Call(
        id=event.id,
        app=data["app"],
        channel=data["channel"],
        user=user if isinstance(user, dict) else None,
        component=component if isinstance(component, str) else None,
        data=data.get("data"),
    )


def _failed(status: int, message: str) -> Reply:
    # A message with a lone surrogate must not cost the caller the status.
    readable = message.encode("utf-8", "replace").decode("utf-8")
    return Reply(status, encode_json({"error": {"message": readable}}))
