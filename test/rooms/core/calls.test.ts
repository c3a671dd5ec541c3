import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import type { OriginAnswer } from "../../../src/rooms/core/ports.ts";
import { faultOfPromise } from "../../support/faults.ts";
import { turn } from "../../support/host.ts";
import { guest, member, range, TestRoom } from "../../support/room.ts";

const PATIENT = { rates: { socket: { perSecond: 1_000, burst: 1_000 }, user: { perSecond: 1_000, burst: 1_000 } } };

function askingRoom(rules: ConstructorParameters<typeof TestRoom>[0] = {}): TestRoom {
	const room = new TestRoom({ ...PATIENT, ...rules });
	room.origin.configured = true;
	room.wake();
	return room;
}

function answered(body: string, status = 200): OriginAnswer {
	return { kind: "answered", status, body };
}

describe("a call", () => {
	test("[CALL1] asks the origin with who asks, and the answer is the reply", async () => {
		const room = askingRoom();
		const ada = room.join({ caller: member("ada", { name: "Ada", info: { hue: 7 }, role: "moderator" }) });
		const done = ada.send({ type: "call", ref: "r", data: { x: [1] }, component: "vote", user: { id: "bob" } });
		const user = { id: "ada", name: "Ada", info: { hue: 7 }, role: "moderator" };
		expect(room.origin.requests).toEqual([{ type: "call", data: { user, component: "vote", data: { x: [1] } } }]);
		expect(ada.of("reply")).toEqual([]);
		room.origin.answer(answered('{"y":"é"}'));
		await done;
		expect(ada.of("reply")).toEqual([{ type: "reply", ref: "r", data: { y: "é" } }]);
	});

	test("[CALL1] of a guest names nobody, where guests may call", async () => {
		const room = askingRoom({ call: "anyone" });
		room.origin.always = answered("null");
		await expect(room.room.call(guest, { data: 1 }, "s1")).resolves.toBeNull();
		expect(room.origin.requests).toEqual([{ type: "call", data: { user: null, component: null, data: 1 } }]);
	});

	test("[CALL1] is answered with null where the origin's answer has no body", async () => {
		const room = askingRoom();
		room.origin.always = answered("", 204);
		await expect(room.room.call(member("ada"), { data: 1 }, "s2")).resolves.toBeNull();
	});

	test("[CALL2] shows nothing to anyone else, not even to the user's other tabs", async () => {
		const room = askingRoom();
		const [ada, tab, bob] = [member("ada"), member("ada"), member("bob")].map((caller) => room.join({ caller }));
		for (const page of [tab, bob]) page?.clear();
		room.origin.always = answered('"secret"');
		await ada?.send({ type: "call", ref: "r", data: "question" });
		room.host.advance(1_000);
		expect(ada?.of("reply")).toHaveLength(1);
		for (const page of [tab, bob]) expect(page?.sink.messages).toEqual([]);
		expect(room.store.head).toBe(0);
	});

	test("[CALL2] whose caller has gone is answered to nobody", async () => {
		const room = askingRoom();
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		const done = ada?.send({ type: "call", ref: "r", data: 1 });
		ada?.leave();
		bob?.clear();
		room.origin.answer(answered('"secret"'));
		await done;
		expect(bob?.sink.messages).toEqual([]);
	});

	test("[CALL3] waits for the origin's answer for as long as it may, and no longer", async () => {
		const room = askingRoom();
		room.origin.clock = room.host;
		const failed = faultOfPromise(room.room.call(member("ada"), { data: 1 }, "s3"));
		let isOver = false;
		void failed.then(() => (isOver = true));
		room.host.advance(LIMITS.callMs - 1);
		await turn();
		expect(isOver).toBe(false);
		room.host.advance(1);
		expect(await failed).toMatchObject({ code: "origin_timeout" });
		expect(LIMITS.callMs).toBe(10_000);
	});

	test.each([
		["cannot be reached", { kind: "unreachable" }, "could not be reached"],
		["answers no JSON", answered("<html>"), "not JSON"],
		["answers JSON that is cut off", answered('{"a":'), "not JSON"],
		["answers with a key __proto__", answered('{"__proto__":1}'), "not JSON"],
	] as const)("[CALL3] to an origin that %s has failed", async (_, answer, message) => {
		const room = askingRoom();
		room.origin.always = answer;
		const fault = await faultOfPromise(room.room.call(member("ada"), { data: 1 }, "s4"));
		expect(fault.code).toBe("origin_failed");
		expect(fault.message).toContain(message);
	});

	test.each([
		['{"error":{"message":"Not today."}}', "Not today."],
		['{"error":"Not today."}', "Not today."],
		['{"message":"Not today."}', "Not today."],
		['{"fault":{"message":"Not today."}}', "Not today."],
		['{"error":{"code":7}}', "The origin answered with status 422."],
		["<html>", "The origin answered with status 422."],
		["", "The origin answered with status 422."],
		[JSON.stringify({ message: "x".repeat(LIMITS.originMessageBytes + 1) }), "The origin answered with status 422."],
	])("[CALL4] that the origin refuses with %s says so", async (body, message) => {
		const room = askingRoom();
		const ada = room.join({ caller: member("ada") });
		room.origin.always = answered(body, 422);
		await ada.send({ type: "call", ref: "r", data: 1 });
		expect(ada.of("fault")).toEqual([{ type: "fault", ref: "r", code: "origin_failed", message }]);
	});

	test("[CALL6] is not supported where there is no address", async () => {
		const room = new TestRoom();
		const ada = room.join({ caller: member("ada") });
		await ada.send({ type: "call", ref: "r", data: 1 });
		expect(ada.of("fault")).toMatchObject([{ ref: "r", code: "not_supported" }]);
		expect(room.origin.requests).toEqual([]);
	});

	test.each([
		["origin", member("ada"), "forbidden"],
		["origin", guest, "forbidden"],
		["members", guest, "ticket_required"],
		["members", member("ada", { expires: 1 }), "ticket_expired"],
	] as const)("[CALL7] where %s may, is refused to others", async (call, caller, code) => {
		const room = askingRoom({ call });
		expect(await faultOfPromise(room.room.call(caller, { data: 1 }, "s5"))).toMatchObject({ code });
		expect(room.origin.requests).toEqual([]);
	});

	test("[CALL7] the welcome says who may", () => {
		const room = askingRoom({ call: "members" });
		const may = [guest, member("ada")].map((caller) => room.join({ caller }).of("welcome")[0]?.may.call);
		expect(may).toEqual([false, true]);
	});
});

