import { describe, expect, test } from "vitest";
import type { AreaRules } from "../../../src/config/rules.ts";
import { FAULTS } from "../../../src/protocol/faults.ts";
import type { Caller } from "../../../src/rooms/core/access.ts";
import type { Moderated } from "../../../src/rooms/core/moderation.ts";
import { faultCodeOf, faultIn, faultOfPromise } from "../../support/faults.ts";
import { turn } from "../../support/host.ts";
import { guest, member, origin, type TestReader, TestRoom } from "../../support/room.ts";

const HOUR = 3_600_000;
const moderator = member("mo", { role: "moderator" });

function chat(): TestRoom {
	return new TestRoom({ publish: "members", signal: "members", presence: "members" });
}

/** What each way into the room says to a caller; `ok` where it lets them. */
async function ways(room: TestRoom, caller: Caller): Promise<Record<string, string>> {
	const tried: Record<string, () => unknown> = {
		join: () => room.room.assertAdmits(caller),
		poll: () => room.poll({ caller }),
		publish: () => room.room.publish(caller, { name: "a", data: null }),
		signal: () => room.room.signal(caller, "a", null),
		call: () => room.room.call(caller, { data: null }, "s1"),
		history: () => room.room.history(caller, {}),
		presence: () => room.room.presence(caller),
	};
	const said: Record<string, string> = {};
	for (const [way, run] of Object.entries(tried)) {
		const attempt = async (): Promise<unknown> => run();
		said[way] = await attempt().then(
			() => "ok",
			async (thrown: unknown) => (await faultOfPromise(Promise.reject(thrown as Error))).code,
		);
	}
	return said;
}

function closeOf({ sink }: TestReader): number | undefined {
	return sink.closed?.code;
}

describe("who moderates", () => {
	test.each([
		["a guest", guest, "ticket_required"],
		["a member", member("ada"), "forbidden"],
	])("[MOD1] not %s", async (_, caller, code) => {
		const room = chat();
		const bob = room.join({ caller: member("bob") });
		await room.notify("a");
		expect(faultCodeOf(() => room.room.moderate(caller, { user: "bob" }))).toBe(code);
		expect(faultCodeOf(() => room.room.moderate(caller, { user: "bob", banMs: HOUR }))).toBe(code);
		expect((await faultOfPromise(room.room.redact(caller, { seqs: [1] }))).code).toBe(code);
		expect(bob.sink.closed).toBeUndefined();
		expect(room.store.head).toBe(1);
	});

	test.each([
		["an origin", origin],
		["a moderator", moderator],
	])("[MOD1] %s", async (_, caller) => {
		const room = chat();
		const bob = room.join({ caller: member("bob") });
		await room.notify("a");
		await expect(room.room.redact(caller, { seqs: [1] })).resolves.toEqual([1]);
		room.room.moderate(caller, { user: "bob" });
		expect(closeOf(bob)).toBe(FAULTS.kicked.close);
	});

	test("[MOD1][MOD3] not a moderator who is banned: least of all to lift the ban", async () => {
		const room = chat();
		room.room.moderate(origin, { user: "mo", banMs: HOUR });
		expect(faultCodeOf(() => room.room.moderate(moderator, { user: "mo", banMs: 0 }))).toBe("banned");
		expect((await faultOfPromise(room.room.redact(moderator, { user: "ada" }))).code).toBe("banned");
	});
});

describe("a kick", () => {
	test("[MOD2] ends all of the user's connections, tells them why, and leaves others alone", () => {
		const room = chat();
		const [one, two, bob] = [member("ada"), member("ada"), member("bob")].map((caller) => room.join({ caller }));
		room.room.moderate(origin, { user: "ada" });
		for (const tab of [one, two]) {
			expect(tab?.of("fault")).toMatchObject([{ code: "kicked" }]);
			expect(tab?.sink.closed).toEqual({ code: FAULTS.kicked.close, reason: "kicked" });
		}
		expect(bob?.sink.closed).toBeUndefined();
		expect([...room.room.roster]).toHaveLength(1);
	});

	test("[MOD2] forbids nothing: the user may come back", async () => {
		const room = chat();
		room.join({ caller: member("ada") });
		room.room.moderate(origin, { user: "ada" });
		const said = await ways(room, member("ada"));
		expect(said).toEqual({ ...said, join: "ok", poll: "ok", publish: "ok", signal: "ok", history: "ok" });
	});

	test("[MOD2] of nobody is nothing", () => {
		const room = chat();
		const bob = room.join({ caller: member("bob") });
		room.room.moderate(origin, { user: "nobody" });
		expect(bob.sink.closed).toBeUndefined();
	});
});

