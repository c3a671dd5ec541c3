"""Does what a test written in another language asks: one request as JSON on stdin, the answer as JSON on stdout."""

from __future__ import annotations

import base64
import dataclasses
import json
import sys
from typing import Any, Callable

from parlour import Call, CallError, Origin, OriginError, Ports, WebhookError, Webhooks, verify_hash
from parlour import faults


def origin(ask: dict[str, Any], slept: list[int]) -> Origin:
    # A test that scripts failures does not want to wait for the real pauses: they have passed at once.
    real = Ports()
    ports = Ports(now=lambda: real.now() + sum(slept), sleep=slept.append) if ask.get("hurry") else real
    named = {"timeoutMs": "timeout_ms", "failFastMs": "fail_fast_ms"}
    times = {named[name]: ask[name] for name in named if name in ask}
    return Origin(ask.get("url", "http://localhost"), ask["key"], ask["secret"], ports=ports, **times)


def hashes(ask: dict[str, Any]) -> Any:
    try:
        return [origin(one, []).channel_hash(one["channel"]) for one in ask["channels"]]
    except OriginError as error:
        return {"code": error.code, "message": error.args[0]}


def verified(ask: dict[str, Any]) -> Any:
    return [verify_hash(text, ask["secrets"]) for text in ask["hashes"]]


def ticket(ask: dict[str, Any]) -> Any:
    options = dict(ask["options"])
    if "expiresIn" in options:
        options["expires_in"] = options.pop("expiresIn")
    return origin(ask, []).ticket(options.pop("user"), **options)


def notify(ask: dict[str, Any]) -> Any:
    slept: list[int] = []
    return notify_with(origin(ask, slept), ask, slept)


def notify_with(sender: Origin, ask: dict[str, Any], slept: list[int]) -> Any:
    try:
        results = sender.notify(ask["messages"])
        many = [dataclasses.asdict(result) for result in results] if isinstance(results, list) else None
        return {"results": dataclasses.asdict(results) if many is None else many, "slept": slept}
    except OriginError as error:
        text = f"{error!r} {error}"
        told = {"text": text, "message": error.args[0], "retryAfter": error.retry_after, "slept": list(slept)}
        # Whatever comes next in the same process.
        following = notify_with(sender, {**ask, "again": False}, slept) if ask.get("again") else None
        return {"code": error.code, "status": error.status, "next": following, **told}


def webhook(ask: dict[str, Any]) -> Any:
    try:
        event = Webhooks(ask["secrets"]).verify(base64.b64decode(ask["body"]), ask["headers"])
        return dataclasses.asdict(event)
    except WebhookError as error:
        return {"error": str(error)}


def call(ask: dict[str, Any]) -> Any:
    def handler(received: Call) -> Any:
        if ask["handler"] == "refuse":
            raise CallError("Not today.")
        if ask["handler"] == "crash":
            raise RuntimeError(ask["secrets"][0])
        return {"component": received.component, "user": received.user, "data": received.data}

    reply = Webhooks(ask["secrets"]).answer_call(base64.b64decode(ask["body"]), ask["headers"], handler)
    return {"status": reply.status, "body": reply.body.decode(), "headers": reply.headers}


def codes(ask: dict[str, Any]) -> Any:
    return {"passing": sorted(faults.PASSING), "lasting": sorted(faults.LASTING)}


COMMANDS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "hashes": hashes,
    "verified": verified,
    "ticket": ticket,
    "notify": notify,
    "webhook": webhook,
    "call": call,
    "codes": codes,
}

request = json.loads(sys.stdin.buffer.read())
print(json.dumps(COMMANDS[request["do"]](request)))
