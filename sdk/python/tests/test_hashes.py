"""Channel hashes, on the vectors that all implementations share."""

from __future__ import annotations

import json
import unittest
from pathlib import Path
from typing import Any

from parlour import Origin, OriginError, canonical_form, parse_hash, verify_hash

VECTORS = json.loads((Path(__file__).parents[3] / "test/vectors/channel-hash.json").read_text(encoding="utf-8"))
SECRETS = {vector["key"]: vector["secret"] for vector in VECTORS["accept"]}


def signed(channel: Any) -> str:
    return Origin("http://localhost", "dev", SECRETS["dev"]).channel_hash(channel)


class Hashes(unittest.TestCase):
    def test_signs_the_vectors(self) -> None:
        self.assertGreater(len(VECTORS["accept"]), 10)
        for vector in VECTORS["accept"]:
            with self.subTest(vector["name"]):
                origin = Origin("http://localhost", vector["key"], vector["secret"])
                self.assertEqual(canonical_form(vector["channel"]).decode(), vector["canonical"])
                self.assertEqual(origin.channel_hash(vector["channel"]), vector["hash"])
                self.assertEqual(verify_hash(vector["hash"], SECRETS), vector["channel"])
                self.assertEqual(origin.verify_hash(vector["hash"]), vector["channel"])

    def test_refuses_the_vectors(self) -> None:
        self.assertGreater(len(VECTORS["reject"]), 10)
        for vector in VECTORS["reject"]:
            with self.subTest(vector["name"]):
                self.assertIsNone(verify_hash(vector["hash"], SECRETS))

    def test_completes_a_channel(self) -> None:
        full = {"context": "", "component": "", "area": "", "item": "-7", "details": ""}
        self.assertEqual(signed({"item": -7}), signed(full))
        self.assertEqual(signed({"item": "-7", "details": None}), signed(full))
        self.assertEqual(verify_hash(signed({"item": 2**60}), SECRETS)["item"], "1152921504606846976")

    def test_refuses_what_is_neither_text_nor_integer(self) -> None:
        for value in (1.5, True, [], {}, b"x", "\ud800", "a\udc80"):
            with self.subTest(repr(value)), self.assertRaises(OriginError) as caught:
                signed({"item": value})
            self.assertEqual(caught.exception.code, "bad_request")

    def test_holds_the_limits(self) -> None:
        longest = "é" * 100
        self.assertIsNotNone(verify_hash(signed({"item": longest}), SECRETS))
        for channel in ({"item": longest + "a"}, {"item": longest, "area": longest, "context": longest}):
            with self.assertRaises(OriginError) as caught:
                signed(channel)
            self.assertEqual(caught.exception.code, "bad_request")

    def test_accepts_one_spelling(self) -> None:
        good = signed({"item": "x"})
        key, middle, last = good.split(".")
        spare = middle[:-1] + chr(ord(middle[-1]) + 1)
        breaks = (f"{good}\n", f"{key}\n.{middle}.{last}", f"{key}.{middle}\n.{last}")
        for bad in (*breaks, f"{key}.{spare}.{last}", f"{good}.", f"{key}.{middle}"):
            with self.subTest(repr(bad)):
                self.assertIsNone(verify_hash(bad, SECRETS))
        self.assertIsNone(parse_hash("dev." + "A" * 1100 + "." + last))
        self.assertIsNone(parse_hash("ключ." + middle + "." + last))
        self.assertIsNone(verify_hash(good, {"dev": "another"}))
        self.assertIsNone(verify_hash(good, {"dev": ""}))
