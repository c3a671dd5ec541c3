"""Tickets: JWTs (RFC 7519) by HS256. What the deployment would refuse is refused here, where the mistake is."""

from __future__ import annotations

import math
from typing import Any, Mapping, Optional, Sequence, Union

from . import limits
from .channel import canonical_part, integer_as_text
from .encoding import encode_base64url, encode_json, utf8
from .errors import OriginError
from .keys import Key
from .names import likely_name

_ROLES = ("member", "moderator")
_LIST_ITEMS = 1_000


def claims_of(
    user: Union[str, int],
    now_ms: int,
    expires_in: float,
    *,
    name: Optional[str],
    info: Any,
    role: Optional[str],
    channels: Optional[Sequence[Mapping[str, Any]]],
    groups: Optional[Sequence[str]],
) -> dict[str, Any]:
    """Raises OriginError `bad_ticket`, or `bad_request` for a malformed channel."""
    now = now_ms // 1000
    claims = {
        "sub": _text("sub", integer_as_text(user), limits.USER_ID_BYTES, 1),
        "iat": now,
        "exp": now + _life(expires_in),
        "name": None if name is None else _text("name", name, limits.USER_NAME_BYTES),
        "info": _info(info),
        "role": _role(role),
        "channels": None if channels is None else [canonical_part(channel) for channel in _list("channels", channels)],
        "groups": None if groups is None else _groups(groups),
    }
    return {claim: value for claim, value in claims.items() if value is not None}


def sign_ticket(key: Key, claims: Mapping[str, Any]) -> str:
    """Raises OriginError `bad_ticket`."""
    header = {"alg": "HS256", "typ": "JWT", "kid": key.id}
    signed = f"{encode_base64url(encode_json(header))}.{encode_base64url(encode_json(claims))}"
    ticket = f"{signed}.{encode_base64url(key.sign(signed.encode('ascii')))}"
    if len(ticket) > limits.TICKET_BYTES:
        raise _refused(f"The ticket is over {limits.TICKET_BYTES} bytes.")
    return ticket


def _life(expires_in: float) -> int:
    if not 0 < expires_in <= limits.TICKET_LIFE_SECONDS:
        raise _refused(f"expires_in must be from 1 to {limits.TICKET_LIFE_SECONDS} seconds.")
    return math.ceil(expires_in)


def _text(name: str, value: Any, most: int, least: int = 0) -> str:
    data = utf8(value) if isinstance(value, str) else None
    if data is None or not least <= len(data) <= most:
        raise _refused(f"{name} must be a text of {least} to {most} bytes.")
    return str(value)


def _info(info: Any) -> Any:
    try:
        size = len(encode_json(info))
    except ValueError:
        raise _refused("info cannot be written as JSON.") from None
    if size > limits.USER_INFO_BYTES:
        raise _refused(f"A ticket's info may take {limits.USER_INFO_BYTES} bytes at most.")
    # The claims are one level themselves.
    if _depth(info) >= limits.JSON_DEPTH:
        raise _refused(f"A ticket's info nests deeper than {limits.JSON_DEPTH - 1} levels.")
    return info


def _depth(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else None
    return 0 if inner is None else 1 + max((_depth(one) for one in inner), default=0)


def _role(role: Optional[str]) -> Optional[str]:
    if role is not None and role not in _ROLES:
        likely = likely_name(str(role), _ROLES)
        hint = "" if likely is None else f' (did you mean "{likely}"?)'
        raise _refused(f"role must be one of {', '.join(_ROLES)}{hint}.")
    return role


def _groups(groups: Sequence[str]) -> list[str]:
    return [_text(f"groups[{i}]", group, limits.PROPERTY_BYTES) for i, group in enumerate(_list("groups", groups))]


def _list(name: str, values: Sequence[Any]) -> Sequence[Any]:
    # A text is a sequence too, of its letters.
    if isinstance(values, (str, bytes, Mapping)) or len(values) > _LIST_ITEMS:
        raise _refused(f"{name} must be a list of 0 to {_LIST_ITEMS}.")
    return values


def _refused(message: str) -> OriginError:
    return OriginError("bad_ticket", message)
