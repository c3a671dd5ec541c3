import { describe, expect, test } from "vitest";
import type { AreaRules } from "../../../../src/config/rules.ts";
import { FAULTS } from "../../../../src/protocol/faults.ts";
import type { Json } from "../../../../src/protocol/json.ts";
import { userIdOf } from "../../../../src/rooms/core/reader.ts";
import { Cluster, type ClusterReader } from "../../../support/cluster.ts";
import { viewAfter } from "../../../support/presence-view.ts";
import { faultOfPromise } from "../../../support/faults.ts";
import { member, origin, range, type TestReader } from "../../../support/room.ts";

const OPEN: Partial<AreaRules> = { publish: "members", signal: "members", call: "members", presence: "members" };

/** Two readers at the room, and ada, bob and eve at one relay. */
async function mixed(rules: Partial<AreaRules> = {}) {
	const cluster = new Cluster({ ...OPEN, ...rules });
	const join = async (id: string): Promise<ClusterReader> => {
		const reader = await cluster.join({ caller: member(id, { name: id.toUpperCase() }) });
		await cluster.settle();
		return reader;
	};
	const [first, second] = [await join("roy"), await join("ron")];
	const [ada, bob, eve] = [await join("ada"), await join("bob"), await join("eve")];
	await cluster.pass(3_000, 250);
	for (const reader of [first, second, ada, bob, eve]) reader.clear();
	return { cluster, room: first, ada, bob, eve, all: [first, second, ada, bob, eve] };
}

describe("through a relay", () => {
	test("[RELAY7] a message is published, acknowledged to its author, and counts its recipients", async () => {
		const { cluster, ada, all } = await mixed();
		const sent = ada.send({ type: "publish", ref: "1", name: "say", data: "hi" });
		await cluster.settle();
		await sent;
		await cluster.pass(200);
		expect(ada.of("ack")).toMatchObject([{ ref: "1", seq: 1, recipients: 4 }]);
		for (const reader of all)
			expect(reader.of("event")).toMatchObject([{ seq: 1, data: "hi", from: { id: "ada", name: "ADA" } }]);
	});

	test("[RELAY7] what may not be published is refused with the room's fault", async () => {
		const { cluster, ada } = await mixed({ publish: "origin" });
		const sent = ada.send({ type: "publish", ref: "1", name: "say", data: "hi" });
		await cluster.settle();
		await sent;
		expect(ada.of("fault")).toMatchObject([{ ref: "1", code: "forbidden" }]);
	});

	test("[RELAY7] a signal goes to all but the socket that it came from", async () => {
		const { cluster, ada, all } = await mixed();
		const sent = ada.send({ type: "signal", name: "typing", data: null });
		await cluster.pass(200, 50);
		await sent;
		expect(all.map((reader) => reader.of("signal").length)).toEqual([1, 1, 0, 1, 1]);
	});

	test("[RELAY7] a call is answered to its caller alone", async () => {
		const { cluster, ada, all } = await mixed();
		cluster.room.origin.configured = true;
		cluster.room.origin.always = { kind: "answered", status: 200, body: '{"ok":1}' };
		const sent = ada.send({ type: "call", ref: "c", data: 1 });
		await cluster.settle();
		await sent;
		expect(all.map((reader) => reader.of("reply").length)).toEqual([0, 0, 1, 0, 0]);
		expect(ada.of("reply")).toEqual([{ type: "reply", ref: "c", data: { ok: 1 } }]);
	});

	test("[RELAY7] receipts are collected from its readers", async () => {
		const { cluster, ada, bob } = await mixed();
		const asked = cluster.room.notify({ receipts: { wait: 2_000 } });
		await cluster.pass(200, 50);
		expect(ada.of("event")).toMatchObject([{ receipt: true }]);
		await Promise.all([ada, bob].map((reader) => reader.send({ type: "receipt", seq: 1 })));
		await cluster.pass(2_500, 100);
		const [published] = await asked;
		expect(published).toMatchObject({ receipts: { acknowledged: ["ada", "bob"] } });
		expect(published).toMatchObject({
			receipts: { missing: expect.arrayContaining(["eve", "ron", "roy"]) as string[] },
		});
		expect(cluster.calls.filter((call) => call === "acknowledge")).toHaveLength(1);
	});

	test("[RELAY7] a ticket is renewed, and a reader's own data is shown to others", async () => {
		const { cluster, room, ada } = await mixed();
		cluster.host.tickets = () => member("ada", { name: "Ada L." });
		await ada.send({ type: "renew", ticket: "new" });
		await ada.send({ type: "state", data: { mood: 1 } });
		await cluster.pass(3_000, 250);
		const joined = room.of("presence").flatMap((frame) => frame.joined ?? []);
		expect(joined.at(-1)).toEqual({ id: "ada", name: "Ada L.", state: { mood: 1 } });
	});
});

