"""The side of a site that holds a key."""

from __future__ import annotations

from typing import Any, Iterable, Mapping, Optional, Sequence, Union, overload

from .channel import Channel, ChannelInput
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
        url: str,
        key: str,
        secret: str,
        *,
        transport: Optional[Transport] = None,
        ports: Optional[Ports] = None,
    ) -> None:
        """`url` is where the deployment is; `secret` is the key's and stays in this process.

        Raises OriginError `bad_request` for an address that is no HTTP address, a malformed key id or an empty secret.
        """
        self._key = Key(key, Secret(secret))
        self._ports = ports or Ports()
        request = NotifyRequest(url, self._key, transport or UrllibTransport(), self._ports)
        self._notifier = Notifier(request, self._ports)

    def channel_hash(self, channel: Union[ChannelInput, Mapping[str, Any]]) -> str:
        """Signs a channel. The same channel always gives the same hash, so it may be stored or cached.

        Raises OriginError `bad_request` for a property that is neither text nor an integer, or that is too long.
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
        from being stored. Failures that pass are retried for up to half a minute; no message is stored twice by that.

        Raises OriginError where a request failed as a whole; its `results` are those of the messages before.
        """
        if isinstance(messages, Mapping):
            return self._notifier.notify_all([messages])[0]
        return self._notifier.notify_all(messages)
