import { PartySocket } from "partysocket";
import { WebSocket } from "ws";
import { expect, onTestFinished, test } from "vitest";
import { hashOf, notify } from "./support/origin.ts";
import { runtime } from "./support/runtime.ts";
import { condition } from "./support/condition.ts";

test("[SOCKET5][SOCKET1] a plain PartySocket, which asks for no subprotocol, reaches the room and gets its events", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "party", item: 1 });
	const socket = new PartySocket({ host: new URL(url).host, protocol: "ws", party: "channel", room: hash, WebSocket });
	onTestFinished(() => socket.close());
	const texts: string[] = [];
	const changed = condition();
	socket.addEventListener("message", ({ data }) => {
		texts.push(String(data));
		changed.notify();
	});

	await changed.until(() => texts.length === 1);
	expect(JSON.parse(texts[0] ?? "")).toMatchObject({ type: "welcome", resumed: "fresh" });
	expect(socket.protocol).toBe("");
	await notify(url, hash, [{ name: "note", data: { n: 1 } }]);
	await changed.until(() => texts.length === 2);
	expect(JSON.parse(texts[1] ?? "")).toMatchObject({ type: "event", seq: 1, name: "note", data: { n: 1 } });
});
