"""Tickets: what is in them, and what is refused before it is signed."""

from __future__ import annotations

import base64
import json
import unittest
from typing import Any

from parlour import OriginError, canonical_part

from .support import NOW, SECRET, FakeClock, FakeTransport, origin


def ticket(*args: Any, **options: Any) -> str:
    return origin(FakeTransport(), FakeClock()).ticket(*args, **options)


def part(text: str, index: int) -> Any:
    piece = text.split(".")[index]
    return json.loads(base64.urlsafe_b64decode(piece + "=" * (-len(piece) % 4)))


class Tickets(unittest.TestCase):
    def test_has_the_claims_that_were_given(self) -> None:
        now = NOW // 1000
        plain = ticket(42)
        self.assertEqual(part(plain, 0), {"alg": "HS256", "typ": "JWT", "kid": "dev"})
        self.assertEqual(part(plain, 1), {"sub": "42", "iat": now, "exp": now + 3600})
        full = ticket(
            "ada",
            name="Ada Лавлейс",
            info={"colour": "blue"},
            role="moderator",
            channels=[{"item": 1}],
            groups=["course:15"],
            expires_in=0.5,
        )
        self.assertEqual(
            part(full, 1),
            {
                "sub": "ada",
                "iat": now,
                "exp": now + 1,
                "name": "Ada Лавлейс",
                "info": {"colour": "blue"},
                "role": "moderator",
                "channels": [canonical_part({"item": "1"})],
                "groups": ["course:15"],
            },
        )
        self.assertEqual(part(ticket("a", channels=[]), 1)["channels"], [])

    def test_refuses_what_the_deployment_would(self) -> None:
        deep: Any = 1
        for _ in range(32):
            deep = [deep]
        bad: list[tuple[str, dict[str, Any]]] = [
            ("", {}),
            ("x" * 129, {}),
            ("é" * 65, {}),
            ("\ud800", {}),
            ("a", {"expires_in": 0}),
            ("a", {"expires_in": 86401}),
            ("a", {"expires_in": float("nan")}),
            ("a", {"name": "x" * 201}),
            ("a", {"info": "x" * 1023}),
            ("a", {"info": {"of": object()}}),
            ("a", {"info": float("inf")}),
            ("a", {"info": "\ud800"}),
            ("a", {"info": deep}),
            ("a", {"role": "admin"}),
            ("a", {"groups": "course"}),
            ("a", {"groups": [1]}),
            ("a", {"groups": ["x"] * 1001}),
            ("a", {"channels": [{"context": "x" * 180, "item": i} for i in range(50)]}),
        ]
        for user, options in bad:
            with self.subTest(f"{user[:9]!r} {str(options)[:60]}"), self.assertRaises(OriginError) as caught:
                ticket(user, **options)
            self.assertEqual(caught.exception.code, "bad_ticket")
            self.assertNotIn(SECRET, str(caught.exception))
        with self.assertRaises(OriginError):
            ticket(True)
        ticket("x" * 128, info="x" * 1022, expires_in=86400, role="member")
