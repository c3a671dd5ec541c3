import { describe, expect, test, vi } from "vitest";
import { WEBHOOK_TYPES } from "../../../src/config/rules.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { storedFrame } from "../../../src/rooms/core/encode.ts";
import type { OriginAnswer } from "../../../src/rooms/core/ports.ts";
import { turn } from "../../support/host.ts";
import { member, origin, TestRoom } from "../../support/room.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TAKEN: OriginAnswer = { kind: "answered", status: 204, body: "" };
const DOWN: OriginAnswer = { kind: "unreachable" };

function toldRoom(rules: ConstructorParameters<typeof TestRoom>[0] = {}): TestRoom {
	const room = new TestRoom({ webhooks: WEBHOOK_TYPES, ...rules });
	room.origin.configured = true;
	room.wake();
	return room;
}

/** Lets the alarm come that the room asked for. */
async function wakeUp(room: TestRoom): Promise<void> {
	const at = room.host.wake ?? 0;
	room.host.wake = undefined;
	room.host.advance(Math.max(0, at - room.host.now()));
	room.room.alarm();
	await turn();
}

async function answer(room: TestRoom, given: OriginAnswer): Promise<void> {
	room.origin.answer(given);
	await turn();
}

function sent(room: TestRoom): unknown[] {
	return room.origin.requests.map(({ data }) => (data["message"] as { readonly name: string } | undefined)?.name);
}

describe("what is told", () => {
	test("[HOOK2] a published message, as it stands in the log, and its cursor", async () => {
		const room = toldRoom({ publish: "members" });
		const at = room.host.now();
		await room.room.publish(member("ada", { name: "Ada" }), { name: "say", data: { x: 1 }, id: "m1" });
		const from = { id: "ada", name: "Ada" };
		const message = { type: "event", seq: 1, at, name: "say", data: { x: 1 }, from, id: "m1" };
		expect(room.origin.requests).toMatchObject([{ type: "message.published", at, data: { message, cursor: "e:1" } }]);
	});

	test("[HOOK2] members who come and go with what their ticket says, the channel as occupied and vacated", async () => {
		const room = toldRoom();
		room.origin.always = TAKEN;
		const [ada, tab, visitor] = [member("ada", { name: "Ada", info: { hue: 7 } }), member("ada"), undefined].map(
			(caller) => room.join(caller && { caller }),
		);
		for (const page of [ada, tab, visitor]) page?.leave();
		room.host.advance(MINUTE);
		await turn();
		expect(room.origin.requests.map(({ type, data }) => [type, data])).toEqual([
			["channel.occupied", {}],
			["member.joined", { user: { id: "ada", name: "Ada", info: { hue: 7 } } }],
			["member.left", { user: { id: "ada" } }],
			["channel.vacated", {}],
		]);
	});

	test("[HOOK3] is what the area's rules say", async () => {
		const room = toldRoom({ webhooks: ["channel.occupied", "message.published"] });
		room.origin.always = TAKEN;
		room.join({ caller: member("ada") }).leave();
		await room.notify("a");
		room.host.advance(MINUTE);
		await turn();
		expect(room.origin.requests.map(({ type }) => type)).toEqual(["channel.occupied", "message.published"]);
	});

	test("[HOOK3][CALL6] is nothing where there is no address, and nothing is kept for later", async () => {
		const room = new TestRoom({ webhooks: WEBHOOK_TYPES });
		room.join({ caller: member("ada") });
		await room.notify("a");
		await turn();
		expect(room.origin.requests).toEqual([]);
		expect(room.rest.outbox.first()).toBeUndefined();
	});

	test("[HOOK7] a message that was redacted before its webhook went out is told without its text", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("first", { name: "canary", data: "canary" });
		await room.room.redact(origin, { seqs: [2] });
		room.origin.always = TAKEN;
		await answer(room, TAKEN);
		expect(sent(room)).toEqual(["first", undefined, "parlour.redact"]);
		expect(room.origin.requests[1]?.data).toMatchObject({ message: { seq: 2, redacted: true }, cursor: "e:2" });
		expect(JSON.stringify(room.origin.requests)).not.toContain("canary");
	});

	test("[HOOK7] a message that retention took before its webhook went out is not told", async () => {
		const room = toldRoom({ webhooks: ["message.published"], history: { messages: 1, days: 30 } });
		await room.notify("a", "b", "c");
		room.origin.always = TAKEN;
		await answer(room, TAKEN);
		expect(sent(room).at(-1)).toBe("c");
		expect(sent(room)).not.toContain("b");
	});
});

