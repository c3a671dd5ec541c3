import { describe, expect, test } from "vitest";
import { LIMITS } from "../../../src/protocol/limits.ts";
import { faultCodeOf } from "../../support/faults.ts";
import { viewAfter, viewOf } from "../../support/presence-view.ts";
import { turn } from "../../support/host.ts";
import { guest, member, origin, range, type TestReader, TestRoom } from "../../support/room.ts";

const GRACE = 8_000;
/** Long enough for whatever is due to have been told. */
const SETTLED = 2_500;

function ids(page: TestReader): string[] {
	return viewAfter(page.frames).members.map(({ id }) => id);
}

function countOf(page: TestReader): number {
	return viewAfter(page.frames).count;
}

describe("who is there", () => {
	test("[PRES1] a user is one member, whatever the number of their tabs, and a guest one for each connection", () => {
		const room = new TestRoom({ presence: "members" });
		for (const caller of [member("ada"), member("ada"), member("ada"), member("bob"), guest, guest])
			room.join({ caller });
		expect(room.room.presence(guest)).toEqual({ count: 4, members: [{ id: "ada" }, { id: "bob" }] });
	});

	test("[PRES1] closing one tab of several is nobody's leaving", () => {
		const room = new TestRoom({ presence: "members" });
		const watcher = room.join();
		const tabs = [1, 2, 3].map(() => room.join({ caller: member("ada") }));
		room.host.advance(SETTLED);
		watcher.clear();
		tabs[0]?.leave();
		tabs[2]?.leave();
		room.host.advance(10 * GRACE);
		expect(watcher.frames).toEqual([]);
		tabs[1]?.leave();
		room.host.advance(GRACE);
		expect(watcher.of("presence")).toEqual([{ type: "presence", left: ["ada"], count: 1 }]);
	});

	test("[PRES2] the welcome tells all, the newcomer included, and frames what changed since", () => {
		const room = new TestRoom({ presence: "members" });
		const ada = room.join({ caller: member("ada", { name: "Ada", info: { hue: 7 } }) });
		const known = { id: "ada", name: "Ada", info: { hue: 7 } };
		expect(ada.of("welcome")).toMatchObject([{ presence: { count: 1, members: [known] } }]);
		room.host.advance(SETTLED);
		const bob = room.join({ caller: member("bob") });
		expect(bob.of("welcome")).toMatchObject([{ presence: { count: 2, members: [known, { id: "bob" }] } }]);
		expect(ada.of("presence")).toEqual([{ type: "presence", joined: [{ id: "bob" }], count: 2 }]);
		expect(bob.of("presence")).toEqual([]);
	});

	test("[PRES2] an area that counts tells a number and no names", () => {
		const room = new TestRoom({ presence: "count" });
		const watcher = room.join();
		room.host.advance(SETTLED);
		room.join({ caller: member("canary", { name: "canary" }) });
		room.host.advance(SETTLED);
		expect(watcher.of("welcome")[0]?.presence).toEqual({ count: 1 });
		expect(watcher.of("presence")).toEqual([{ type: "presence", count: 2 }]);
		expect(watcher.sink.messages.join("")).not.toContain("canary");
		expect(room.room.presence(origin)).toEqual({ count: 2 });
	});

	test("[PRES2] an area that is off tells nothing to anyone", () => {
		const room = new TestRoom({ presence: "off" });
		const watcher = room.join();
		room.join({ caller: member("ada") }).leave();
		room.host.advance(2 * GRACE);
		expect(watcher.of("welcome")[0]).not.toHaveProperty("presence");
		expect(watcher.of("presence")).toEqual([]);
		expect(faultCodeOf(() => room.room.presence(guest))).toBe("forbidden");
		expect(room.host.timers).toBe(0);
	});
});

