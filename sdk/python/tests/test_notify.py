"""Notify against a network that fails as it is told."""

from __future__ import annotations

import json
import traceback
import unittest
from typing import Any

from parlour import Origin, OriginError, Refused, Stored

from .support import NOW, SECRET, FakeClock, FakeTransport, answer, fault, origin, stored, unreachable

MESSAGE = {"channel": {"item": 7}, "name": "n", "data": {"text": "ü"}}


class Notify(unittest.TestCase):
    def setUp(self) -> None:
        self.clock = FakeClock()

    def test_sends_one_message(self) -> None:
        transport = FakeTransport()
        result = origin(transport, self.clock).notify({**MESSAGE, "exclude": "ada", "expectHead": 3})
        self.assertEqual(result, Stored(1, NOW, "e:1", 0))
        self.assertEqual(transport.urls, ["https://parlour.test/v1/notify"])
        sent = {**MESSAGE, "channel": {"item": "7"}, "exclude": "ada", "expectHead": 3, "id": "id-1"}
        self.assertEqual(transport.requests, [[sent]])
        self.assertEqual(transport.headers[0]["Authorization"][:6], "Basic ")

    def test_is_patient_with_receipts(self) -> None:
        transport = FakeTransport()
        origin(transport, self.clock).notify([MESSAGE, {**MESSAGE, "receipts": {"wait": 20_000}}])
        origin(transport, self.clock).notify(MESSAGE)
        self.assertEqual(transport.timeouts, [30_000, 10_000])

    def test_splits_over_a_hundred_in_order(self) -> None:
        transport = FakeTransport()
        messages = ({**MESSAGE, "data": i} for i in range(250))
        results = origin(transport, self.clock).notify(messages)
        self.assertEqual([len(request) for request in transport.requests], [100, 100, 50])
        self.assertEqual([m["data"] for request in transport.requests for m in request], list(range(250)))
        self.assertEqual(len(results), 250)
        self.assertEqual(origin(transport, self.clock).notify([]), [])
        self.assertEqual(len(transport.requests), 3)

    def test_splits_what_is_too_long_for_one_request(self) -> None:
        transport = FakeTransport()
        origin(transport, self.clock).notify([{**MESSAGE, "data": "x" * 1_000_000}] * 5)
        self.assertEqual([len(request) for request in transport.requests], [4, 1])

    def test_retries_under_the_same_ids(self) -> None:
        for step in (unreachable(), fault("overloaded", 503), fault("rate_limited", 429), answer(b"<html>", 502)):
            transport = FakeTransport(step, step)
            results = origin(transport, self.clock).notify([MESSAGE, {**MESSAGE, "id": "mine"}])
            self.assertTrue(all(result.ok for result in results))
            self.assertEqual(len(transport.ids()), 3)
            self.assertEqual(len({tuple(ids) for ids in transport.ids()}), 1)
            self.assertEqual(transport.ids()[0][1], "mine")
        self.assertEqual(self.clock.slept, [125, 250] * 4)

    def test_honours_retry_after(self) -> None:
        for step, wait in (
            (fault("overloaded", 503, retryAfter=2000), 2125),
            (answer(b"", 429, retry_after="3"), 3125),
            (answer(b"", 503, retry_after="Mon, 21 Sep 2026 14:13:25 GMT"), 5125),
        ):
            clock = FakeClock()
            origin(FakeTransport(step), clock).notify(MESSAGE)
            self.assertEqual(clock.slept, [wait])

    def test_gives_up(self) -> None:
        transport = FakeTransport(*[unreachable()] * 99)
        with self.assertRaises(OriginError) as caught:
            origin(transport, self.clock).notify(MESSAGE)
        self.assertEqual((caught.exception.code, len(transport.requests)), ("unreachable", 13))
        self.assertEqual(self.clock.slept, [125, 250, 500, 1000, 2000, *[4000] * 6, 1125])
        transport = FakeTransport(fault("overloaded", 503, retryAfter=60_000))
        with self.assertRaises(OriginError) as caught:
            origin(transport, self.clock).notify(MESSAGE)
        self.assertEqual((caught.exception.retry_after, len(transport.requests)), (60_000, 1))

    def test_takes_no_longer_than_it_may(self) -> None:
        transport = FakeTransport(*[unreachable()] * 99)
        hasty = Origin("https://p.test", "dev", SECRET, transport=transport, ports=self.clock.ports(), timeout_ms=2_000)
        with self.assertRaises(OriginError):
            hasty.notify(MESSAGE)
        self.assertEqual(self.clock.slept, [125, 250, 500, 625])
        self.assertEqual(transport.timeouts, [2_000, 1_875, 1_625, 1_125, 500])
        for times in ({"timeout_ms": 0}, {"fail_fast_ms": -1}):
            with self.assertRaisesRegex(OriginError, next(iter(times))):
                Origin("http://x", "dev", "s", **times)

    def test_fails_fast_after_nobody_answered(self) -> None:
        transport = FakeTransport(*[unreachable()] * 14)
        site = origin(transport, self.clock)
        with self.assertRaisesRegex(OriginError, "No answer"):
            site.notify(MESSAGE)
        self.clock.sleep(1_000)
        with self.assertRaisesRegex(OriginError, "Not sent") as caught:
            site.notify(MESSAGE)
        self.assertEqual((caught.exception.code, caught.exception.retry_after), ("unreachable", 4_000))
        self.assertEqual(len(transport.requests), 13)
        self.clock.sleep(4_000)
        with self.assertRaisesRegex(OriginError, "No answer"):
            site.notify(MESSAGE)
        self.assertEqual(len(transport.requests), 14)
        self.clock.sleep(5_000)
        self.assertTrue(site.notify(MESSAGE).ok)
        self.assertTrue(site.notify(MESSAGE).ok)
        transport = FakeTransport(*[unreachable()] * 26)
        patient = Origin("http://x", "dev", SECRET, transport=transport, ports=self.clock.ports(), fail_fast_ms=0)
        for requests in (13, 26):
            with self.assertRaisesRegex(OriginError, "No answer"):
                patient.notify(MESSAGE)
            self.assertEqual(len(transport.requests), requests)

    def test_takes_integers_and_any_iterable_as_users(self) -> None:
        transport = FakeTransport()
        for exclude in (42, [42, "ada"], (42,), {42}, (user for user in [42])):
            origin(transport, self.clock).notify({**MESSAGE, "exclude": exclude})
        sent = [messages[0]["exclude"] for messages in transport.requests]
        self.assertEqual(sent, ["42", ["42", "ada"], ["42"], ["42"], ["42"]])

    def test_refuses_slips(self) -> None:
        for slip, message in (
            ({**MESSAGE, "dta": 1}, 'messages[0] has no field "dta". Did you mean "data"?'),
            ({**MESSAGE, "expect_head": 1}, 'messages[0] has no field "expect_head". Did you mean "expectHead"?'),
            ({**MESSAGE, "channel": {"contxt": 1}}, 'messages[0].channel has no field "contxt". Did you mean "context"?'),
            ({**MESSAGE, "receipts": {"wiat": 1}}, 'messages[0].receipts has no field "wiat". Did you mean "wait"?'),
            (
                {**MESSAGE, "expectHead": None},
                "messages[0].expectHead has no value; leave it out where there is no condition.",
            ),
            (
                {"channel": {"zebra": 1}},
                'messages[0].channel has no field "zebra". It takes context, component, area, item, details.',
            ),
        ):
            transport = FakeTransport()
            with self.assertRaises(OriginError) as caught:
                origin(transport, self.clock).notify([slip])
            self.assertEqual((str(caught.exception), transport.requests), (f"bad_request: {message}", []))
        with self.assertRaisesRegex(OriginError, 'Did you mean "area"'):
            origin(FakeTransport(), self.clock).channel_hash({"aera": "x"})
        with self.assertRaisesRegex(OriginError, 'did you mean "moderator"'):
            origin(FakeTransport(), self.clock).ticket("a", role="moderater")

    def test_says_what_is_missing(self) -> None:
        for url, key, secret, message in (
            ("http://x", "dev", None, "secret is missing"),
            ("http://x", "dev", "", "secret is empty"),
            ("http://x", None, "s", "key is missing"),
            (None, "dev", "s", "url is missing"),
        ):
            with self.assertRaisesRegex(OriginError, message):
                Origin(url, key, secret)

    def test_does_not_retry_what_lasts(self) -> None:
        for step, code in (
            (fault("bad_credentials", 401), "bad_credentials"),
            (fault("not_supported", 501), "not_supported"),
            (fault("of_the_future", 400), "internal"),
            (answer(b"", 302), "bad_answer"),
            (answer({"results": []}), "bad_answer"),
            (answer([1]), "bad_answer"),
        ):
            transport = FakeTransport(step)
            with self.assertRaises(OriginError) as caught:
                origin(transport, self.clock).notify(MESSAGE)
            self.assertEqual((caught.exception.code, len(transport.requests)), (code, 1))

    def test_sends_again_only_the_messages_that_may_pass(self) -> None:
        def mixed(messages: list[dict[str, Any]]) -> Any:
            body = json.loads(stored(messages).body)
            body["results"][1] = {"fault": {"code": "overloaded", "message": "m", "retryAfter": 1000}}
            body["results"][2] = {"fault": {"code": "too_large", "message": "m"}}
            return answer(body)

        transport = FakeTransport(mixed)
        results = origin(transport, self.clock).notify([MESSAGE] * 4)
        self.assertEqual(transport.ids(), [["id-1", "id-2", "id-3", "id-4"], ["id-2"]])
        self.assertEqual([result.ok for result in results], [True, True, False, True])
        self.assertIsInstance(results[2], Refused)
        self.assertEqual(self.clock.slept, [1125])

    def test_keeps_what_an_earlier_attempt_stored(self) -> None:
        def half(messages: list[dict[str, Any]]) -> Any:
            body = json.loads(stored(messages).body)
            body["results"][1] = {"fault": {"code": "internal", "message": "m"}}
            return answer(body)

        results = origin(FakeTransport(half, fault("bad_credentials", 401)), self.clock).notify([MESSAGE] * 2)
        self.assertEqual([result.ok for result in results], [True, False])

    def test_conflicts_are_results(self) -> None:
        conflict = {"fault": {"code": "conflict", "message": "m", "newer": [{"seq": 4}]}}
        result = origin(FakeTransport(answer({"results": [conflict]}, 409)), self.clock).notify(MESSAGE)
        self.assertEqual((result.fault.code, result.fault.newer), ("conflict", [{"seq": 4}]))

    def test_tells_the_results_before_the_failure(self) -> None:
        transport = FakeTransport(stored, fault("bad_request", 400))
        with self.assertRaises(OriginError) as caught:
            origin(transport, self.clock).notify([MESSAGE] * 150)
        self.assertEqual(len(caught.exception.results), 100)

    def test_refuses_what_is_no_json(self) -> None:
        loop: list[Any] = []
        loop.append(loop)
        messages = [{**MESSAGE, "data": data} for data in (object(), float("nan"), loop, "\ud800")]
        for bad in (*messages, "text"):
            transport = FakeTransport()
            with self.assertRaises(OriginError) as caught:
                origin(transport, self.clock).notify([bad])
            self.assertEqual((caught.exception.code, transport.requests), ("bad_request", []))

    def test_shows_the_secret_nowhere(self) -> None:
        for url, key, secret in (
            ("ftp://x", "dev", SECRET),
            ("https://u:p@x", "dev", SECRET),
            ("http://x:99999", "dev", SECRET),
            ("http://x/\nA", "dev", SECRET),
            ("https://x", "a.b", SECRET),
            ("https://x", "dev\n", SECRET),
            ("https://x", "dev", ""),
        ):
            with self.assertRaises(OriginError) as caught:
                Origin(url, key, secret)
            self.assertEqual(caught.exception.code, "bad_request")
            self.assertNotIn(SECRET, "".join(traceback.format_exception_only(OriginError, caught.exception)))
        loud = RuntimeError(f"Authorization: {SECRET}")
        target = origin(FakeTransport(*[loud] * 99), self.clock)
        with self.assertRaises(OriginError) as caught:
            target.notify(MESSAGE)
        self.assertIsNone(caught.exception.__context__)
        self.assertNotIn(SECRET, repr(caught.exception) + repr(target._key) + repr(vars(target)))