describe("moderation reaches relays", () => {
	test("[RELAY8] a kick ends a user's sockets at once", async () => {
		const { cluster, ada, bob } = await mixed();
		cluster.room.room.moderate(origin, { user: "ada" });
		await cluster.settle();
		expect(ada.sink.closed).toMatchObject({ reason: "kicked" });
		expect(bob.sink.closed).toBeUndefined();
	});

	test("[RELAY8] a ban keeps the user out of a relay that knows of it, that slept, and that is new", async () => {
		const { cluster, ada } = await mixed();
		cluster.room.room.moderate(origin, { user: "ada", banMs: 60_000 });
		await cluster.settle();
		expect(ada.sink.closed).toMatchObject({ reason: "banned" });
		const again = () => faultOfPromise(cluster.joinRelay("any.0", { caller: member("ada") }));
		await expect(again()).resolves.toMatchObject({ code: "banned" });
		cluster.sleep("any.0");
		await expect(again()).resolves.toMatchObject({ code: "banned" });
		cluster.kill("any.0");
		await expect(again()).resolves.toMatchObject({ code: "banned" });
		cluster.room.room.moderate(origin, { user: "ada", banMs: 0 });
		await cluster.settle();
		expect(await cluster.joinRelay("any.0", { caller: member("ada") })).toMatchObject({ relay: "any.0" });
	});

	test("[RELAY8] a ban reaches a relay that could not be reached, before anything that comes after it", async () => {
		const { cluster, ada } = await mixed();
		cluster.unreachable.add("any.0");
		cluster.room.room.moderate(origin, { user: "ada", banMs: 60_000 });
		await cluster.pass(300);
		cluster.unreachable.delete("any.0");
		await cluster.pass(12_000, 200);
		expect(ada.sink.closed).toMatchObject({ reason: "banned" });
	});

	test("[RELAY8] a muted user may not speak through a relay", async () => {
		const { cluster, ada } = await mixed();
		cluster.room.room.moderate(origin, { user: "ada", muteMs: 60_000 });
		const sent = ada.send({ type: "publish", ref: "1", name: "say", data: "hi" });
		await cluster.settle();
		await sent;
		expect(ada.of("fault")).toMatchObject([{ code: "muted" }]);
	});

	test.each([
		["that knows of it", undefined],
		["that slept since", (cluster: Cluster) => cluster.sleep("any.0")],
	] as const)("[RELAY8][MOD4] a muted user's own data and calls are refused at a relay %s", async (_, between) => {
		const { cluster, ada, bob, room } = await mixed();
		cluster.room.origin.configured = true;
		cluster.room.origin.always = { kind: "answered", status: 200, body: '{"ok":1}' };
		cluster.room.room.moderate(origin, { user: "ada", muteMs: 60_000 });
		await cluster.settle();
		const readers = between?.(cluster) ?? [ada, bob];
		const of = (id: string): ClusterReader => byId(readers, id);
		const send = async (id: string, frame: Json): Promise<void> => {
			const sent = of(id).send(frame);
			await cluster.settle();
			await sent;
		};
		await send("ada", { type: "state", ref: "s", data: "loud" });
		await send("ada", { type: "call", ref: "c", data: 1 });
		await send("bob", { type: "state", data: "heard" });
		await cluster.pass(3_000, 250);
		expect(of("ada").of("fault")).toMatchObject([
			{ ref: "s", code: "muted" },
			{ ref: "c", code: "muted" },
		]);
		expect(of("ada").of("reply")).toEqual([]);
		const seen = JSON.stringify(room.frames);
		expect(seen).toContain("heard");
		expect(seen).not.toContain("loud");
		cluster.room.room.moderate(origin, { user: "ada", muteMs: 0 });
		await cluster.settle();
		await send("ada", { type: "state", data: "again" });
		await send("ada", { type: "call", ref: "d", data: 1 });
		await cluster.pass(3_000, 250);
		expect(of("ada").of("reply")).toMatchObject([{ ref: "d" }]);
		expect(JSON.stringify(room.frames)).toContain("again");
	});

	test("[RELAY8][MOD4] a mute reaches relays by an order, and a relay that is new when it takes readers", async () => {
		const { cluster } = await mixed();
		cluster.room.room.moderate(origin, { user: "zoe", muteMs: 60_000 });
		await cluster.settle();
		const zoe = await cluster.join({ caller: member("zoe") });
		expect(zoe.relay, "further readers are at a second relay").toBe("any.1");
		await zoe.send({ type: "state", ref: "s", data: "loud" });
		expect(zoe.of("fault")).toMatchObject([{ ref: "s", code: "muted" }]);
		await cluster.pass(61_000, 1_000);
		await zoe.send({ type: "state", ref: "t", data: "over" });
		expect(zoe.of("fault")).toHaveLength(1);
	});

	test("[RELAY8][MOD8] an area that wants no guests while anybody is banned ends and refuses them at relays", async () => {
		const { cluster, ada } = await mixed({ guestsWhileBanned: false, relaySockets: 6 });
		const visitor = await cluster.join();
		expect(visitor.relay).toBe("any.0");
		const join = () => cluster.joinRelay("any.0");
		cluster.room.room.moderate(origin, { user: "somebody", banMs: 60_000 });
		await cluster.settle();
		expect(visitor.sink.closed).toMatchObject({ code: FAULTS.ticket_required.close, reason: "ticket_required" });
		expect(ada.sink.closed).toBeUndefined();
		await expect(faultOfPromise(join())).resolves.toMatchObject({ code: "ticket_required" });
		cluster.sleep("any.0");
		await expect(faultOfPromise(join())).resolves.toMatchObject({ code: "ticket_required" });
		cluster.room.room.moderate(origin, { user: "somebody", banMs: 0 });
		await cluster.settle();
		expect(await join()).toMatchObject({ relay: "any.0" });
	});

	test("[RELAY8][MOD8] guests at a relay that could not be reached are closed once it can be", async () => {
		const { cluster } = await mixed({ guestsWhileBanned: false, relaySockets: 6 });
		const visitor = await cluster.join();
		cluster.unreachable.add("any.0");
		cluster.room.room.moderate(origin, { user: "somebody", banMs: 60_000 });
		await cluster.pass(300);
		expect(visitor.sink.closed).toBeUndefined();
		cluster.unreachable.delete("any.0");
		await cluster.pass(12_000, 200);
		expect(visitor.sink.closed).toMatchObject({ reason: "ticket_required" });
	});

	test("[RELAY8] redacted text is gone from a relay's memory, from its pages and from what is on its way", async () => {
		const { cluster, ada } = await mixed({ maxDelayMs: 100 });
		await cluster.room.fill(3, { data: "secret" });
		await cluster.pass(200);
		const redacting = cluster.room.room.redact(origin, { seqs: [2] });
		await cluster.pass(200, 20);
		await redacting;
		expect(ada.of("event").at(-1)).toMatchObject({ seq: 4, name: "parlour.redact", data: { seqs: [2] } });
		ada.leave();
		const back = (await cluster.joinRelay("any.0", { since: "e:0" })) as ClusterReader;
		await cluster.pass(200, 20);
		expect(back.of("skip")).toMatchObject([{ seq: 2 }]);
		expect(back.seqs).toEqual([1, 3, 4]);
	});

	test("[RELAY8] an erased channel ends all sockets, and its readers begin afresh", async () => {
		const { cluster, all } = await mixed();
		cluster.room.room.end("erased");
		await cluster.settle();
		expect(all.map(({ sink }) => sink.closed?.code)).toEqual(all.map(() => 4301));
	});
});

