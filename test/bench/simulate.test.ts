import { describe, expect, test } from "vitest";
import { OWN } from "../../bench/simulate/costs.mjs";
import { fill } from "../../bench/simulate/page.mjs";
import { compare } from "../../bench/simulate/agreement.mjs";
import { placeHerd } from "../../bench/simulate/herd.mjs";
import { paceOf } from "../../bench/simulate/pace.mjs";
import { billFor, PRICES } from "../../bench/simulate/prices.mjs";
import { oneWay, PLACES } from "../../bench/simulate/regions.mjs";
import { scenarioOf } from "../../bench/simulate/scenario.mjs";
import { spreadOf } from "../../bench/simulate/spread.mjs";
import { Flush } from "../../bench/simulate/tree.mjs";
import { Membership } from "../../src/rooms/core/relay/membership.ts";
import { Roster } from "../../src/rooms/core/roster.ts";
import { Places } from "../../src/worker/places.ts";

const USUAL = { presence: "off", limits: { roomSockets: 10, relaySockets: 10 } } as const;

describe("the model and the room's own classes in memory", () => {
	test.each([
		["one object", { ...USUAL, readers: 10, seconds: 10 }],
		["relays of one level", { ...USUAL, readers: 700, seconds: 30 }],
		["relays of two levels", { ...USUAL, readers: 1_200, seconds: 30, limits: { roomSockets: 4, relaySockets: 4 } }],
	])(
		"come to the same: %s",
		async (_name, herd) => {
			const { model, memory } = await compare(herd, 10);
			// Every message reached every reader once, and every flush took as many calls as there are relays.
			expect(memory.deliveries).toBe(model.deliveries);
			expect(memory).toMatchObject({ refused: 0, inRoom: model.inRoom, flushes: model.flushes });
			// Whether a relay is full yet may hang on a millisecond; in relays this small, some of them do.
			expect(Math.abs(memory.objects - model.objects)).toBeLessThanOrEqual(model.objects * 0.1);
			expect(Math.abs(memory.calls - model.calls)).toBeLessThanOrEqual(model.calls * 0.1);
			// The model has the same number of readers in each relay.
			expect(Math.abs(memory.timers - model.timers)).toBeLessThanOrEqual(0.05);
			expect(Math.abs(memory.reports - model.reports)).toBeLessThanOrEqual(model.reports * 0.15);
		},
		30_000,
	);
});

describe("a herd", () => {
	const limits = { roomSockets: 100, relaySockets: 50 };
	const herd = { readers: 5_000, seconds: 20, presence: "count", limits } as const;

	test("finds a place for everybody, and overfills no relay", async () => {
		const { seats, inRoom, lost } = await placeHerd(herd);
		expect(inRoom).toBe(100);
		expect(lost).toBe(0);
		expect(seats.reduce((sum, { sockets }) => sum + sockets, inRoom)).toBe(herd.readers);
		expect(Math.max(...seats.map(({ sockets }) => sockets))).toBeLessThanOrEqual(50);
	});

	test("is the same in every run", async () => {
		const [one, other] = [await placeHerd(herd), await placeHerd(herd)];
		expect({ ...one, roomMs: 0 }).toEqual({ ...other, roomMs: 0 });
	});
});

describe("the pace of flushes", () => {
	const idle = { publishMs: 0, flushMs: 0, confirmMs: 0, lastMs: 0, lines: [] };
	const work = { readers: 1_000, elsewhere: 0, maxDelayMs: 100, ...idle };

	test("is one for each message where messages are far apart", async () => {
		const { flushesPerSecond, waitMs, awake } = await paceOf(0.1, work);
		expect(flushesPerSecond).toBeCloseTo(0.1, 2);
		expect(waitMs).toBe(0);
		expect(awake).toBeLessThan(0.01);
	});

	test("is the window's where messages come all the time", async () => {
		const { flushesPerSecond, longWaitMs, awake } = await paceOf(1_000, work);
		expect(flushesPerSecond).toBeCloseTo(20, 0);
		expect(longWaitMs).toBeLessThanOrEqual(51);
		expect(awake).toBeGreaterThan(0.95);
	});

	test("leaves the room a rest where a flush takes longer than the window", async () => {
		const { flushesPerSecond, load } = await paceOf(1_000, { ...work, flushMs: 250 });
		// The rest is 0.3 of the cost, and no more than the longest delay.
		expect(flushesPerSecond).toBeCloseTo(1000 / 325, 0);
		expect(load).toBeCloseTo(250 / 325, 1);
	});

	test("is slowed down by a write that has to be confirmed", async () => {
		const { flushesPerSecond } = await paceOf(1_000, { ...work, confirmMs: 10 });
		expect(flushesPerSecond).toBeCloseTo(1000 / 60, 0);
	});

	test("of a far relay is that of its answers: four are under way at once", async () => {
		const line = { answerMs: 400, lastMs: 200, relays: 1 };
		const { callsPerSecond, slowMs } = await paceOf(1_000, { ...work, lines: [line] });
		expect(callsPerSecond).toBeCloseTo(10, 0);
		expect(slowMs).toBeGreaterThan(200 + 50);
	});
});