describe("calls that wait", () => {
	test("[CALL5] hold up nothing: other calls, messages and readers go on, and answers come as they come", async () => {
		const room = askingRoom({ publish: "members" });
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		const slow = ada!.send({ type: "call", ref: "slow", data: 1 });
		const fast = ada!.send({ type: "call", ref: "fast", data: 2 });
		await ada!.send({ type: "publish", ref: "p", name: "say" });
		expect(ada!.of("ack")).toMatchObject([{ ref: "p" }]);
		expect(bob!.seqs).toEqual([1]);
		const [first, second] = [1, 2].map(() => room.origin.take());
		second?.(answered("2"));
		await fast;
		expect(ada!.of("reply").map(({ ref }) => ref)).toEqual(["fast"]);
		first?.(answered("1"));
		await slow;
		expect(ada!.of("reply").map(({ ref, data }) => [ref, data])).toEqual([
			["fast", 2],
			["slow", 1],
		]);
	});

	test("[CALL5] are so many for a socket, and further ones are asked to come later", async () => {
		const room = askingRoom();
		const [ada, tab] = [member("ada"), member("ada")].map((caller) => room.join({ caller }));
		const sent = range(0, LIMITS.callsPerSocket).map((n) => ada!.send({ type: "call", ref: String(n), data: n }));
		await sent.at(-1);
		expect(ada!.of("fault")).toMatchObject([{ ref: String(LIMITS.callsPerSocket), code: "rate_limited" }]);
		expect(ada!.of("fault")[0]?.retryAfter).toBeGreaterThan(0);
		expect(room.origin.requests).toHaveLength(LIMITS.callsPerSocket);
		void tab!.send({ type: "call", ref: "other", data: 1 });
		expect(room.origin.requests).toHaveLength(LIMITS.callsPerSocket + 1);
		room.origin.answer(answered("1"));
		await sent[0];
		void ada!.send({ type: "call", ref: "again", data: 1 });
		expect(room.origin.requests).toHaveLength(LIMITS.callsPerSocket + 2);
	});

	test("[CALL5] are so many in a room, whoever asks and however it ends", async () => {
		const room = askingRoom();
		for (let round = 0; round < 3; round++) {
			const asked = range(1, LIMITS.callsPerRoom).map((n) => room.room.call(member(`user-${n}`), { data: n }, `s${n}`));
			const fault = await faultOfPromise(room.room.call(member("late"), { data: 0 }, "s7"));
			expect(fault).toMatchObject({ code: "rate_limited" });
			for (const n of range(1, LIMITS.callsPerRoom))
				room.origin.answer(n % 2 === 0 ? answered("1") : { kind: "unreachable" });
			await Promise.allSettled(asked);
		}
		expect(room.origin.requests).toHaveLength(3 * LIMITS.callsPerRoom);
	});
});
