import { describe, expect, test } from "vitest";
import { DEFAULT_RULES, type Rates } from "../../../src/config/rules.ts";
import type { Caller } from "../../../src/rooms/core/access.ts";
import { Throttle } from "../../../src/rooms/core/throttle.ts";
import { faultCodeOf, faultIn, faultOfPromise } from "../../support/faults.ts";
import { ManualHost } from "../../support/host.ts";
import { guest, member, origin, outcomes, range, TestRoom } from "../../support/room.ts";

const AMPLE = { perSecond: 1_000, burst: 1_000 };

function slow(rates: Partial<Rates>): TestRoom {
	return new TestRoom({ publish: "anyone", signal: "anyone", rates: { socket: AMPLE, user: AMPLE, ...rates } });
}

describe("the frames of a socket", () => {
	test("[RATE1] over the rate are refused with when to come back and the frame's ref, and have no effect", async () => {
		const room = slow({ socket: { perSecond: 10, burst: 3 } });
		const ada = room.join({ caller: member("ada") });
		for (const n of range(1, 5)) await ada.send({ type: "publish", ref: String(n), name: "say" });
		expect(ada.of("ack").map(({ ref }) => ref)).toEqual(["1", "2", "3"]);
		expect(ada.of("fault")).toMatchObject([
			{ ref: "4", code: "rate_limited", retryAfter: 100 },
			{ ref: "5", code: "rate_limited", retryAfter: 100 },
		]);
		expect(room.store.head).toBe(3);
		room.host.advance(100);
		await ada.send({ type: "publish", ref: "6", name: "say" });
		expect(ada.of("ack").at(-1)?.ref).toBe("6");
	});

	test("[RATE1] are counted whatever is in them, and each socket for itself", async () => {
		const room = slow({ socket: { perSecond: 10, burst: 3 } });
		const [ada, tab] = [member("ada"), member("ada")].map((caller) => room.join({ caller }));
		for (const frame of ["{", new ArrayBuffer(3), "x".repeat(100_000), "[]", "{}"]) await ada?.send(frame);
		const codes = ada?.of("fault").map(({ code }) => code);
		expect(codes).toEqual(["bad_frame", "bad_frame", "too_large", "rate_limited", "rate_limited"]);
		await tab?.send({ type: "publish", ref: "p", name: "say" });
		expect(tab?.of("ack")).toHaveLength(1);
	});
});

