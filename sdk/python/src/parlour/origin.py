"""The side of a site that holds a key."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence, Union, overload

from . import backoff
from .breaker import CircuitBreaker
from .channel import Channel, ChannelInput
from .errors import OriginError
from .hashes import channel_signed_by, parse_hash, sign_hash
from .keys import Key, Secret
from .messages import Message, NotifyResult
from .notifier import Notifier
from .ports import Ports
from .request import NotifyRequest
from .tickets import claims_of, sign_ticket
from .transport import Transport, UrllibTransport


class Origin:
    """Signs channel hashes and tickets, offline, and pushes messages."""

    def __init__(
        self,
        url: Optional[str],
        key: Optional[str],
        secret: Optional[str],
        *,
        transport: Optional[Transport] = None,
        ports: Optional[Ports] = None,
        timeout_ms: int = backoff.TIMEOUT_MS,
        fail_fast_ms: int = backoff.FAIL_FAST_MS,
    ) -> None:
        """`url` is where the deployment is; `secret` is the key's and stays in this process.

        `timeout_ms` is the longest that a request may take, with all its attempts and the waits between them: give
        less than the half minute where a visitor waits. After a request that nobody answered in its time, further ones
        of this object fail at once for `fail_fast_ms`, and a single attempt decides then; 0 switches that off.

        Raises OriginError `bad_request` for an address that is no HTTP address, a malformed key id, or a secret that
        is missing or empty.
        """
        if timeout_ms < 1 or fail_fast_ms < 0:
            raise OriginError("bad_request", "timeout_ms must be at least 1 millisecond, and fail_fast_ms at least 0.")
        self._key = Key(key, Secret(secret))
        self._ports = ports or Ports()
        request = NotifyRequest(url, self._key, transport or UrllibTransport(), self._ports)
        breaker = CircuitBreaker(fail_fast_ms, self._ports)
        self._notifier = Notifier(request, self._ports, breaker, timeout_ms)

    def channel_hash(self, channel: Union[ChannelInput, Mapping[str, Any]]) -> str:
        """Signs a channel. The same channel always gives the same hash, so it may be stored or cached.

        Raises OriginError `bad_request` for a property that there is not, that is neither text nor an integer, or too long.
        """
        return sign_hash(self._key, channel)

    def verify_hash(self, text: str) -> Optional[Channel]:
        """The channel of a hash that this key has signed, or None."""
        return channel_signed_by(self._key, parse_hash(text))

    def ticket(
        self,
        user: Union[str, int],
        *,
        name: Optional[str] = None,
        info: Any = None,
        role: Optional[str] = None,
        channels: Optional[Sequence[Union[ChannelInput, Mapping[str, Any]]]] = None,
        groups: Optional[Sequence[str]] = None,
        expires_in: float = 3600,
    ) -> str:
        """Signs a ticket: who the visitor is, for at most 24 hours.

        `user` is the user's id, 1 to 128 bytes; an integer stands for its decimal text. `name` and `info` (up to 1 KB
        as JSON) are what others may see. `role` is `member` where it is missing, or `moderator`. `channels` are the
        only ones it is good for; without, it is good for every channel whose hash the bearer holds. `groups` are such
        as courses or teams. `expires_in` is in seconds.

        A ticket with the role `moderator` and without `channels` moderates every channel whose hash the bearer has.
        Name the channels that a moderator is to moderate.

        Raises OriginError `bad_ticket` for what the deployment would refuse, `bad_request` for a malformed channel.
        """
        claims = claims_of(
            user, self._ports.now(), expires_in, name=name, info=info, role=role, channels=channels, groups=groups
        )
        return sign_ticket(self._key, claims)

    @overload
    def notify(self, messages: Union[Message, Mapping[str, Any]]) -> NotifyResult: ...

    @overload
    def notify(self, messages: Iterable[Union[Message, Mapping[str, Any]]]) -> list[NotifyResult]: ...

    def notify(self, messages: Any) -> Any:
        """Pushes a message, or several to any channels of the app.

        The results come in the order of the messages; one that was refused has a `fault` and does not keep the others
        from being stored. Failures that pass are retried as often as fits into the time, for each hundred messages; no
        message is stored twice by that.

        Raises OriginError where a request failed as a whole; its `results` are those of the messages before.
        `bad_request` for a field that there is not, before anything is sent.
        """
        if isinstance(messages, Mapping):
            return self._notifier.notify_all([messages])[0]
        return self._notifier.notify_all(messages)
