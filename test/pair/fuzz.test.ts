import fc from "fast-check";
import { expect, test } from "vitest";
import { turn } from "../support/host.ts";
import { range } from "../support/room.ts";
import { livePair, type Pair } from "./pair.ts";

/** Something that happens between a client and its room; it tells what it is where a run fails. */
class Step {
	readonly run: (pair: Pair, work: Work) => void | Promise<void>;
	readonly #text: string;

	constructor(text: string, run: Step["run"]) {
		this.#text = text;
		this.run = run;
	}

	[fc.toStringMethod](): string {
		return this.#text;
	}
}

/** What one run has done, to be held against what came of it. */
interface Work {
	published: Promise<number>[];
	cuts: number;
}

const step = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.constant(
			new Step("publish", ({ channel }, work) => {
				work.published.push(channel.publish("say", work.published.length).then(({ seq }) => seq));
			}),
		),
	},
	{
		weight: 3,
		arbitrary: fc
			.integer({ min: 1, max: 3 })
			.map((count) => new Step(`notify ${count}`, ({ room }) => room.fill(count))),
	},
	{ weight: 4, arbitrary: fc.constant(new Step("up", ({ wire }) => wire.link?.arriveUp())) },
	{
		weight: 4,
		arbitrary: fc
			.integer({ min: 1, max: 3 })
			.map((most) => new Step(`down ${most}`, ({ wire }) => wire.link?.arriveDown(most))),
	},
	{ weight: 2, arbitrary: fc.constant(new Step("flush", (pair) => pair.flush())) },
	{
		weight: 2,
		arbitrary: fc.boolean().map(
			(told) =>
				new Step(`cut ${told}`, ({ wire }, work) => {
					wire.link?.cut(told);
					work.cuts++;
				}),
		),
	},
	{
		weight: 1,
		arbitrary: fc.constant(new Step("lose one message down", ({ wire }) => wire.link?.lose())),
	},
	{
		weight: 4,
		arbitrary: fc
			.constantFrom(1, 300, 2_000, 40_000)
			.map((ms) => new Step(`advance ${ms}`, ({ room }) => room.host.advance(ms))),
	},
);

async function play(steps: readonly Step[]): Promise<{ pair: Pair; work: Work }> {
	const pair = await livePair();
	const work: Work = { published: [], cuts: 0 };
	for (const one of steps) {
		await one.run(pair, work);
		await turn();
	}
	await pair.pass(120_000, 5_000);
	return { pair, work };
}

test("[CLIENT5][CLIENT6][CLIENT8][CLIENT12] whatever the network does, every event is handed over once, in order, and every publish is stored once", async () => {
	const total = { events: 0, published: 0, cuts: 0 };
	const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 60, size: "max" }), async (steps) => {
		const { pair, work } = await play(steps);
		const { head } = pair.room.store;
		expect(pair.channel.state).toBe("live");
		expect(pair.seen).toEqual(range(1, head));
		expect(pair.gaps).toEqual([]);
		expect(pair.errors).toEqual([]);
		const seqs = await Promise.race([Promise.all(work.published), turn()]);
		if (seqs === undefined) throw new Error("a publish was never answered");
		expect(new Set(seqs).size).toBe(work.published.length);
		const stored = pair.room.store
			.read(0, head, Number.MAX_SAFE_INTEGER)
			.filter(({ frame }) => frame?.includes('"say"'));
		expect(stored.map(({ seq }) => seq)).toEqual(seqs.toSorted((a, b) => a - b));
		total.events += head;
		total.published += seqs.length;
		total.cuts += work.cuts;
	});
	await fc.assert(property, { seed: 7, numRuns: 60 });
	expect(total.events).toBeGreaterThan(500);
	expect(total.published).toBeGreaterThan(200);
	expect(total.cuts).toBeGreaterThan(100);
});
