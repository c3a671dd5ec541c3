import { evictDurableObject, listDurableObjectIds, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test, vi } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import type { AppConfig } from "../../src/config/config.ts";
import type { ChannelInput } from "../../src/protocol/channel.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import type { Json } from "../../src/protocol/json.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { range } from "../support/room.ts";
import { open, openAs, type TestSocket, upgrade } from "./support/socket.ts";
import { ask, askJson, newChannel, pathOf, publish, relayOf, relays, roomOf } from "./support/worker.ts";

const FRANCE = { continent: "EU", country: "FR" };
const RELAY = "weur.0";

beforeAll(() => {
	const test: AppConfig = {
		areas: [
			{ component: "crowd", roomSockets: 2, relaySockets: 3, presence: "members", presenceGraceMs: 0 },
			{ component: "crowd", publish: "members", signal: "members" },
		],
	};
	Object.assign(parlourConfig.apps, { test });
});

/** How many sockets an object holds. */
function held(stub: DurableObjectStub): Promise<number> {
	return runInDurableObject(stub, (_, ctx) => ctx.getWebSockets().length);
}

/** Two readers at the room, and ada, bob and eve at one relay. */
async function crowd() {
	const channel = newChannel("crowd");
	const join = (user: string) => openAs(user, channel, { cf: FRANCE });
	const [roy, ron] = [await join("roy"), await join("ron")];
	const [ada, bob, eve] = [await join("ada"), await join("bob"), await join("eve")];
	return { channel, roy, ron, ada, bob, eve, all: [roy, ron, ada, bob, eve], relayed: [ada, bob, eve] };
}

function seqs(socket: TestSocket): number[] {
	return socket.of("event").map(({ seq }) => seq);
}

/** Asks as the origin. */
async function command(channel: ChannelInput, action: string, body: Json): Promise<void> {
	const { status } = await askJson(await pathOf(channel, action), body, { Authorization: basic() });
	expect(status).toBe(200);
}

async function countOf(channel: ChannelInput): Promise<unknown> {
	const { body } = await askJson(await pathOf(channel, "presence"), undefined, { Authorization: basic() });
	return body["count"];
}

describe("where readers are", () => {
	test("[RELAY1] a small channel has no relays", async () => {
		const channel = newChannel("crowd");
		const before = await listDurableObjectIds(relays);
		const readers = [await open(channel), await open(channel)];
		await publish(channel, "a");
		for (const reader of readers) await reader.take("event");
		expect(await listDurableObjectIds(relays)).toHaveLength(before.length);
	});

	test("[RELAY1] further readers are at a relay of their region, which sends on what it cannot hold", async () => {
		const { channel } = await crowd();
		expect(await held(roomOf(channel))).toBe(2);
		expect(await held(relayOf(channel, RELAY))).toBe(3);
		const more = await open(channel, { cf: FRANCE });
		const far = await open(channel, { cf: { continent: "OC", country: "NZ" } });
		expect([await held(relayOf(channel, RELAY)), await held(relayOf(channel, "oc.0"))]).toEqual([3, 1]);
		await publish(channel, "a");
		for (const reader of [more, far]) expect(await reader.take("event")).toMatchObject([{ seq: 1 }]);
	});
});