describe("who is there, over all relays", () => {
	test("[RELAY9] readers at the room learn of those at relays, and the other way round", async () => {
		const cluster = new Cluster(OPEN);
		const roy = await cluster.join({ caller: member("roy") });
		await cluster.join({ caller: member("ron") });
		const ada = await cluster.join({ caller: member("ada") });
		await cluster.pass(3_000, 250);
		const bob = await cluster.join({ caller: member("bob") });
		await cluster.pass(3_000, 250);
		expect(bob.of("welcome")[0]?.presence?.members?.map(({ id }) => id)).toEqual(
			expect.arrayContaining(["ada", "ron", "roy"]) as string[],
		);
		expect(shownTo(roy)).toEqual(["ada", "bob", "ron", "roy"]);
		expect(shownTo(ada)).toEqual(["ada", "bob", "ron", "roy"]);
		expect(cluster.room.room.presence(origin).count).toBe(4);
	});

	test("[RELAY9] one who leaves a relay has left after the grace, and one who goes from relay to room has not", async () => {
		const { cluster, room, ada, eve } = await mixed();
		ada.leave();
		eve.leave();
		const [second] = [await cluster.join({ caller: member("eve") })];
		await cluster.pass(15_000, 250);
		expect(room.of("presence").flatMap((frame) => frame.left ?? [])).toEqual(["ada"]);
		expect(second?.relay).toBeDefined();
		expect(cluster.room.room.presence(origin).count).toBe(4);
	});

	test("[RELAY9] a room that slept tells nobody that those at relays have left", async () => {
		const { cluster, room, ada } = await mixed();
		const [awake] = cluster.room.wake([room]);
		await cluster.room.notify("a");
		await cluster.pass(500);
		expect(ada.seqs).toEqual([1]);
		ada.leave();
		await cluster.pass(20_000, 250);
		expect(awake?.of("presence").flatMap((frame) => frame.left ?? [])).not.toContain("bob");
		expect(awake && shownTo(awake)).toEqual(["bob", "eve", "roy"]);
		expect(cluster.room.room.presence(origin).members?.map(({ id }) => id)).toEqual(["bob", "eve", "roy"]);
	});

	test("[RELAY9] the members of a relay that died and never came back have left", async () => {
		const { cluster } = await mixed();
		cluster.kill("any.0");
		for (let minute = 0; minute < 14; minute++) {
			await cluster.pass(60_000, 5_000);
			await cluster.alarm();
		}
		await cluster.pass(15_000, 500);
		expect(cluster.room.room.presence(origin).members?.map(({ id }) => id)).toEqual(["ron", "roy"]);
	});

	test("[RELAY9] guests are counted", async () => {
		const cluster = new Cluster({ presence: "count" });
		for (const _ of range(1, 9)) await cluster.join();
		await cluster.pass(3_000, 250);
		expect(cluster.room.room.presence(origin)).toEqual({ count: 9 });
		const late = await cluster.join();
		expect(late.of("welcome")[0]?.presence?.count).toBeGreaterThanOrEqual(9);
	});
});

/** The reader of a user. */
function byId(readers: readonly ClusterReader[], id: string): ClusterReader {
	const found = readers.find(({ reader }) => userIdOf(reader) === id);
	if (found === undefined) throw new Error(`${id} is not there`);
	return found;
}

/** The members that a reader's page shows. */
function shownTo(reader: TestReader): string[] {
	return viewAfter(reader.frames).members.map(({ id }) => id);
}
