import { describe, expect, test } from "vitest";
import { FAULTS } from "../../../src/protocol/faults.ts";
import { FaultError } from "../../../src/protocol/fault.ts";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { faultCodeOf } from "../../support/faults.ts";
import { guest, member, TestRoom } from "../../support/room.ts";

/** A room in which ada's ticket runs out in a minute; a ticket is the text `<user> <seconds to live>`. */
function setUp() {
	const room = new TestRoom({ publish: "members", signal: "members" });
	room.host.tickets = (ticket) => {
		const [user = "", seconds] = ticket.split(" ");
		if (seconds === undefined) throw new FaultError("bad_ticket");
		return member(user, { expires: room.host.now() + Number(seconds) * 1000 });
	};
	const ada = room.join({ caller: member("ada", { expires: room.host.now() + 60_000 }) });
	return { room, ada };
}

describe("a ticket that runs out", () => {
	test("[TICKET9] wakes the room, is asked for anew, and the socket closes when none comes", async () => {
		const { room, ada } = setUp();
		expect(room.host.wake).toBeLessThanOrEqual(room.host.now() + 60_000);
		room.host.advance(60_000);
		room.room.alarm();
		expect(ada.of("fault")).toMatchObject([{ code: "ticket_expired" }]);
		expect(ada.sink.closed).toBeUndefined();
		room.host.advance(LIMITS.renewalMs);
		room.room.alarm();
		expect(ada.sink.closed).toEqual({ code: FAULTS.ticket_expired.close, reason: "ticket_expired" });
		await expect(room.notify("a")).resolves.toMatchObject([{ recipients: 0 }]);
	});

	test("[TICKET9] is good for nothing that needs one", async () => {
		const { room, ada } = setUp();
		room.host.advance(60_000);
		await ada.send({ type: "publish", ref: "p", name: "a" });
		await ada.send({ type: "signal", ref: "s", name: "a" });
		expect(ada.of("fault")).toMatchObject([
			{ ref: "p", code: "ticket_expired" },
			{ ref: "s", code: "ticket_expired" },
		]);
		expect(room.store.head).toBe(0);
	});
});

describe("renewing", () => {
	test("[TICKET10] with a ticket of the same user takes its place, without a reconnect", async () => {
		const { room, ada } = setUp();
		room.host.advance(59_000);
		await ada.send({ type: "renew", ticket: "ada 600" });
		room.host.advance(60_000);
		room.room.alarm();
		await ada.send({ type: "publish", ref: "p", name: "a" });
		expect(ada.of("fault")).toEqual([]);
		expect(ada.of("ack")).toMatchObject([{ ref: "p" }]);
		expect(ada.sink.closed).toBeUndefined();
	});

	test("[TICKET9][TICKET10] in answer to the fault is in time", async () => {
		const { room, ada } = setUp();
		room.host.advance(60_000);
		room.room.alarm();
		await ada.send({ type: "renew", ticket: "ada 600" });
		room.host.advance(LIMITS.renewalMs);
		room.room.alarm();
		expect(ada.sink.closed).toBeUndefined();
	});

	test.each([
		["bob 600", "forbidden"],
		["nonsense", "bad_ticket"],
	])("[TICKET10] with %j is %s, and the old ticket stays in force", async (ticket, code) => {
		const { ada } = setUp();
		await ada.send({ type: "renew", ref: "r", ticket });
		await ada.send({ type: "publish", ref: "p", name: "a" });
		expect(ada.of("fault")).toMatchObject([{ ref: "r", code }]);
		expect(ada.of("event")).toMatchObject([{ from: { id: "ada" } }]);
	});

	test("[TICKET10] is not for guests: nobody becomes a user on a socket that was none's", async () => {
		const { room } = setUp();
		const visitor = room.join({ caller: guest });
		await visitor.send({ type: "renew", ref: "r", ticket: "ada 600" });
		expect(visitor.of("fault")).toMatchObject([{ ref: "r", code: "forbidden" }]);
	});
});

test("[SOCKET8] a room that holds as many sockets as it can refuses another, and takes one when one has left", () => {
	const room = new TestRoom();
	const first = room.join();
	for (let held = 1; held < LIMITS.roomSockets; held++) room.room.roster.add({ ...first.reader, session: `s${held}` });
	expect(faultCodeOf(() => room.room.assertAdmits(guest))).toBe("full");
	first.leave();
	expect(() => room.room.assertAdmits(guest)).not.toThrow();
});
