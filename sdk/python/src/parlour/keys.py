"""A key of an app."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from typing import Optional

from .errors import OriginError

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def is_key_id(text: str) -> bool:
    """Whether it may stand before the first dot of a hash."""
    return _ID.fullmatch(text) is not None


class Secret:
    """The secret of a key; what is printed or logged of it is nothing."""

    __slots__ = ("_data",)

    def __init__(self, text: Optional[str]) -> None:
        """Raises OriginError `bad_request` for one that is missing or empty."""
        if not isinstance(text, str) or text == "":
            given = "empty" if text == "" else "missing" if text is None else "no text"
            question = "Is the variable of the environment set that holds it?"
            raise OriginError("bad_request", f"secret is {given}. {question}")
        # Bytes that a program read out of its environment may be no UTF-8 at all, and stay what they are.
        self._data = text.encode("utf-8", "surrogateescape")

    def sign(self, data: bytes) -> bytes:
        """HMAC-SHA256 (RFC 2104); the secret is used as its UTF-8 bytes."""
        return hmac.new(self._data, data, hashlib.sha256).digest()

    def basic(self, key_id: str) -> str:
        return "Basic " + base64.b64encode(key_id.encode("ascii") + b":" + self._data).decode("ascii")

    def __repr__(self) -> str:
        return "Secret(…)"


class Key:
    """A key id and its secret."""

    __slots__ = ("id", "_secret")

    def __init__(self, key_id: Optional[str], secret: Secret) -> None:
        if not isinstance(key_id, str) or not is_key_id(key_id):
            kind = "malformed" if key_id else "missing"
            raise OriginError("bad_request", f"key is {kind}. It must be a key id: letters, digits, _ and -.")
        self.id = key_id
        self._secret = secret

    def sign(self, data: bytes) -> bytes:
        return self._secret.sign(data)

    def authorization(self) -> str:
        """The value of an `Authorization` header."""
        return self._secret.basic(self.id)

    def __repr__(self) -> str:
        return f"Key({self.id!r}, …)"
