import { describe, expect, test } from "vitest";
import { guest, member, origin, TestRoom } from "../../support/room.ts";
import { faultCodeOf } from "../../support/faults.ts";

/** A room where all may signal, with enough listeners that a flush is due for a while. */
function crowded() {
	const room = new TestRoom({ signal: "anyone" });
	const ada = room.join({ caller: member("ada", { name: "Ada", info: { hue: 7 } }) });
	const bob = room.join({ caller: member("bob") });
	const listeners = Array.from({ length: 100 }, () => room.join());
	for (const reader of [ada, bob, ...listeners]) reader.clear();
	return { room, ada, bob, listener: listeners[0]! };
}

describe("signals", () => {
	test("[FRAME11][TICKET7] go to all others at once, with the author that the ticket names", async () => {
		const { ada, listener } = crowded();
		await ada.send({ type: "signal", name: "typing", data: { on: true }, from: { id: "bob" } });
		const from = { id: "ada", name: "Ada", info: { hue: 7 } };
		expect(listener.frames).toEqual([{ type: "signal", name: "typing", data: { on: true }, from }]);
	});

	test("[FRAME11] do not come back to the socket that sent them, and do to the user's other sockets", async () => {
		const { room, ada } = crowded();
		const other = room.join({ caller: member("ada") });
		await ada.send({ type: "signal", name: "typing", data: 1 });
		room.host.advance(1_000);
		expect(ada.of("signal")).toEqual([]);
		expect(other.of("signal")).toHaveLength(1);
	});

	test("[FRAME11] have no number, are not stored and are not replayed", async () => {
		const { room, ada, listener } = crowded();
		await ada.send({ type: "signal", name: "typing", data: 1 });
		expect(listener.frames[0]).not.toHaveProperty("seq");
		expect(room.store.head).toBe(0);
		expect(room.join({ since: "e:0" }).of("signal")).toEqual([]);
	});

	test("[FLUSH2] while a flush is due, the latest of a user and a name replaces the earlier ones", async () => {
		const { room, ada, bob, listener } = crowded();
		await room.notify("at once");
		for (const data of [1, 2, 3]) {
			await ada.send({ type: "signal", name: "cursor", data });
			await bob.send({ type: "signal", name: "cursor", data });
		}
		await ada.send({ type: "signal", name: "typing", data: 0 });
		room.host.advance(1_000);
		const told = listener.of("signal").map(({ name, data, from }) => [name, data, from?.id]);
		expect(told).toEqual([
			["cursor", 3, "ada"],
			["cursor", 3, "bob"],
			["typing", 0, "ada"],
		]);
	});

	test("[FLUSH2] guests have no name, so none of their signals replaces another's", async () => {
		const { room, listener } = crowded();
		await room.notify("at once");
		for (const data of [1, 2]) room.room.signal(guest, "wave", data);
		room.host.advance(1_000);
		expect(listener.of("signal").map(({ data }) => data)).toEqual([1, 2]);
	});

	test("after a flush a signal goes out again, whatever went before", async () => {
		const { room, ada, listener } = crowded();
		for (const data of [1, 1, 1]) {
			await ada.send({ type: "signal", name: "cursor", data });
			room.host.advance(1_000);
		}
		expect(listener.of("signal")).toHaveLength(3);
	});

	test("between events keep their place, and are not counted as any", async () => {
		const { room, ada, listener } = crowded();
		await room.notify("at once");
		await room.notify("a");
		await ada.send({ type: "signal", name: "typing", data: 1 });
		await room.notify("b");
		room.host.advance(1_000);
		expect(listener.frames.map((frame) => ("name" in frame ? frame.name : frame.type))).toEqual([
			"at once",
			"a",
			"typing",
			"b",
		]);
		expect(listener.reader.position).toBe(3);
	});
});

describe("who may signal", () => {
	test.each([
		["origin", guest, "forbidden"],
		["origin", member("ada"), "forbidden"],
		["members", guest, "ticket_required"],
		["members", member("ada", { expires: 1 }), "ticket_expired"],
	] as const)("[RULE4] with %s: %j gets %s", (signal, caller, code) => {
		const room = new TestRoom({ signal });
		expect(faultCodeOf(() => room.room.signal(caller, "typing", 1))).toBe(code);
	});

	test.each([
		["members", member("ada")],
		["anyone", guest],
		["origin", origin],
	] as const)("[RULE4] with %s: %j may", (signal, caller) => {
		const room = new TestRoom({ signal });
		const listener = room.join();
		room.room.signal(caller, "typing", 1);
		expect(listener.of("signal")).toHaveLength(1);
	});

	test("[RULE8][RULE9] nobody sends one that is too large, or under a name of the room's", () => {
		const { room } = new TestRoom({ signal: "anyone", messageBytes: 10 });
		expect(faultCodeOf(() => room.signal({ kind: "origin" }, "a", "é".repeat(5)))).toBe("too_large");
		expect(faultCodeOf(() => room.signal({ kind: "origin" }, "parlour.mine", 1))).toBe("forbidden");
	});
});
