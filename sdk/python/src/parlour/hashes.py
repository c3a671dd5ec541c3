"""Channel hashes: `keyId "." b64url(canonical) "." b64url(HMAC-SHA256(secret, domain + canonical))`."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import Any, Mapping, Optional

from . import limits
from .channel import Channel, canonical_form, parse_canonical
from .encoding import decode_base64url, encode_base64url
from .keys import Key, Secret, is_key_id

# Keeps the signature of a hash from being mistaken for that of anything else.
_DOMAIN = b"parlour.channel.v1\n"
_SIGNATURE_BYTES = 32


@dataclass(frozen=True)
class UnverifiedHash:
    """A channel hash taken apart. Nothing in it is to be believed before its signature is verified."""

    key_id: str
    channel: Channel
    canonical: bytes
    signature: bytes


def sign_hash(key: Key, channel: Mapping[str, Any]) -> str:
    """Raises OriginError `bad_request`."""
    canonical = canonical_form(channel)
    return f"{key.id}.{encode_base64url(canonical)}.{encode_base64url(key.sign(_DOMAIN + canonical))}"


def parse_hash(text: str) -> Optional[UnverifiedHash]:
    """Takes a hash apart, or answers None where it is not one."""
    parts = [] if len(text) > limits.HASH_BYTES else text.split(".")
    if len(parts) != 3 or not is_key_id(parts[0]):
        return None
    canonical, signature = decode_base64url(parts[1]), decode_base64url(parts[2])
    if canonical is None or signature is None or len(signature) != _SIGNATURE_BYTES:
        return None
    channel = parse_canonical(canonical)
    return None if channel is None else UnverifiedHash(parts[0], channel, canonical, signature)


def verify_hash(text: str, secrets: Mapping[str, str]) -> Optional[Channel]:
    """The channel of a hash that one of the keys has signed, or None. `secrets` has the secrets by key id."""
    parsed = parse_hash(text)
    secret = None if parsed is None else secrets.get(parsed.key_id)
    if parsed is None or not secret:
        return None
    return channel_signed_by(Key(parsed.key_id, Secret(secret)), parsed)


def channel_signed_by(key: Key, parsed: Optional[UnverifiedHash]) -> Optional[Channel]:
    if parsed is None or parsed.key_id != key.id:
        return None
    expected = key.sign(_DOMAIN + parsed.canonical)
    return parsed.channel if hmac.compare_digest(expected, parsed.signature) else None
