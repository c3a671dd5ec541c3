import { describe, expect, test } from "vitest";
import {
	openRelays,
	orphans,
	type PlacementLimits,
	type RelaySeat,
	relaysToAdd,
	relaysToDismiss,
} from "../../../../src/rooms/core/relay/placement.ts";

const LIMITS: PlacementLimits = { roomSockets: 100, relaySockets: 10, fanIn: 3 };

function seats(region: string, ...sockets: number[]): RelaySeat[] {
	return sockets.map((count, index) => ({ id: `${region}.${index}`, region, sockets: count }));
}

/** Readers of regions in turn, each placed as the room would. */
function grown(readers: number, regions: readonly string[], limits = LIMITS): RelaySeat[] {
	let all: RelaySeat[] = [];
	for (let reader = 0; reader < readers; reader++) {
		const region = regions[reader % regions.length] ?? "";
		all.push(...relaysToAdd(all, region, limits));
		const [open] = openRelays(all, region, limits);
		all = all.map((seat) => (seat.id === open?.id ? { ...seat, sockets: seat.sockets + 1 } : seat));
	}
	return all;
}

describe("where readers are placed", () => {
	test("the first reader of a region gets its first relay, under the room", () => {
		expect(relaysToAdd([], "weur", LIMITS)).toEqual([{ id: "weur.0", region: "weur", parent: undefined, sockets: 0 }]);
		expect(relaysToAdd(seats("weur", 2), "oc", LIMITS).map(({ id }) => id)).toEqual(["oc.0"]);
	});

	test("a region with room enough gets none", () => {
		expect(relaysToAdd(seats("weur", 2), "weur", LIMITS)).toEqual([]);
	});

	test("a region grows by half of what it holds, before it is full", () => {
		expect(relaysToAdd(seats("weur", 7), "weur", LIMITS).map(({ id }) => id)).toEqual(["weur.1"]);
		expect(relaysToAdd(seats("weur", 10, 10, 10, 10), "weur", LIMITS)).toHaveLength(3);
	});

	test("the number of a relay that went is given again", () => {
		const [, second] = seats("weur", 10, 10);
		expect(relaysToAdd(second === undefined ? [] : [second], "weur", LIMITS).map(({ id }) => id)).toEqual(["weur.0"]);
	});

	test("only relays of the region with a place are open", () => {
		const all = [...seats("weur", 10, 4), ...seats("oc", 0)];
		expect(openRelays(all, "weur", LIMITS).map(({ id }) => id)).toEqual(["weur.1"]);
	});

	test("every reader has a place, and no relay more than its limit", () => {
		const all = grown(80, ["weur", "oc", "sam"]);
		expect(all.reduce((sum, { sockets }) => sum + sockets, 0)).toBe(80);
		expect(Math.max(...all.map(({ sockets }) => sockets))).toBeLessThanOrEqual(10);
		expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
	});
});

describe("the second level", () => {
	test("the room calls no more relays than its limit; the next are under one of the first, in their region", () => {
		const all = grown(80, ["weur", "oc", "sam"]);
		expect(all.filter(({ parent }) => parent === undefined)).toHaveLength(3);
		const below = all.filter(({ parent }) => parent !== undefined);
		expect(below.map(({ parent }) => parent)).toEqual(below.map(({ region }) => `${region}.0`));
	});

	test("relays whose parent went come under another, or under the room where it has a place", () => {
		const all = grown(80, ["weur", "oc", "sam"]).filter(({ id }) => id !== "weur.0");
		const moved = orphans(all, LIMITS);
		expect(moved.map(({ region }) => region)).toContain("weur");
		const after = all.map((seat) => moved.find(({ id }) => id === seat.id) ?? seat);
		const first = after.filter(({ parent }) => parent === undefined).map(({ id }) => id);
		expect(first).toHaveLength(3);
		expect(after.filter(({ parent }) => parent !== undefined && !first.includes(parent))).toEqual([]);
		expect(orphans(after, LIMITS)).toEqual([]);
	});
});

describe("a channel that cools down", () => {
	test("needs no relay once the room has room for everybody twice over", () => {
		expect(relaysToDismiss(seats("weur", 5, 5), 40, LIMITS)).toHaveLength(2);
		expect(relaysToDismiss(seats("weur", 5, 6), 40, LIMITS)).toEqual([]);
	});

	test("keeps of a region what its readers fill half, and dismisses the emptiest", () => {
		const gone = relaysToDismiss(seats("weur", 8, 1, 0, 1), 95, LIMITS);
		expect(gone.map(({ id }) => id)).toEqual(["weur.2", "weur.1"]);
	});

	test("does not dismiss what the same readers would bring back", () => {
		const all = seats("weur", 8, 1, 0, 1);
		const gone = new Set(relaysToDismiss(all, 95, LIMITS).map(({ id }) => id));
		const left = all
			.filter(({ id }) => !gone.has(id))
			.map((seat, index) => ({ ...seat, sockets: index === 0 ? 9 : 1 }));
		expect(relaysToAdd(left, "weur", LIMITS)).toEqual([]);
		expect(relaysToDismiss(left, 95, LIMITS)).toEqual([]);
	});
});
