"""What the tests share: a network and a clock that do as they are told."""

from __future__ import annotations

import json
from typing import Any, Callable, Mapping, Union

from parlour import Origin, Ports, TransportAnswer, TransportError

SECRET = "parlour-test-secret-0123456789abcdef"
NOW = 1_790_000_000_000

Step = Union[TransportAnswer, Exception, Callable[[list[dict[str, Any]]], TransportAnswer]]


class FakeClock:
    """Time passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = NOW
        self.slept: list[int] = []
        self.ids = 0

    def sleep(self, milliseconds: int) -> None:
        self.slept.append(milliseconds)
        self.now += milliseconds

    def new_id(self) -> str:
        self.ids += 1
        return f"id-{self.ids}"

    def ports(self, random: float = 0.5) -> Ports:
        return Ports(now=lambda: self.now, random=lambda: random, sleep=self.sleep, new_id=self.new_id)


class FakeTransport:
    """Answers each request by the next step; after the last one everything is stored."""

    def __init__(self, *steps: Step) -> None:
        self.steps = list(steps)
        self.requests: list[list[dict[str, Any]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.urls: list[str] = []
        self.timeouts: list[int] = []

    def post(self, url: str, headers: Mapping[str, str], body: bytes, timeout_ms: int) -> TransportAnswer:
        messages = json.loads(body)["messages"]
        self.requests.append(messages)
        self.headers.append(headers)
        self.urls.append(url)
        self.timeouts.append(timeout_ms)
        step = self.steps.pop(0) if self.steps else stored
        if isinstance(step, Exception):
            raise step
        return step if isinstance(step, TransportAnswer) else step(messages)

    def ids(self) -> list[list[str]]:
        return [[message["id"] for message in messages] for messages in self.requests]


def stored(messages: list[dict[str, Any]]) -> TransportAnswer:
    numbers = range(1, len(messages) + 1)
    return answer({"results": [{"seq": seq, "at": NOW, "cursor": f"e:{seq}", "recipients": 0} for seq in numbers]})


def answer(body: Any, status: int = 200, **headers: str) -> TransportAnswer:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return TransportAnswer(status, data, {name.replace("_", "-"): value for name, value in headers.items()})


def fault(code: str, status: int, **more: Any) -> TransportAnswer:
    return answer({"fault": {"code": code, "message": f"It is {code}.", **more}}, status)


def origin(transport: FakeTransport, clock: FakeClock) -> Origin:
    return Origin("https://parlour.test/", "dev", SECRET, transport=transport, ports=clock.ports())


def unreachable() -> Exception:
    return TransportError("nobody there")
