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


def decode_json(data: bytes) -> Any:
    """Raises ValueError for what is not JSON."""
    try:
        return json.loads(data.decode("utf-8"))
    except RecursionError:
        raise ValueError("nested too deep") from None