describe("one order", () => {
	test("[RELAY2] every reader gets the same events, and heartbeats tell the same head", async () => {
		const { channel, all } = await crowd();
		for (const _ of range(1, 10)) await publish(channel, "a");
		const { cursor } = await publish(channel, "a", { exclude: "bob" });
		for (const reader of all) await reader.until(({ frames }) => frames.some((one) => "seq" in one && one.seq === 11));
		const [ron, ada, bob] = [all[1]!, all[2]!, all[3]!];
		expect(ada.of("event")).toEqual(ron.of("event"));
		expect(seqs(ada)).toEqual(range(1, 11));
		expect(bob.of("skip")).toMatchObject([{ seq: 11 }]);
		for (const reader of [ron, ada]) expect(await reader.ping()).toBe(`pong ${cursor}`);
	});

	test("[RELAY3] one who comes back to a relay gets what they missed", async () => {
		const { channel, ada, bob } = await crowd();
		const { cursor } = await publish(channel, "a");
		await ada.take("event");
		ada.close(1000, "");
		await ada.closed;
		for (const _ of range(1, 3)) await publish(channel, "a");
		await bob.take("event", 4);
		const back = await openAs("ada", channel, { cf: FRANCE, since: cursor });
		expect(back.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		await back.take("event", 3);
		expect(seqs(back)).toEqual([2, 3, 4]);
		expect(await held(relayOf(channel, RELAY))).toBe(3);
	});
});

describe("a relay", () => {
	test("[RELAY4] that sleeps wakes for a flush", async () => {
		const { channel, all, relayed } = await crowd();
		const { cursor } = await publish(channel, "a");
		for (const reader of all) await reader.take("event");
		await evictDurableObject(relayOf(channel, RELAY), { webSockets: "hibernate" });
		for (const reader of relayed) expect(await reader.ping()).toBe(`pong ${cursor}`);
		await publish(channel, "b");
		for (const reader of all) await reader.take("event", 2);
		for (const reader of relayed) expect(seqs(reader)).toEqual([1, 2]);
	});

	test("[RELAY4] that went down is replaced, and its readers resume", async () => {
		const { channel, relayed } = await crowd();
		const { cursor } = await publish(channel, "a");
		for (const reader of relayed) await reader.take("event");
		await evictDurableObject(relayOf(channel, RELAY), { webSockets: "close" });
		await Promise.all(relayed.map(({ closed }) => closed));
		await publish(channel, "b");
		const back = await Promise.all(relayed.map(() => open(channel, { cf: FRANCE, since: cursor })));
		await publish(channel, "c");
		for (const reader of back) {
			await reader.take("event", 2);
			expect(seqs(reader)).toEqual([2, 3]);
		}
	});

	test("[RELAY4][RELAY9] that went down and that nobody came back to is known by its alarm to be empty", async () => {
		const { channel, relayed } = await crowd();
		await expect.poll(() => countOf(channel)).toBe(5);
		await evictDurableObject(relayOf(channel, RELAY), { webSockets: "close" });
		await Promise.all(relayed.map(({ closed }) => closed));
		await runDurableObjectAlarm(relayOf(channel, RELAY));
		await expect.poll(() => countOf(channel)).toBe(2);
	});

	test("[RELAY4] outlives its room's sleep and its end", async () => {
		const { channel, relayed } = await crowd();
		await publish(channel, "a");
		for (const reader of relayed) await reader.take("event");
		await evictDurableObject(roomOf(channel), { webSockets: "hibernate" });
		await publish(channel, "b");
		await evictDurableObject(roomOf(channel), { webSockets: "close" });
		await publish(channel, "c");
		for (const reader of relayed) {
			await reader.take("event", 3);
			expect(seqs(reader)).toEqual([1, 2, 3]);
		}
	});
});

describe("through a relay", () => {
	test("[RELAY7] a message is published and acknowledged, a signal passed on", async () => {
		const { all, ada, roy } = await crowd();
		ada.send({ type: "publish", ref: "1", name: "say", data: "hi" });
		expect(await ada.take("ack")).toMatchObject([{ ref: "1", seq: 1 }]);
		for (const reader of all)
			expect(await reader.take("event")).toMatchObject([{ data: "hi", from: { id: "ada", name: "ADA" } }]);
		roy.send({ type: "signal", name: "wave", data: null });
		expect(await ada.take("signal")).toMatchObject([{ name: "wave", from: { id: "roy" } }]);
		ada.send({ type: "signal", name: "nod", data: null });
		expect(await roy.take("signal")).toMatchObject([{ name: "nod", from: { id: "ada" } }]);
		expect(ada.of("signal")).toHaveLength(1);
	});

	test("[RELAY7] what the area does not allow is refused with the room's fault", async () => {
		const { channel } = await crowd();
		const guest = await open(channel, { cf: FRANCE });
		guest.send({ type: "publish", ref: "1", name: "say", data: "hi" });
		expect(await guest.take("fault")).toMatchObject([{ ref: "1", code: "ticket_required" }]);
	});

	test("[RELAY8] kicks and bans end a user's sockets, and a ban keeps them out", async () => {
		const { channel, ada, bob, eve } = await crowd();
		await command(channel, "kick", { user: "ada" });
		expect(await ada.closed).toMatchObject({ code: FAULTS.kicked.close });
		await command(channel, "kick", { user: "bob", ban: 60 });
		expect(await bob.closed).toMatchObject({ code: FAULTS.banned.close });
		const path = await pathOf(channel, "socket");
		const refused = await upgrade(path, { ticket: await ticketOf("bob"), cf: FRANCE });
		expect(await refused.closed).toMatchObject({ code: FAULTS.banned.close });
		const again = await openAs("ada", channel, { cf: FRANCE });
		await publish(channel, "a");
		for (const reader of [again, eve]) await reader.take("event");
	});

	test("[RELAY8] redacted text is not replayed", async () => {
		const { channel, ada, bob } = await crowd();
		for (const _ of range(1, 3)) await publish(channel, "a", { data: "secret" });
		await ada.take("event", 3);
		await command(channel, "redact", { seqs: [2] });
		expect(await ada.take("event", 4)).toMatchObject([{}, {}, {}, { name: "parlour.redact", data: { seqs: [2] } }]);
		const epoch = ada.of("welcome")[0]!.cursor.split(":")[0]!;
		bob.close(1000, "");
		await bob.closed;
		const back = await openAs("bob", channel, { cf: FRANCE, since: `${epoch}:0` });
		await back.take("event", 3);
		expect(seqs(back)).toEqual([1, 3, 4]);
		expect(back.of("skip")).toMatchObject([{ seq: 2 }]);
	});

	test("[RELAY8] an erased channel ends all sockets, and begins anew", async () => {
		const { channel, all } = await crowd();
		await publish(channel, "a");
		const path = (await pathOf(channel, "x")).slice(0, -2);
		expect((await ask(path, { method: "DELETE", headers: { Authorization: basic() } })).ok).toBe(true);
		for (const reader of all) expect(await reader.closed).toMatchObject({ code: FAULTS.erased.close });
		const back = await Promise.all(range(1, 4).map(() => open(channel, { cf: FRANCE })));
		expect(await publish(channel, "b")).toMatchObject({ seq: 1 });
		for (const reader of back) expect(await reader.take("event")).toMatchObject([{ seq: 1, name: "b" }]);
	});

	test("[RELAY9] those at relays are counted, by a room that has slept, too", async () => {
		const { channel, eve } = await crowd();
		await vi.waitFor(async () => expect(await countOf(channel)).toBe(5));
		await evictDurableObject(roomOf(channel), { webSockets: "hibernate" });
		expect(await countOf(channel)).toBe(5);
		eve.close(1000, "");
		await expect.poll(() => countOf(channel)).toBe(4);
	});
});