describe("a flush", () => {
	const first = { id: "weur.0", region: "weur", sockets: 1_000 };
	const second = { id: "oc.0", region: "oc", sockets: 10, parent: "weur.0" };

	test("has a call for each relay, by the room or by a relay", () => {
		expect(new Flush([first, second], 1_000, 1).calls).toBe(2);
		expect(new Flush([], 1_000, 1).calls).toBe(0);
	});

	test("is passed on before an object serves its own sockets", () => {
		const { spans, roomMs, lines } = new Flush([first, second], 500, 1);
		const [near] = spans.filter(({ region, readers }) => region === "weur" && readers === 1_000);
		const [far] = spans.filter(({ region, readers }) => region === "oc" && readers === 10);
		expect(near?.to).toBeGreaterThan(roomMs);
		expect(far?.from).toBeLessThan((near?.to ?? 0) + oneWay("weur", "oc"));
		// The relay answers when it has sent to its own.
		expect(lines.get("weur")?.answerMs).toBeGreaterThan(oneWay("weur", "weur") + 35);
		expect(lines.get("weur")).toMatchObject({ relays: 2, lastMs: far?.to });
	});

	test("has reached half of its readers in the middle of a single object, and the last at its end", () => {
		const spans = [
			{ region: "weur", from: 10, to: 30, readers: 100 },
			{ region: "oc", from: 0, to: 0, readers: 0 },
		];
		expect(spreadOf(spans)).toMatchObject({ lastMs: 30, region: "weur" });
		expect(spreadOf(spans).halfMs).toBeCloseTo(20, 0);
	});
});

describe("a bill", () => {
	const NOTHING = { workerRequests: 0, workerCpuMs: 0, objectRequests: 0, gigabyteSeconds: 0, rowsWritten: 0 };

	test("is the plan's price where a month stays within what it includes", () => {
		expect(billFor({ ...NOTHING, rowsWritten: 50e6, objectRequests: 1e6 })).toMatchObject({ total: PRICES.plan });
	});

	test("has what goes beyond, and names what it is mostly for", () => {
		const { total, most } = billFor({ ...NOTHING, rowsWritten: 53e6, workerRequests: 40e6 });
		expect(total).toBeCloseTo(PRICES.plan + 3 + 9);
		expect(most.title).toBe("Worker requests");
	});

	test("agrees with an example of the price page", () => {
		// 100 objects that are awake for eight hours of each day, 3.75 million requests: $0.45, $137.50 and the plan.
		const usage = { ...NOTHING, objectRequests: 3.75e6, gigabyteSeconds: 100 * 8 * 3600 * 30 * 0.128 };
		expect(billFor(usage).total).toBeCloseTo(142.95);
	});

	test("of a channel is lower by the million the more is said in it", async () => {
		const limits = { roomSockets: 1_000, relaySockets: 1_000 };
		const placed = await placeHerd({ readers: 3_000, seconds: 20, presence: "count", limits });
		const [seldom, often] = [await scenarioOf(placed, 1 / 60), await scenarioOf(placed, 10)];
		expect(often.bill.total).toBeGreaterThan(seldom.bill.total);
		expect(often.perMillion).toBeLessThan(seldom.perMillion);
		expect(seldom.ceiling.total).toBeGreaterThanOrEqual(seldom.bill.total);
	});
});

describe("the regions", () => {
	test("share all readers between them", () => {
		expect(PLACES.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
	});

	test("are as far from here to there as from there to here", () => {
		for (const { name: one } of PLACES)
			for (const { name: other } of PLACES) {
				expect(oneWay(one, other)).toBe(oneWay(other, one));
				expect(oneWay(one, other)).toBeGreaterThan(0);
			}
	});
});

describe("what the program lets nobody read", () => {
	test("an isolate remembers relays for as long as the model says", () => {
		const places = new Places();
		places.learn("weur", ["weur.0"], 0);
		expect(places.pick("weur", OWN.knownMs - 1, 0)).toBe("weur.0");
		expect(places.pick("weur", OWN.knownMs, 0)).toBeUndefined();
	});

	test.each([
		["has a timer for a report up to the pace that the model says", OWN.timedPaceMs, [OWN.timedPaceMs]],
		["has none past it", OWN.timedPaceMs + 1, []],
	])("a relay %s", async (_name, paceMs, timers) => {
		const waits: number[] = [];
		const host = {
			now: () => 0,
			after: (ms: number) => {
				waits.push(ms);
				return () => undefined;
			},
		};
		const standing = { epoch: "", head: 0, floor: 0 };
		const enrolment = { ...standing, seated: true, wasKnown: true, bans: [], presence: undefined, paceMs };
		const uplink = { enrol: () => Promise.resolve(enrolment) };
		const roster = new Roster();
		const parts = { id: "weur.0", host, uplink, roster, onStanding: () => undefined, onEnrolled: () => undefined };
		const membership = new Membership(parts as unknown as ConstructorParameters<typeof Membership>[0]);
		await membership.enrol();
		membership.changed({ caller: { kind: "guest" } } as Parameters<typeof membership.changed>[0]);
		expect(waits).toEqual(timers);
	});
});

describe("the page", () => {
	test("gets each text in its place, again and again", () => {
		const page = "a\n<!-- begin: one -->\nold\n<!-- end: one -->\nb\n";
		const filled = "a\n<!-- begin: one -->\n\nnew\n\n<!-- end: one -->\nb\n";
		expect(fill(page, { one: "new" })).toBe(filled);
		expect(fill(filled, { one: "new" })).toBe(filled);
	});

	test("asks for no text that is not there", () => {
		expect(() => fill("<!-- begin: two -->\n<!-- end: two -->", { one: "new" })).toThrow("two");
	});
});