describe("the publishes of a user", () => {
	test("[RATE1] are counted over all their sockets and by whatever way they come", async () => {
		const room = slow({ user: { perSecond: 10, burst: 4 } });
		const [one, two] = [member("ada"), member("ada")].map((caller) => room.join({ caller }));
		for (const ref of ["a", "b"]) for (const tab of [one, two]) await tab?.send({ type: "publish", ref, name: "say" });
		await one?.send({ type: "publish", ref: "c", name: "say" });
		expect(one?.of("fault")).toMatchObject([{ ref: "c", code: "rate_limited", retryAfter: 100 }]);
		await expect(room.room.publish(member("ada"), { name: "say", data: 1 })).rejects.toMatchObject({
			fault: { code: "rate_limited" },
		});
		await expect(room.room.publish(member("bob"), { name: "say", data: 1 })).resolves.toMatchObject({ seq: 5 });
	});

	test("[RATE1] refuse none of their other frames", async () => {
		const room = slow({ user: { perSecond: 1, burst: 1 } });
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		for (const ref of ["a", "b"]) await ada?.send({ type: "publish", ref, name: "say" });
		await ada?.send({ type: "signal", name: "typing" });
		room.host.advance(1_000);
		expect(bob?.of("signal")).toHaveLength(1);
	});

	test("[RATE1] of guests are counted together", async () => {
		const room = slow({ user: { perSecond: 10, burst: 2 } });
		const visitors = [1, 2, 3].map(() => room.join({ caller: guest }));
		for (const visitor of visitors) await visitor.send({ type: "publish", ref: "p", name: "say" });
		expect(visitors[2]?.of("fault")).toMatchObject([{ code: "rate_limited" }]);
	});

	test("[RATE2] an origin's are not counted", async () => {
		const room = slow({ user: { perSecond: 1, burst: 1 }, socket: { perSecond: 1, burst: 1 } });
		const published = await room.notify(...range(1, 500).map(String));
		expect(outcomes(published)).toEqual(range(1, 500));
		await expect(room.room.publish(origin, { name: "a", data: null })).resolves.toMatchObject({ seq: 501 });
		await expect(room.room.publish(origin, { name: "a", data: null })).resolves.toMatchObject({ seq: 502 });
	});

	test("[RATE1] are remembered for as long as they count, however many users there are", () => {
		const host = new ManualHost();
		const throttle = new Throttle({ ...DEFAULT_RULES.rates, user: { perSecond: 1, burst: 2 } }, host);
		const spend = (caller: Caller) => throttle.publish(caller);
		for (const _ of [1, 2]) spend(member("ada"));
		for (const n of range(1, 3_000)) spend(member(`user-${n}`));
		expect(faultCodeOf(() => spend(member("ada")))).toBe("rate_limited");
		host.advance(1_000);
		expect(() => spend(member("ada"))).not.toThrow();
	});

	test("[RATE1] at the default rates, a page that types as fast as it can is not hindered", async () => {
		const room = new TestRoom({ publish: "members", rates: DEFAULT_RULES.rates });
		const ada = room.join({ caller: member("ada") });
		for (const n of range(1, 300)) {
			await ada.send({ type: "publish", ref: String(n), name: "say" });
			await ada.send({ type: "receipt", seq: n });
			room.host.advance(40);
		}
		expect(ada.of("fault")).toEqual([]);
	});
});

function at(address?: string): Caller {
	return { kind: "guest", ...(address !== undefined && { address }) };
}