describe("a ban", () => {
	test("[MOD3] ends all connections and waiting polls at once", async () => {
		const room = chat();
		const tabs = [1, 2].map(() => room.join({ caller: member("ada") }));
		const { cursor } = await room.poll({ caller: member("ada") });
		const waiting = room.poll({ caller: member("ada"), since: cursor, waitMs: 20_000 });
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		for (const tab of tabs) {
			expect(tab.of("fault")).toMatchObject([{ code: "banned" }]);
			expect(closeOf(tab)).toBe(FAULTS.banned.close);
		}
		expect((await waiting).frames).toMatchObject([{ type: "fault", code: "banned" }]);
		await expect(room.notify("a")).resolves.toMatchObject([{ recipients: 0 }]);
		for (const tab of tabs) expect(tab.seqs).toEqual([]);
	});

	test("[MOD3] refuses the user everything in the channel until it is over, and nobody else", async () => {
		const room = chat();
		room.origin.configured = true;
		room.origin.always = { kind: "answered", status: 200, body: "1" };
		room.wake();
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		expect(new Set(Object.values(await ways(room, member("ada"))))).toEqual(new Set(["banned"]));
		expect(new Set(Object.values(await ways(room, member("bob"))))).toEqual(new Set(["ok"]));
		room.host.advance(HOUR - 1);
		const { retryAfter } = faultIn(() => room.room.assertAdmits(member("ada")));
		expect(retryAfter).toBe(1);
		room.host.advance(1);
		expect(new Set(Object.values(await ways(room, member("ada"))))).toEqual(new Set(["ok"]));
	});

	test("[MOD3] takes no frame from a socket that it ended, though its close was not answered yet", async () => {
		const room = chat();
		const ada = room.join({ caller: member("ada") });
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		await ada.send({ type: "publish", ref: "p", name: "still here" });
		expect(room.store.head).toBe(0);
	});

	test("[MOD3] holds through sleep and restart, as long as it was to hold", async () => {
		const room = chat();
		room.room.moderate(moderator, { user: "ada", banMs: HOUR, muteMs: 2 * HOUR });
		room.host.advance(HOUR / 2);
		room.wake([]);
		expect((await ways(room, member("ada")))["join"]).toBe("banned");
		room.host.advance(HOUR / 2);
		room.wake([]);
		expect(await ways(room, member("ada"))).toMatchObject({ join: "ok", publish: "muted" });
		room.host.advance(HOUR);
		room.wake([]);
		expect((await ways(room, member("ada")))["publish"]).toBe("ok");
	});

	test("[MOD3] is lifted by 0, for good also through a restart, and ends no connection then", async () => {
		const room = chat();
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		room.room.moderate(origin, { user: "ada", banMs: 0 });
		const ada = room.join({ caller: member("ada") });
		room.room.moderate(origin, { user: "ada", banMs: 0 });
		expect(ada.sink.closed).toBeUndefined();
		room.wake([]);
		expect((await ways(room, member("ada")))["join"]).toBe("ok");
	});

	test("[MOD3] may be made longer and shorter", async () => {
		const room = chat();
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		room.room.moderate(origin, { user: "ada", banMs: 3 * HOUR });
		room.host.advance(2 * HOUR);
		expect((await ways(room, member("ada")))["join"]).toBe("banned");
		room.room.moderate(origin, { user: "ada", banMs: 1_000 });
		room.host.advance(1_000);
		expect((await ways(room, member("ada")))["join"]).toBe("ok");
	});

	test("[MOD3][PRES3] of a member who is there is their leaving", () => {
		const room = chat();
		const [watcher] = [room.join(), room.join({ caller: member("ada") })];
		room.host.advance(5_000);
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		room.host.advance(10_000);
		expect(watcher.of("presence").at(-1)).toMatchObject({ left: ["ada"], count: 1 });
	});
});