describe("the grace", () => {
	test.each([
		["a member", member("ada")],
		["a guest", guest],
	])("[PRES3] %s who goes from page to page makes no noise", (_, caller) => {
		const room = new TestRoom({ presence: "members" });
		const watcher = room.join();
		let page = room.join({ caller });
		room.host.advance(SETTLED);
		watcher.clear();
		for (const away of [1, 300, GRACE - 1]) {
			page.leave();
			room.host.advance(away);
			page = room.join({ caller });
			room.host.advance(3 * GRACE);
			expect(countOf(page)).toBe(2);
		}
		expect(watcher.frames).toEqual([]);
		page.leave();
		room.host.advance(GRACE - 1);
		expect(watcher.frames).toEqual([]);
		room.host.advance(1);
		expect(watcher.of("presence")).toMatchObject([{ count: 1 }]);
	});

	test("[PRES3] is counted from the last connection that went", () => {
		const room = new TestRoom({ presence: "members" });
		const [watcher, one, two] = [guest, member("ada"), member("ada")].map((caller) => room.join({ caller }));
		room.host.advance(SETTLED);
		one?.leave();
		room.host.advance(GRACE - 1);
		two?.leave();
		room.host.advance(GRACE - 1);
		expect(ids(watcher!)).toEqual(["ada"]);
		room.host.advance(1);
		expect(ids(watcher!)).toEqual([]);
	});

	test("[PRES3][FLUSH6] leaves no timer behind", () => {
		const room = new TestRoom({ presence: "members" });
		const pages = [member("ada"), member("bob"), guest, guest].map((caller) => room.join({ caller }));
		for (const page of pages) page.leave();
		expect(room.host.timers).toBeGreaterThan(0);
		room.host.advance(GRACE + SETTLED);
		expect(room.host.timers).toBe(0);
		expect(room.room.presence(guest)).toEqual({ count: 0, members: [] });
	});
});

describe("many", () => {
	test("[PRES4] five hundred who join within a second send each page at most ten frames", async () => {
		const room = new TestRoom({ presence: "members" });
		const pages: TestReader[] = [];
		for (let n = 0; n < 500; n++) {
			pages.push(room.join({ caller: member(`user-${n}`) }));
			room.host.advance(2);
			await turn();
		}
		for (let passed = 0; passed < SETTLED; passed += 100) {
			room.host.advance(100);
			await turn();
		}
		const frames = pages.map((page) => page.of("presence").length);
		expect(Math.max(...frames)).toBeLessThanOrEqual(10);
		expect(new Set(pages.map(countOf))).toEqual(new Set([500]));
		expect(new Set(pages.map((page) => JSON.stringify(ids(page)))).size).toBe(1);
	});

	test("[PRES4] however they come and go, no page gets more than five frames in any second", () => {
		const room = new TestRoom({ presence: "members", presenceGraceMs: 0 });
		const watcher = room.join();
		const told: number[] = [];
		for (let n = 0; n < 2_000; n++) {
			const page = room.join({ caller: member(`user-${n % 7}`) });
			room.host.advance(1);
			page.leave();
			room.host.advance(1);
			told.push(...watcher.of("presence").map(() => room.host.now()));
			watcher.clear();
		}
		expect(told.length).toBeGreaterThan(10);
		for (const at of told)
			expect(told.filter((other) => other >= at && other < at + 1_000).length).toBeLessThanOrEqual(5);
	});

	test("[PRES4] one who joins where nothing is due is told at once", () => {
		const room = new TestRoom({ presence: "members" });
		const watcher = room.join();
		room.host.advance(SETTLED);
		room.join({ caller: member("ada") });
		expect(ids(watcher)).toEqual(["ada"]);
	});

	test("[PRES4] a clock that is set back silences nobody for longer than the pace", () => {
		const room = new TestRoom({ presence: "members" });
		const watcher = room.join();
		room.join({ caller: member("ada") });
		room.host.advance(SETTLED);
		room.host.setClock(room.host.now() - 3_600_000);
		room.join({ caller: member("bob") });
		room.host.advance(SETTLED);
		expect(ids(watcher)).toEqual(["ada", "bob"]);
	});

	test("[PRES5] of more than the limit every page is told the same ones, marked as a sample, and the exact count", () => {
		const room = new TestRoom({ presence: "members", presenceLimit: 10 });
		const names = range(0, 49).map((n) => `user-${String((n * 31) % 50).padStart(2, "0")}`);
		const pages = names.map((id) => {
			room.host.advance(7);
			return room.join({ caller: member(id) });
		});
		room.host.advance(SETTLED);
		const first = names.toSorted().slice(0, 10);
		for (const page of pages) expect([countOf(page), ids(page)]).toEqual([50, first]);
		expect(room.join().of("welcome")).toMatchObject([{ presence: { count: 51, sample: true } }]);
		expect(room.room.presence(guest)).toMatchObject({ count: 51, sample: true });
		expect(room.room.presence(guest).members).toHaveLength(10);
	});

	test("[PRES5] where one of the sample leaves, the next takes the place", () => {
		const room = new TestRoom({ presence: "members", presenceLimit: 2, presenceGraceMs: 0 });
		const [first] = ["a", "b", "c", "d"].map((id) => room.join({ caller: member(id) }));
		const watcher = room.join();
		room.host.advance(SETTLED);
		watcher.clear();
		first?.leave();
		room.host.advance(SETTLED);
		expect(watcher.of("presence")).toEqual([{ type: "presence", joined: [{ id: "c" }], left: ["a"], count: 4 }]);
	});

	test("[PRES9] an origin is told every member, whatever the limit", () => {
		const room = new TestRoom({ presence: "members", presenceLimit: 3 });
		for (const n of range(1, 500)) room.join({ caller: member(`user-${n}`) });
		const told = room.room.presence(origin);
		expect(told.members).toHaveLength(500);
		expect(told).not.toHaveProperty("sample");
		expect(viewOf(room.room.presence(guest)).members).toHaveLength(3);
	});
});

