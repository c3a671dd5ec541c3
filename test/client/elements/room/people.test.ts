import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Crowd } from "../../../../src/client/elements/room/crowd.ts";
import { Doorway } from "../../../../src/client/elements/room/doorway.ts";
import { mergeMoves, type Movement } from "../../../../src/client/elements/room/moves.ts";
import { Typists } from "../../../../src/client/elements/room/typists.ts";

const ADA = { id: "a", name: "Ada" };
const GRACE = { id: "g", name: "Grace" };
const LINUS = { id: "l", name: "Linus" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("who is there", () => {
	test("a change is applied to what was known, and what was known is no news", () => {
		const crowd = new Crowd();
		expect(crowd.take({ count: 2, members: [ADA, GRACE] })).toEqual({ entered: [], left: [] });
		const change = { count: 2, joined: [GRACE, LINUS], left: ["a", "unknown"] };
		expect(crowd.take(change)).toEqual({ entered: [LINUS], left: [ADA] });
		expect([...(crowd.people?.keys() ?? [])]).toEqual(["g", "l"]);
	});

	test("an area that only counts has a number and no people", () => {
		const crowd = new Crowd();
		crowd.take({ count: 7 });
		crowd.take({ count: 8 });
		expect(crowd.count).toBe(8);
		expect(crowd.people).toBeUndefined();
	});

	test("people stand by name, the user first", () => {
		const crowd = new Crowd();
		crowd.take({ count: 3, members: [LINUS, GRACE, { id: "x", name: "ada" }] });
		expect(crowd.sorted("l", "en").map(({ name }) => name)).toEqual(["Linus", "ada", "Grace"]);
	});
});

describe("comings and goings", () => {
	test("who comes back, or leaves again, has not moved", () => {
		expect(mergeMoves({ entered: [ADA], left: [GRACE] }, { entered: [GRACE], left: [ADA] })).toEqual({
			entered: [],
			left: [],
		});
	});

	test("they are told together, once", () => {
		const told: Movement[] = [];
		const doorway = new Doorway((movement) => told.push(movement));
		doorway.add({ entered: [ADA], left: [] });
		doorway.add({ entered: [GRACE], left: [LINUS] });
		doorway.spoke("a");
		expect(told).toEqual([]);
		vi.runAllTimers();
		expect(told).toEqual([{ entered: [GRACE], left: [LINUS] }]);
	});

	test("a reload of somebody's page is not told", () => {
		const told: Movement[] = [];
		const doorway = new Doorway((movement) => told.push(movement));
		doorway.add({ entered: [], left: [ADA] });
		doorway.add({ entered: [ADA], left: [] });
		vi.runAllTimers();
		expect(told).toEqual([]);
	});

	test("a full room tells nothing of them", () => {
		const crowd = new Crowd();
		crowd.take({ count: 3, members: [ADA] });
		expect(Doorway.isQuiet(crowd)).toBe(true);
		crowd.take({ count: 500 });
		expect(Doorway.isQuiet(crowd)).toBe(false);
		crowd.take({ count: 3, members: [ADA], sample: true });
		expect(Doorway.isQuiet(crowd)).toBe(false);
	});
});

describe("who is writing", () => {
	test("they are shown until it grows old, or the text has come", () => {
		const typists = new Typists(() => undefined);
		typists.heard(ADA);
		typists.heard(GRACE);
		typists.ended("a");
		expect(typists.names).toEqual(["Grace"]);
		vi.runAllTimers();
		expect(typists.names).toEqual([]);
	});

	test("it is said now and then, and at once after a message was sent", () => {
		const typists = new Typists(() => undefined);
		expect([typists.isDue(0), typists.isDue(1000), typists.isDue(3000)]).toEqual([true, false, true]);
		typists.sent();
		expect(typists.isDue(3001)).toBe(true);
	});
});
