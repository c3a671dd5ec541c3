"""Realtime channels at the edge: the side of a site that holds a key.

    origin = Origin(url="https://parlour.example.org", key="site", secret=secret)
    channel = {"context": "course:15", "component": "chat", "area": "room", "item": 7}
    page_hash = origin.channel_hash(channel)
    page_ticket = origin.ticket(42, name="Ada")
    origin.notify({"channel": channel, "name": "message", "data": {"text": "The quiz begins."}})
"""

from .channel import Channel, ChannelInput, canonical_form, canonical_part
from .errors import OriginError
from .faults import Fault
from .hashes import UnverifiedHash, parse_hash, verify_hash
from .messages import Message, NotifyResult, Refused, Stored
from .origin import Origin
from .ports import Ports
from .transport import Transport, TransportAnswer, TransportError
from .webhooks import Call, CallError, Reply, WebhookError, WebhookEvent, Webhooks

__all__ = [
    "Call",
    "CallError",
    "Channel",
    "ChannelInput",
    "Fault",
    "Message",
    "NotifyResult",
    "Origin",
    "OriginError",
    "Ports",
    "Refused",
    "Reply",
    "Stored",
    "Transport",
    "TransportAnswer",
    "TransportError",
    "UnverifiedHash",
    "WebhookError",
    "WebhookEvent",
    "Webhooks",
    "canonical_form",
    "canonical_part",
    "parse_hash",
    "verify_hash",
]