describe("delivery", () => {
	test("[HOOK4] is in order, one after another", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a", "b");
		await room.notify("c");
		expect(sent(room)).toEqual(["a"]);
		await answer(room, TAKEN);
		expect(sent(room)).toEqual(["a", "b"]);
		await answer(room, TAKEN);
		await answer(room, TAKEN);
		expect(sent(room)).toEqual(["a", "b", "c"]);
		expect(new Set(room.origin.requests.map(({ id }) => id)).size).toBe(3);
	});

	test("[HOOK4][HOOK5] that fails is tried again, under the same id, before anything later", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a");
		const failures: OriginAnswer[] = [
			DOWN,
			{ kind: "timeout" },
			{ kind: "answered", status: 500, body: "" },
			{ kind: "answered", status: 404, body: "" },
		];
		for (const failure of failures) {
			await answer(room, failure);
			await room.notify("later");
			const { length } = room.origin.requests;
			while (room.origin.requests.length === length) await wakeUp(room);
		}
		expect(sent(room)).toEqual(["a", "a", "a", "a", "a"]);
		expect(new Set(room.origin.requests.map(({ id }) => id)).size).toBe(1);
		room.origin.always = TAKEN;
		await answer(room, TAKEN);
		expect(sent(room).slice(5)).toEqual(["later", "later", "later", "later"]);
		expect(room.rest.outbox.first()).toBeUndefined();
	});

	test("[HOOK6] that is answered with a redirect has failed", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a");
		await answer(room, { kind: "answered", status: 302, body: "" });
		expect(room.rest.outbox.first()).toMatchObject({ tries: 1 });
	});

	test("[HOOK5] pauses for longer and longer, for three days, and is then given up", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		room.origin.always = DOWN;
		const begun = room.host.now();
		await room.notify("lost");
		const tries: number[] = [begun];
		while (room.rest.outbox.first() !== undefined) {
			await wakeUp(room);
			if (room.origin.requests.length > tries.length) tries.push(room.host.now());
		}
		const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
		expect(pauses[0]).toBeGreaterThanOrEqual(5_000);
		expect(pauses[0]).toBeLessThanOrEqual(6_000);
		expect(pauses.toSorted((one, other) => one - other)).toEqual(pauses);
		expect((tries.at(-1) ?? 0) - begun).toBeGreaterThan(66 * HOUR);
		expect((tries.at(-1) ?? 0) - begun).toBeLessThanOrEqual(72 * HOUR);
		expect(tries.length).toBeGreaterThan(15);
	});

	test("[HOOK5] given up, makes way for what came later", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		room.origin.always = DOWN;
		await room.notify("lost");
		room.host.advance(71 * HOUR);
		await room.notify("kept");
		await turn();
		while (room.rest.outbox.first()?.seq === 1) await wakeUp(room);
		room.origin.always = TAKEN;
		await wakeUp(room);
		expect(sent(room).at(-1)).toBe("kept");
		expect(room.rest.outbox.first()).toBeUndefined();
	});

	test("[HOOK5] is ended by a 410, for that webhook alone", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a", "b");
		await answer(room, { kind: "answered", status: 410, body: "" });
		expect(sent(room)).toEqual(["a", "b"]);
	});

	test("[HOOK4][HOOK5] goes on where it stood after sleep, with the same id and in the same order", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a", "b");
		await answer(room, DOWN);
		room.wake();
		expect(room.host.wake).toBeLessThanOrEqual(room.host.now() + 6_000);
		room.origin.always = TAKEN;
		await wakeUp(room);
		expect(sent(room)).toEqual(["a", "a", "b"]);
		expect(room.origin.requests[0]?.id).toBe(room.origin.requests[1]?.id);
	});

	test("[HOOK4] that the process did not outlive is made up for by the alarm", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		await room.notify("a");
		const { length } = room.origin.requests;
		room.wake();
		room.origin.always = TAKEN;
		await wakeUp(room);
		expect(sent(room).slice(length)).toEqual(["a"]);
	});

	test("[FLUSH6] leaves an idle room without timers", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		room.origin.always = TAKEN;
		await room.notify("a", "b");
		await turn();
		expect(room.host.timers).toBe(0);
	});
});

