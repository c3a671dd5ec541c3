"""Webhooks and calls."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import unittest
from typing import Any, Optional

from parlour import Call, CallError, OriginError, WebhookError, WebhookEvent, Webhooks

from .support import NOW, SECRET, FakeClock

CHANNEL = {"context": "", "component": "chat", "area": "room", "item": "7", "details": ""}


def body_of(kind: str = "call", **data: Any) -> bytes:
    whole = {"app": "test", "channel": CHANNEL, **data}
    return json.dumps({"type": kind, "timestamp": "2026-09-21T14:13:20.000Z", "data": whole}).encode()


def headers(body: bytes, *secrets: str, at: int = NOW // 1000) -> dict[str, str]:
    content = f"msg_1.{at}.".encode() + body
    macs = [hmac.new(secret.encode(), content, hashlib.sha256).digest() for secret in secrets or (SECRET,)]
    signatures = " ".join("v1," + base64.b64encode(mac).decode() for mac in macs)
    return {"webhook-id": "msg_1", "webhook-timestamp": str(at), "webhook-signature": signatures}


def webhooks(*secrets: str) -> Webhooks:
    return Webhooks(list(secrets) or SECRET, ports=FakeClock().ports())


class Verifying(unittest.TestCase):
    def refused(self, body: bytes, given: dict[str, Any], hooks: Optional[Webhooks] = None) -> str:
        with self.assertRaises(WebhookError) as caught:
            (hooks or webhooks()).verify(body, given)
        self.assertNotIn(SECRET, str(caught.exception))
        return str(caught.exception)

    def test_verifies(self) -> None:
        body = body_of("member.joined", user={"id": "ada"})
        event = webhooks().verify(body, headers(body))
        self.assertEqual((event.id, event.type, event.data["user"]), ("msg_1", "member.joined", {"id": "ada"}))
        self.assertEqual(webhooks().verify(body.decode(), headers(body)), event)

    def test_mends_halves_of_characters(self) -> None:
        text = r'"a\ud83e b\udd8b c\ud83e\udd8b d\\ud83e e\ud83e\n\ud83eA\uD83E"'
        body = body_of("message.published", message="TEXT").replace(b'"TEXT"', text.encode())
        message = webhooks().verify(body, headers(body)).data["message"]
        self.assertEqual(message, "a\ufffd b\ufffd c🦋 d\\ud83e e\ufffd\n\ufffdA\ufffd")
        message.encode()
        raw = body_of("message.published", message="TEXT").replace(b"TEXT", b"x\xed\xa0\xbey")
        self.assertEqual(webhooks().verify(raw, headers(raw)).data["message"], "x\ufffd\ufffd\ufffdy")

    def test_refuses_a_body_that_was_parsed(self) -> None:
        for body in ({"type": "call"}, None, ["x"]):
            with self.assertRaisesRegex(OriginError, "raw text"):
                webhooks().verify(body, headers(b"{}"))
            with self.assertRaisesRegex(OriginError, "raw text"):
                webhooks().answer_call(body, {}, lambda call: None)
        for secrets in (None, "", [None], ["a", ""]):
            with self.assertRaisesRegex(OriginError, "secret is"):
                Webhooks(secrets)

    def test_finds_headers_as_frameworks_have_them(self) -> None:
        body = body_of()
        plain = headers(body)
        environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in plain.items()}
        for given in ({name.title(): value for name, value in plain.items()}, {**environ, "wsgi.version": (1, 0)}):
            self.assertEqual(webhooks().verify(body, given).id, "msg_1")

    def test_takes_any_of_several_secrets(self) -> None:
        body = body_of()
        for signed in ([SECRET], ["old", SECRET], ["new"], ["x", "new"]):
            self.assertEqual(webhooks("new", SECRET).verify(body, headers(body, *signed)).id, "msg_1")
        self.refused(body, headers(body, "x", "y"), webhooks("new", SECRET))
        for secret in (SECRET, "whsec_abcd", "ключ"):
            form = "whsec_" + base64.b64encode(secret.encode()).decode()
            self.assertEqual(webhooks(form).verify(body, headers(body, secret)).id, "msg_1")
        self.assertEqual(webhooks("whsec_abcd").verify(body, headers(body, "whsec_abcd")).id, "msg_1")

    def test_refuses(self) -> None:
        body = body_of()
        good = headers(body)
        self.refused(body + b" ", good)
        self.refused(b"\xff", good)
        for name, value in (
            ("webhook-id", "msg_2"),
            ("webhook-id", ""),
            ("webhook-timestamp", str(NOW // 1000 + 1)),
            ("webhook-timestamp", f"{NOW // 1000}\n"),
            ("webhook-timestamp", "-1"),
            ("webhook-signature", ""),
            ("webhook-signature", good["webhook-signature"][3:]),
            ("webhook-signature", "v1a" + good["webhook-signature"][2:]),
            ("webhook-signature", "v1,"),
            ("webhook-signature", "v1,é\ud800"),
        ):
            with self.subTest(f"{name} {value!r}"):
                self.refused(body, {**good, name: value})
                self.refused(body, {key: kept for key, kept in good.items() if key != name})

    def test_holds_the_tolerance(self) -> None:
        body = body_of()
        for off in (-300, 300):
            webhooks().verify(body, headers(body, at=NOW // 1000 + off))
        for off in (-301, 301):
            self.assertIn("too old", self.refused(body, headers(body, at=NOW // 1000 + off)))

    def test_refuses_a_malformed_body(self) -> None:
        for body in (b"", b"[]", b"{", b'{"type":"call","timestamp":"x","data":[]}', b'{"type":1}', b"\xff"):
            self.assertIn("malformed", self.refused(body, headers(body)))

    def test_needs_a_secret(self) -> None:
        for secrets in ("", [], [""], [SECRET, ""]):
            with self.assertRaises(OriginError):
                Webhooks(secrets)


class Answering(unittest.TestCase):
    def answer(self, handler: Any, body: Optional[bytes] = None, **more: Any) -> tuple[int, Any]:
        body = body or body_of(user={"id": "ada", "role": "member"}, component="vote", data={"choice": 2})
        reply = webhooks().answer_call(body, headers(body), handler, **more)
        return reply.status, json.loads(reply.body) if reply.body else None

    def test_replies(self) -> None:
        seen: list[Call] = []
        self.assertEqual(self.answer(lambda call: seen.append(call) or {"é": [1]}), (200, {"é": [1]}))
        self.assertEqual(self.answer(lambda call: None), (200, None))
        call = seen[0]
        self.assertEqual((call.app, call.channel, call.component), ("test", CHANNEL, "vote"))
        self.assertEqual((call.data, call.user), ({"choice": 2}, {"id": "ada", "role": "member"}))
        self.answer(lambda call: seen.append(call), body_of(user=None, component=None, data=None))
        self.assertEqual((seen[1].user, seen[1].component, seen[1].data), (None, None, None))

    def test_tells_only_what_is_meant_for_the_caller(self) -> None:
        class Full(CallError):
            pass

        def refuse(call: Call) -> None:
            raise Full("No seats.\ud800")

        def crash(call: Call) -> None:
            raise RuntimeError(SECRET)

        self.assertEqual(self.answer(refuse), (400, {"error": {"message": "No seats.?"}}))
        with self.assertLogs("parlour", logging.ERROR):
            self.assertEqual(self.answer(crash), (500, {"error": {"message": "The request failed."}}))
            self.assertEqual(self.answer(lambda call: object())[0], 500)
            self.assertEqual(self.answer(lambda call: "\ud800")[0], 500)

    def test_calls_nobody_for_a_forgery(self) -> None:
        body = body_of()
        reply = webhooks().answer_call(body, headers(body, "x"), self.fail)
        self.assertEqual(reply.status, 401)
        self.assertIn("signature", json.loads(reply.body)["error"]["message"])

    def test_takes_events_at_the_same_address(self) -> None:
        seen: list[WebhookEvent] = []
        body = body_of("member.left", user={"id": "ada"})
        self.assertEqual(self.answer(self.fail, body), (204, None))
        self.assertEqual(self.answer(self.fail, body, on_event=seen.append), (204, None))
        self.assertEqual([event.type for event in seen], ["member.left"])
