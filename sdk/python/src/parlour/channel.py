"""Channels: five texts, and their canonical form."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional, TypedDict, Union

from . import limits
from .encoding import encode_base64url, utf8
from .errors import OriginError
from .names import check_names

PROPERTIES = ("context", "component", "area", "item", "details")
"""The properties in the order of the canonical form."""


class Channel(TypedDict):
    """A channel: five texts, of which each may be empty."""

    context: str
    component: str
    area: str
    item: str
    details: str


class ChannelInput(TypedDict, total=False):
    """A channel as callers write it: a missing property is empty, an integer stands for its decimal text."""

    context: Union[str, int]
    component: Union[str, int]
    area: Union[str, int]
    item: Union[str, int]
    details: Union[str, int]


def channel_of(given: Mapping[str, Any]) -> Channel:
    """Completes a channel.

    Raises OriginError `bad_request` for a property that there is not, that is neither text nor an integer, or over the
    limit.
    """
    if not isinstance(given, Mapping):
        raise OriginError("bad_request", f"channel must be a mapping with {', '.join(PROPERTIES)}.")
    check_names(given, PROPERTIES, "channel")
    context, component, area, item, details = (_property(name, given.get(name)) for name in PROPERTIES)
    return Channel(context=context, component=component, area=area, item=item, details=details)


def integer_as_text(value: Any) -> Any:
    """The decimal text of an integer; everything else as it is. True and False are integers to Python alone."""
    return str(int(value)) if isinstance(value, int) and not isinstance(value, bool) else value


def _property(name: str, value: Any) -> str:
    text = "" if value is None else integer_as_text(value)
    data = utf8(text) if isinstance(text, str) else None
    if data is None:
        raise OriginError("bad_request", f"channel.{name} must be a text or a whole number.")
    if len(data) > limits.PROPERTY_BYTES:
        raise OriginError("bad_request", f"channel.{name} is over {limits.PROPERTY_BYTES} bytes.")
    return str(text)


def canonical_form(channel: Mapping[str, Any]) -> bytes:
    """The canonical form: each property as a netstring, one after another. No two channels share it.

    Raises OriginError `bad_request`.
    """
    canonical = b"".join(_netstring(text.encode("utf-8")) for text in _values(channel_of(channel)))
    if len(canonical) > limits.CANONICAL_BYTES:
        raise OriginError("bad_request", f"The channel is over {limits.CANONICAL_BYTES} bytes.")
    return canonical


def _values(channel: Channel) -> tuple[str, ...]:
    return channel["context"], channel["component"], channel["area"], channel["item"], channel["details"]


def _netstring(data: bytes) -> bytes:
    return b"%d:%s," % (len(data), data)


def canonical_part(channel: Mapping[str, Any]) -> str:
    """The canonical form as it stands in a hash, and in a ticket's `channels`.

    Raises OriginError `bad_request`.
    """
    return encode_base64url(canonical_form(channel))


_LENGTH = re.compile(rb"(0|[1-9][0-9]{0,2}):")


def parse_canonical(data: bytes) -> Optional[Channel]:
    """The channel that canonical bytes spell, or None where they are not five netstrings in shortest form."""
    values: list[str] = []
    at = 0
    while at < len(data) <= limits.CANONICAL_BYTES:
        length = _LENGTH.match(data, at)
        if length is None:
            return None
        start, size = length.end(), int(length[1])
        at = start + size + 1
        if size > limits.PROPERTY_BYTES or data[at - 1 : at] != b",":
            return None
        try:
            values.append(data[start : at - 1].decode("utf-8"))
        except UnicodeDecodeError:
            return None
    if len(values) != len(PROPERTIES):
        return None
    context, component, area, item, details = values
    return Channel(context=context, component=component, area=area, item=item, details=details)