describe("an origin that does not answer", () => {
	test("[HOOK4][CALL5] holds up neither publishing nor readers", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		const reader = room.join();
		await room.notify("a");
		await room.notify("b");
		room.host.advance(1);
		expect(reader.seqs).toEqual([1, 2]);
		expect(sent(room)).toEqual(["a"]);
	});

	test("[TICKET9][HOOK5] holds up nothing else that an alarm is for", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		const ada = room.join({ caller: member("ada", { expires: room.host.now() + 20_000 }) });
		await room.notify("a");
		await answer(room, DOWN);
		room.host.advance(6_000);
		// Due now, and unanswered from here on.
		room.room.alarm();
		expect(sent(room)).toEqual(["a", "a"]);
		room.host.advance(14_000);
		room.room.alarm();
		expect(ada.of("fault")).toMatchObject([{ code: "ticket_expired" }]);
	});
});

describe("what cannot be sent", () => {
	test("[HOOK8] an author's info of any depth that a ticket may have goes out", async () => {
		const info = JSON.parse('{"a":'.repeat(31) + "1" + "}".repeat(31)) as Json;
		const room = toldRoom({ webhooks: ["message.published"], publish: "members" });
		room.origin.always = TAKEN;
		await room.room.publish(member("ada", { info }), { name: "deep", data: null });
		await room.notify("next");
		await turn();
		expect(sent(room)).toEqual(["deep", "next"]);
	});

	test("[HOOK8] is dropped with one line for the operator, and what stands behind it goes out, also after a restart", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		room.origin.always = DOWN;
		await room.notify("torn", "next");
		await turn();
		room.store.append([{ seq: 3, at: room.host.now(), frame: storedFrame("{torn") }]);
		room.rest.outbox.add({ id: "msg_torn", type: "message.published", seq: 3, at: 0, tries: 0, nextAt: 0 });
		room.rest.outbox.add({ id: "msg_none", type: "member.left", at: 0, tries: 0, nextAt: 0 });
		await room.notify("last");
		room.origin.always = TAKEN;
		room.wake();
		await wakeUp(room);
		expect(sent(room).slice(-3)).toEqual(["torn", "next", "last"]);
		expect(room.host.reported).toEqual([
			"webhook msg_torn (message.published) was dropped: it cannot be made from what is stored",
			"webhook msg_none (member.left) was dropped: it cannot be made from what is stored",
		]);
		expect(room.rest.outbox.first()).toBeUndefined();
	});

	test("[HOOK9] what the origin refused for three days is given up with one line for the operator", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		room.origin.always = { kind: "answered", status: 422, body: "secret words" };
		await room.notify("refused");
		await turn();
		for (let hours = 0; room.rest.outbox.first() !== undefined && hours < 100; hours++) await wakeUp(room);
		expect(room.host.reported).toEqual([
			expect.stringMatching(/^webhook msg_\S+ \(message\.published\) was given up after \d+ tries: status 422$/),
		]);
	});

	test("[HOOK8] a request that throws is tried again, and the queue lives on", async () => {
		const room = toldRoom({ webhooks: ["message.published"] });
		const failing = vi.spyOn(room.origin, "send").mockRejectedValue(new Error("no"));
		await room.notify("a");
		await turn();
		failing.mockRestore();
		room.origin.always = TAKEN;
		await wakeUp(room);
		expect(sent(room)).toEqual(["a"]);
	});
});
