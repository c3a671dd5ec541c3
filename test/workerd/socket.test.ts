import { describe, expect, test } from "vitest";
import { TEST_KEYS } from "../support/keys.ts";
import { hashOf, ticketOf } from "../support/tokens.ts";
import { open, openAs, upgrade } from "./support/socket.ts";
import { ask, newChannel, publish } from "./support/worker.ts";

describe("the whole path", () => {
	test("[FRAME10][FRAME12] a page subscribes, an origin notifies, and the event arrives once", async () => {
		const channel = newChannel();
		const [one, two] = await Promise.all([open(channel), open(channel)]);
		const result = await publish(channel, "news", { data: { text: "é 🔑" }, id: "n1" });
		expect(result).toMatchObject({ seq: 1, recipients: 2 });
		await publish(channel, "last");
		for (const socket of [one, two]) {
			const events = await socket.take("event", 2);
			expect(events.map(({ seq, name }) => [seq, name])).toEqual([
				[1, "news"],
				[2, "last"],
			]);
			expect(events[0]).toMatchObject({ at: result.at, data: { text: "é 🔑" }, id: "n1" });
			expect(events[0]).not.toHaveProperty("from");
		}
	});

	test("[FRAME1] the welcome comes first and says where the log stands", async () => {
		const channel = newChannel();
		const { cursor } = await publish(channel, "a");
		const socket = await open(channel);
		expect(socket.frames[0]).toMatchObject({ type: "welcome", resumed: "fresh", cursor });
		const other = await open(channel);
		expect(other.of("welcome")[0]?.session).not.toBe(socket.of("welcome")[0]?.session);
	});

	test("[RESUME2][LOG10] what was missed follows, byte for byte as it went out live", async () => {
		const channel = newChannel();
		const live = await open(channel);
		const { cursor } = await publish(channel, "a");
		await publish(channel, "b", { data: { z: 1, a: "\u2028 é \ud83d\udd11" }, id: "x" });
		await live.take("event", 2);
		const late = await open(channel, { since: cursor });
		await late.take("event");
		expect(late.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		expect(late.messages.at(-1)).toBe(live.messages.findLast((message) => message.includes('"b"')));
	});

	test("[HASH7] two keys of one app reach one room, another app's key another", async () => {
		const channel = newChannel();
		const [first, second, foreign] = await Promise.all(
			[TEST_KEYS.dev, TEST_KEYS.k2, TEST_KEYS.o1].map(async (key) => {
				return upgrade(`/v1/channels/${await hashOf(channel, key)}/socket`);
			}),
		);
		for (const socket of [first, second, foreign]) await socket?.take("welcome");
		expect(await publish(channel, "a")).toMatchObject({ recipients: 2 });
		await second?.take("event");
		expect(foreign?.of("event")).toEqual([]);
	});

	test("[SOCKET5] PartyKit's shape of the path is the same room", async () => {
		const channel = newChannel();
		const socket = await upgrade(`/parties/channel/${await hashOf(channel)}`);
		await socket.take("welcome");
		await publish(channel, "a");
		expect(await socket.take("event")).toMatchObject([{ seq: 1 }]);
	});
});

describe("subprotocols", () => {
	test.each([
		[["parlour.v1"], "parlour.v1"],
		[["something", "parlour.v1"], "parlour.v1"],
		[["something"], null],
		[[], null],
	] as [string[], string | null][])("[SOCKET1] of %j, %s is chosen", async (protocols, chosen) => {
		const socket = await open(newChannel(), { protocols });
		expect(socket.response.headers.get("Sec-WebSocket-Protocol")).toBe(chosen);
	});

	test("[SOCKET2][TICKET8] a ticket is carried by one, says who one is, and is never sent back", async () => {
		const ticket = await ticketOf("ada", { name: "Ada", info: { hue: 7 } });
		for (const protocols of [["parlour.v1", `ticket.${ticket}`], [`ticket.${ticket}`]]) {
			const socket = await open(newChannel(), { protocols });
			expect(socket.of("welcome")).toMatchObject([{ you: { id: "ada", name: "Ada", role: "member" } }]);
			expect(JSON.stringify([...socket.response.headers])).not.toContain(ticket);
			expect(socket.messages.join("")).not.toContain(ticket);
		}
	});

	test("[TICKET8] a guest is nobody, and a moderator one", async () => {
		const guest = await open(newChannel());
		expect(guest.of("welcome")[0]).not.toHaveProperty("you");
		const moderator = await open(newChannel(), { ticket: await ticketOf("mo", { role: "moderator" }) });
		expect(moderator.of("welcome")).toMatchObject([{ you: { id: "mo", role: "moderator" } }]);
	});
});

describe("the way in", () => {
	test("[SOCKET3] without an upgrade answers upgrade_required", async () => {
		for (const path of ["/v1/channels/HASH/socket", "/parties/channel/HASH"]) {
			const response = await ask(path.replace("HASH", await hashOf(newChannel())));
			expect(response.status).toBe(426);
			expect(await response.json()).toMatchObject({ fault: { code: "upgrade_required" } });
		}
	});

	test.each([
		[1000, "done"],
		[4321, "mine"],
		[undefined, undefined],
	])("[SOCKET6] a page that closes with %s gets a clean close", async (code, reason) => {
		const socket = await open(newChannel());
		socket.close(code, reason);
		const closed = await socket.closed;
		expect(closed.wasClean).toBe(true);
		expect([code ?? 1000, 1005]).toContain(closed.code);
	});

	test("[FRAME9] who has gone is not counted any more", async () => {
		const channel = newChannel();
		const [staying, going] = await Promise.all([open(channel), openAs("ada", channel)]);
		going.close(1000);
		await going.closed;
		expect(await publish(channel, "a")).toMatchObject({ recipients: 1 });
		await staying.take("event");
	});
});