describe("a mute", () => {
	test("[MOD4] refuses what the user says by every way, and they go on reading", async () => {
		const room = chat();
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		room.room.moderate(moderator, { user: "ada", muteMs: HOUR });
		bob?.clear();
		await ada?.send({ type: "publish", ref: "p", name: "say" });
		await ada?.send({ type: "signal", ref: "s", name: "typing" });
		expect(ada?.of("fault")).toMatchObject([
			{ ref: "p", code: "muted" },
			{ ref: "s", code: "muted" },
		]);
		const said = await ways(room, member("ada"));
		expect(said).toMatchObject({ join: "ok", poll: "ok", publish: "muted", signal: "muted", history: "ok" });
		expect(bob?.sink.messages).toEqual([]);
		await room.notify("news");
		await turn();
		room.host.advance(1_000);
		expect(ada?.seqs).toEqual([1]);
		expect(ada?.sink.closed).toBeUndefined();
	});

	test("[MOD4] is over in time, or when it is lifted", async () => {
		const room = chat();
		room.room.moderate(origin, { user: "ada", muteMs: HOUR });
		room.host.advance(HOUR);
		expect((await ways(room, member("ada")))["publish"]).toBe("ok");
		room.room.moderate(origin, { user: "ada", muteMs: HOUR });
		room.room.moderate(origin, { user: "ada", muteMs: 0 });
		expect((await ways(room, member("ada")))["publish"]).toBe("ok");
	});

	test("[MOD4] of an origin's user keeps no origin from speaking", async () => {
		const room = chat();
		room.room.moderate(origin, { user: "ada", muteMs: HOUR });
		await expect(room.notify("a")).resolves.toMatchObject([{ seq: 1 }]);
	});
});

function answerOf(rules: Partial<AreaRules>, measure: { banMs?: number; muteMs?: number }): Moderated {
	return new TestRoom(rules).room.moderate(origin, { user: "ada", ...measure });
}

describe("what a mute and a ban cover", () => {
	test("[MOD4] a mute refuses own data and calls, too", async () => {
		const room = chat();
		const [ada, bob] = [room.join({ caller: member("ada") }), room.join({ caller: member("bob") })];
		room.room.moderate(origin, { user: "ada", muteMs: HOUR });
		bob.clear();
		await ada.send({ type: "state", data: "loud" });
		expect(ada.of("fault")).toMatchObject([{ code: "muted" }]);
		await expect(room.room.call(member("ada"), { data: 1 }, "s")).rejects.toMatchObject({ fault: { code: "muted" } });
		room.host.advance(5_000);
		expect(JSON.stringify(bob.frames)).not.toContain("loud");
	});

	test("[MOD8] a ban says whether the user can read on as a guest", () => {
		expect(answerOf({ guests: true }, { banMs: HOUR })).toEqual({ guests: true });
		expect(answerOf({ guests: false }, { banMs: HOUR })).toEqual({ guests: false });
		expect(answerOf({ guestsWhileBanned: false }, { banMs: HOUR })).toEqual({ guests: false });
		expect(answerOf({}, { muteMs: HOUR })).toEqual({});
	});

	test("[MOD8] an area can keep guests out while anybody is banned", async () => {
		const room = new TestRoom({ guestsWhileBanned: false });
		const [visitor, bob] = [room.join(), room.join({ caller: member("bob") })];
		room.room.moderate(origin, { user: "ada", banMs: HOUR });
		expect(visitor.sink.closed?.code).toBe(FAULTS.ticket_required.close);
		expect(bob.sink.closed).toBeUndefined();
		const refused = { fault: { code: "ticket_required" } };
		expect(faultCodeOf(() => room.room.assertAdmits(guest))).toBe("ticket_required");
		await expect(room.poll()).rejects.toMatchObject(refused);
		room.host.advance(HOUR);
		await expect(room.poll()).resolves.toMatchObject({ frames: [{ type: "welcome" }] });
	});
});
