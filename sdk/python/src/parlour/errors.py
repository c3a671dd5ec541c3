"""What the methods of an origin raise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Sequence

if TYPE_CHECKING:
    from .messages import NotifyResult


class OriginError(Exception):
    """A fault that concerns a whole call.

    Neither the message nor anything attached holds the secret: what the transport raised is left out on purpose, since
    it may know the request's headers.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: Optional[int] = None,
        retry_after: Optional[int] = None,
        results: Sequence[NotifyResult] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        """A code of the protocol's fault table, `unreachable` or `bad_answer`."""
        self.status = status
        """The HTTP status, where there was an answer."""
        self.retry_after = retry_after
        """Milliseconds after which the deployment would like to be asked again."""
        self.results = list(results)
        """The results of the messages before the ones that failed, where a notify took several requests."""

    def __str__(self) -> str:
        return f"{self.code}: {self.args[0]}"
