import { Told } from "../../../src/rooms/core/told.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { viewAfter, viewOf } from "../../support/presence-view.ts";
import { guest, member, type TestReader, TestRoom } from "../../support/room.ts";

const IDS = ["a", "b", "c", "d", "e", "f"];

type Step =
	| { readonly do: "join"; readonly id: string | undefined }
	| { readonly do: "leave" | "drop"; readonly which: number }
	| { readonly do: "state"; readonly which: number; readonly data: number }
	| { readonly do: "wait"; readonly ms: number }
	| { readonly do: "sleep" };

const which = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 5, arbitrary: fc.record({ do: fc.constant("join" as const), id: fc.constantFrom(...IDS, undefined) }) },
	{ weight: 4, arbitrary: fc.record({ do: fc.constant("leave" as const), which }) },
	{ weight: 2, arbitrary: fc.record({ do: fc.constant("state" as const), which, data: fc.nat(3) }) },
	{
		weight: 4,
		arbitrary: fc.record({ do: fc.constant("wait" as const), ms: fc.constantFrom(0, 1, 20, 150, 250, 3_000) }),
	},
	{ weight: 1, arbitrary: fc.record({ do: fc.constant("sleep" as const) }) },
);

const settings = fc.record({
	presence: fc.constantFrom("members" as const, "count" as const),
	presenceGraceMs: fc.constantFrom(0, 100, 1_000),
	presenceLimit: fc.constantFrom(0, 1, 2, 3, 200),
	// With a window, what is told waits a while on its way, and newcomers come in between.
	maxDelayMs: fc.constantFrom(0, 300),
});

async function perform(room: TestRoom, pages: TestReader[], next: Step): Promise<TestReader[]> {
	if (next.do === "join") {
		pages.push(room.join({ caller: next.id === undefined ? guest : member(next.id, { name: next.id }) }));
		return pages;
	}
	if (next.do === "wait") room.host.advance(next.ms);
	if (next.do === "sleep") {
		// A room with something due is awake; it sleeps once that is done.
		room.host.advance(5_000);
		return room.wake(pages);
	}
	if (next.do === "leave" || next.do === "state") {
		const page = pages[next.which % Math.max(pages.length, 1)];
		if (next.do === "state") await page?.send({ type: "state", data: next.data });
		else if (page !== undefined) {
			page.leave();
			return pages.filter((one) => one !== page);
		}
	}
	return pages;
}

test("[PRES2][PRES5][PRES8] whatever comes and goes, every page ends up with what the room knows, and all with the same", async () => {
	let compared = 0;
	await fc.assert(
		fc.asyncProperty(settings, fc.array(step, { minLength: 8, maxLength: 40, size: "max" }), async (rules, steps) => {
			const room = new TestRoom(rules);
			let pages: TestReader[] = [];
			for (const next of steps) pages = await perform(room, pages, next);
			room.host.advance(5_000);
			const known = viewOf(room.room.presence(guest));
			for (const page of pages) {
				expect(viewAfter(page.frames)).toEqual(known);
				compared += 1;
			}
		}),
		{ seed: 20_261_121, numRuns: 3_000 },
	);
	expect(compared).toBeGreaterThan(5_000);
});

test("[PRES2] who may be shown by some page, and is not there, is told as gone, once", () => {
	const told = new Told();
	const shown = { count: 1, members: [{ id: "ada" }] };
	told.all(shown);
	expect(told.changesTo(shown)).toBeUndefined();
	told.maybe(["bob", "ada"]);
	expect(told.changesTo(shown)).toEqual({ left: ["bob"], count: 1 });
	told.all(shown);
	expect(told.changesTo(shown)).toBeUndefined();
});