describe("a member's own data", () => {
	test("[PRES8] is told with the member, to those who are there and to those who come", async () => {
		const room = new TestRoom({ presence: "members" });
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		room.host.advance(SETTLED);
		bob?.clear();
		await ada?.send({ type: "state", data: { away: true } });
		const known = { id: "ada", state: { away: true } };
		expect(bob?.of("presence")).toEqual([{ type: "presence", joined: [known], count: 2 }]);
		expect(room.join().of("welcome")[0]?.presence?.members).toContainEqual(known);
	});

	test("[PRES8] is the latest that any of the user's tabs said, and outlives sleep and the tab that said it", async () => {
		const room = new TestRoom({ presence: "members" });
		const tabs = [1, 2].map(() => room.join({ caller: member("ada") }));
		const watcher = room.join();
		await tabs[1]?.send({ type: "state", data: "from the second" });
		await tabs[0]?.send({ type: "state", data: "from the first" });
		const third = room.join({ caller: member("ada") });
		room.host.advance(SETTLED);
		const known = viewAfter(watcher.frames);
		expect(known.members).toEqual([{ id: "ada", state: "from the first" }]);
		for (const left of [
			[...tabs, third, watcher],
			[third, watcher],
		]) {
			room.wake(left);
			room.host.advance(SETTLED);
			expect(viewOf(room.room.presence(guest))).toEqual(known);
		}
	});

	test("[PRES8] over its limit is refused and changes nothing", async () => {
		const room = new TestRoom({ presence: "members" });
		const ada = room.join({ caller: member("ada") });
		await ada.send({ type: "state", data: "x".repeat(LIMITS.stateBytes - 2) });
		await ada.send({ type: "state", data: "y".repeat(LIMITS.stateBytes - 1) });
		expect(ada.of("fault")).toMatchObject([{ code: "too_large" }]);
		expect(room.room.presence(guest).members?.[0]?.state).toBe("x".repeat(LIMITS.stateBytes - 2));
	});

	test("[PRES8][TICKET9] is not taken from one whose ticket has run out", async () => {
		const room = new TestRoom({ presence: "members" });
		const ada = room.join({ caller: member("ada", { expires: room.host.now() + 1_000 }) });
		room.host.advance(1_000);
		await ada.send({ type: "state", data: 1 });
		expect(ada.of("fault")).toMatchObject([{ code: "ticket_expired" }]);
		expect(room.room.presence(guest).members).toEqual([{ id: "ada" }]);
	});

	test("[PRES8] of a guest is nobody's", async () => {
		const room = new TestRoom({ presence: "members" });
		const [visitor, watcher] = [room.join(), room.join()];
		room.host.advance(SETTLED);
		watcher.clear();
		await visitor.send({ type: "state", data: 1 });
		room.host.advance(SETTLED);
		expect(watcher.frames).toEqual([]);
	});

	test("[TICKET10][PRES2] what a new ticket says of the user is told", async () => {
		const room = new TestRoom({ presence: "members" });
		const [ada, watcher] = [room.join({ caller: member("ada", { name: "Ada" }) }), room.join()];
		room.host.advance(SETTLED);
		room.host.tickets = () => member("ada", { name: "Countess" });
		await ada.send({ type: "renew", ticket: "t" });
		expect(viewAfter(watcher.frames).members).toEqual([{ id: "ada", name: "Countess" }]);
	});
});
