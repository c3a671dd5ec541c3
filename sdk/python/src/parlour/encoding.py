"""Texts as bytes: UTF-8, base64url without padding (RFC 4648 section 5), JSON."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any, Optional

_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def utf8(text: str) -> Optional[bytes]:
    """The bytes of a text, or None for one with a lone surrogate, which has none."""
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        return None


def encode_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def decode_base64url(text: str) -> Optional[bytes]:
    """The bytes, or None for what `encode_base64url` would not have written.

    That is foreign characters, padding, an impossible length, or spare bits that are not zero: one value has one
    spelling.
    """
    if _BASE64URL.fullmatch(text) is None:
        return None
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return None
    return data if encode_base64url(data) == text else None


def encode_json(value: Any) -> bytes:
    """JSON as JavaScript writes it, so that a length in bytes is the same on both sides.

    Raises ValueError for whatever JSON cannot say.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from None
    return text.encode("utf-8")


# One escape after the other, so that a backslash that is escaped itself begins none: a pair of surrogates, a lone one,
# and any other.
_ESCAPES = re.compile(
    r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<lone>u[dD][89a-fA-F][0-9a-fA-F]{2})|.)",
    re.DOTALL,
)


def decode_json(data: bytes) -> Any:
    """The value that JSON spells.

    What is no text in UTF-8 (bytes, or half of a surrogate pair, which JavaScript can store) becomes U+FFFD, as
    JavaScript's own encoder writes it: Python could read such a text, and not write it anywhere.
    Raises ValueError for what is not JSON.
    """
    text = data.decode("utf-8", "replace")
    if "\\ud" in text or "\\uD" in text:
        text = _ESCAPES.sub(lambda escape: "\\ufffd" if escape["lone"] else escape[0], text)
    try:
        return json.loads(text)
    except RecursionError:
        raise ValueError("nested too deep") from None