describe("everything else that a page does", () => {
	const TWO = { perSecond: 1, burst: 2 };
	const ada = member("ada");

	test("[RATE4] signals are counted by user, over sockets and HTTP together", async () => {
		const room = slow({ signals: TWO });
		const tabs = [1, 2].map(() => room.join({ caller: ada }));
		for (const tab of tabs) await tab.send({ type: "signal", name: "typing" });
		expect(faultIn(() => room.room.signal(ada, "typing", null))).toMatchObject({
			code: "rate_limited",
			retryAfter: 1_000,
		});
		await tabs[0]?.send({ type: "state", data: 1 });
		expect(tabs[0]?.of("fault")).toMatchObject([{ code: "rate_limited" }]);
		expect(() => room.room.signal(member("bob"), "typing", null)).not.toThrow();
		expect(() => room.room.signal(origin, "typing", null)).not.toThrow();
	});

	test("[RATE4] a large signal counts for each kilobyte", () => {
		const room = slow({ signals: { perSecond: 1, burst: 10 } });
		room.room.signal(ada, "drawing", "x".repeat(8_100));
		room.room.signal(ada, "drawing", "x".repeat(8_100));
		expect(faultIn(() => room.room.signal(ada, "drawing", 1))).toMatchObject({ retryAfter: 7_000 });
	});

	test("[RATE4] at the default rates, a pointer that moves 60 times a second is not hindered", async () => {
		const room = new TestRoom({ signal: "members" });
		const page = room.join({ caller: ada });
		for (const n of range(1, 600)) {
			await page.send({ type: "signal", name: "cursor", data: { x: n, y: n } });
			room.host.advance(1_000 / 60);
		}
		expect(page.of("fault")).toEqual([]);
	});

	test("[RATE4] calls and measures count as publishes do", async () => {
		const room = slow({ user: TWO });
		const call = () => room.room.call(ada, { data: 1 }, "s");
		for (const _ of range(1, 2)) await call().catch(() => undefined);
		expect(await faultOfPromise(call())).toMatchObject({ code: "rate_limited" });
		const moderator = member("mod", { role: "moderator" });
		for (const _ of range(1, 2)) room.room.moderate(moderator, { user: "mallory" });
		expect(faultCodeOf(() => room.room.moderate(moderator, { user: "mallory" }))).toBe("rate_limited");
		expect(await faultOfPromise(room.room.redact(moderator, { seqs: [1] }))).toMatchObject({ code: "rate_limited" });
	});

	test("[RATE4] sockets, polls, the history and who is there are counted together", async () => {
		const room = slow({ requests: { perSecond: 1, burst: 4 } });
		room.room.assertAdmits(ada);
		await room.poll({ caller: ada });
		room.room.history(ada, {});
		expect(faultCodeOf(() => room.room.presence(ada))).toBe("forbidden");
		expect(faultCodeOf(() => room.room.presence(ada))).toBe("rate_limited");
		expect(faultCodeOf(() => room.room.history(ada, {}))).toBe("rate_limited");
		expect(faultCodeOf(() => room.room.assertAdmits(ada))).toBe("rate_limited");
		expect(await faultOfPromise(room.poll({ caller: ada }))).toMatchObject({ code: "rate_limited", retryAfter: 1_000 });
		room.host.advance(1_000);
		expect((await room.poll({ caller: ada })).frames).toHaveLength(1);
		for (const _ of range(1, 20)) room.room.history(origin, {});
	});

	test("[RATE5] guests are counted by address; those of whom none is known are counted together", () => {
		const room = slow({ user: TWO });
		const throttle = new Throttle({ ...room.rules.rates, requests: TWO }, room.host);
		for (const _ of range(1, 2)) throttle.publish(at("192.0.2.1"));
		expect(faultCodeOf(() => throttle.publish(at("192.0.2.1")))).toBe("rate_limited");
		for (const address of ["192.0.2.2", undefined]) throttle.publish(at(address));
		for (const _ of range(1, 8)) throttle.request(at("192.0.2.1"));
		expect(faultCodeOf(() => throttle.request(at("192.0.2.1")))).toBe("rate_limited");
		expect(() => throttle.request(at("192.0.2.2"))).not.toThrow();
	});
});

describe("signals", () => {
	test("[RATE3] of one user and name that come while a flush is due become one, the latest; others stay", async () => {
		const room = slow({});
		const [ada, bob] = [member("ada"), member("bob")].map((caller) => room.join({ caller }));
		const listeners = range(1, 100).map(() => room.join());
		await ada?.send({ type: "signal", name: "first" });
		listeners[0]?.clear();
		for (const n of range(1, 5)) {
			await ada?.send({ type: "signal", name: "cursor", data: n });
			await ada?.send({ type: "signal", name: "typing", data: n });
			await bob?.send({ type: "signal", name: "cursor", data: 10 * n });
		}
		expect(listeners[0]?.frames).toEqual([]);
		room.host.advance(1_000);
		expect(listeners[0]?.sink.messages).toHaveLength(1);
		expect(listeners[0]?.of("signal").map(({ from, name, data }) => [from?.id, name, data])).toEqual([
			["ada", "cursor", 5],
			["ada", "typing", 5],
			["bob", "cursor", 50],
		]);
	});

	test("[RATE3] of guests, who have no name, stay apart", async () => {
		const room = slow({});
		const listeners = range(1, 100).map(() => room.join());
		const visitors = [1, 2].map(() => room.join());
		await visitors[0]?.send({ type: "signal", name: "first" });
		listeners[0]?.clear();
		for (const [n, visitor] of visitors.entries()) await visitor.send({ type: "signal", name: "wave", data: n });
		room.host.advance(1_000);
		expect(listeners[0]?.of("signal").map(({ data }) => data)).toEqual([0, 1]);
	});
});
