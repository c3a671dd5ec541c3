import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { ParlourError } from "../../src/client/index.ts";
import type { Rate } from "../../src/config/rules.ts";
import { turn } from "../support/host.ts";
import { member, TestRoom } from "../support/room.ts";
import { Pair } from "./pair.ts";

beforeAll(() => import("../../src/client/core/over-http.ts"));

/** A publish, as it was made and as it ended. */
interface Made {
	readonly data: number;
	seq?: number;
	error?: ParlourError;
}

/** Something that happens; it tells what it is where a run fails. */
interface Step {
	readonly run: (page: Page) => unknown;
	readonly [fc.toStringMethod]: () => string;
}

/** A client that takes sockets and polls, with what it has published. */
class Page extends Pair {
	readonly made: Made[] = [];

	constructor(user: Rate, isBlocked = false) {
		super(new TestRoom({ publish: "members", rates: { user } }), "ada", { transport: "auto", timeout: 30_000 });
		this.wire.isBlocked = isBlocked;
	}

	/** Publishes so many messages; the data of each says which it is. */
	publish(count: number): void {
		for (let left = count; left > 0; left--) {
			const one: Made = { data: this.made.length };
			this.made.push(one);
			this.channel.publish("say", one.data).then(
				({ seq }) => (one.seq = seq),
				(error: ParlourError) => (one.error = error),
			);
		}
	}

	/** The data of the stored publishes, in the order of the log. */
	get stored(): number[] {
		const { store } = this.room;
		return store
			.read(0, store.head, Number.MAX_SAFE_INTEGER)
			.flatMap(({ frame }) => (frame?.includes('"say"') ? [(JSON.parse(frame) as Made).data] : []));
	}
}

function step(weight: number, text: string, run: Step["run"]): fc.WeightedArbitrary<Step> {
	return { weight, arbitrary: fc.constant({ run, [fc.toStringMethod]: () => text }) };
}

function numbered(weight: number, text: string, numbers: readonly number[], run: (page: Page, n: number) => unknown) {
	return {
		weight,
		arbitrary: fc.constantFrom(...numbers).map((n): Step => ({
			run: (page) => run(page, n),
			[fc.toStringMethod]: () => `${text} ${n}`,
		})),
	};
}

const steps = fc.array(
	fc.oneof(
		numbered(8, "publish", [1, 1, 3], (page, count) => page.publish(count)),
		step(4, "up", ({ wire }) => wire.link?.arriveUp()),
		numbered(4, "down", [1, 3], ({ wire }, most) => wire.link?.arriveDown(most)),
		step(2, "flush", (page) => page.flush()),
		step(1, "notify", ({ room }) => room.fill(1)),
		step(1, "an event for others", ({ room }) => room.fill(1, { exclude: ["ada"] })),
		step(2, "part", ({ wire }) => wire.link?.part()),
		step(1, "cut", ({ wire }) => wire.link?.cut(true)),
		step(1, "cut in silence", ({ wire }) => wire.link?.cut(false)),
		numbered(4, "frames of a left socket", [1, 2, 5], ({ wire }, most) =>
			wire.links.findLast((link) => link.canArriveLate)?.arriveLate(most),
		),
		step(1, "block sockets", ({ wire }) => {
			wire.isBlocked = true;
			wire.link?.part();
		}),
		step(1, "unblock sockets", ({ wire }) => void (wire.isBlocked = false)),
		numbered(5, "request", [0, 1, 2], ({ requests }, at) => {
			const request = requests.open.at(at);
			if (request) requests.arrive(request);
		}),
		numbered(4, "answer", [0, 1, 2], ({ requests }, at) => requests.open.at(at)?.bring()),
		numbered(1, "lose request", [0, 1], ({ requests }, at) => requests.open.at(at)?.lose()),
		step(1, "restart", (page) => page.restart(true)),
		step(1, "restart in silence", (page) => page.restart(false)),
		numbered(5, "advance", [1, 300, 2_000, 20_000, 40_000], ({ room }, ms) => room.host.advance(ms)),
	),
	{ minLength: 30, maxLength: 90, size: "max" },
);

interface Run {
	readonly page: Page;
	readonly made: readonly Made[];
	readonly stored: readonly number[];
	/** Those that arrived at the room after the client had left their connection. */
	readonly late: ReadonlySet<number>;
}

async function play(page: Page, given: readonly Step[]): Promise<Run> {
	await turn();
	await page.flush();
	for (const one of given) {
		await one.run(page);
		await turn();
	}
	page.wire.isBlocked = false;
	await page.pass(120_000, 5_000);
	return { page, made: page.made, stored: page.stored, late: dataOf(page.wire.late) };
}

function dataOf(frames: readonly string[]): Set<number> {
	return new Set(frames.filter((one) => one.includes('"publish"')).map((one) => (JSON.parse(one) as Made).data));
}

/** The pairs of resolved publishes that are stored the other way round. */
function swapped({ made, stored }: Run): (readonly [earlier: number, later: number])[] {
	const resolved = made.filter(({ seq }) => seq !== undefined).map(({ data }) => data);
	return resolved.flatMap((later) =>
		resolved
			.filter((earlier) => earlier < later && stored.indexOf(earlier) > stored.indexOf(later))
			.map((earlier) => [earlier, later] as const),
	);
}

const AMPLE = { perSecond: 100, burst: 1_000 };
const SCARCE = { perSecond: 0.5, burst: 3 };

describe("the publishes of a page", () => {
	test.for([1, 2, 3, 102, 106, 113])(
		"[CLIENT12][CLIENT24][CLIENT25] are stored once and in their order, whatever the network and the room do (seed %i)",
		{ timeout: 60_000 },
		async (seed) => {
			const total = { resolved: 0, refused: 0, posts: 0, late: 0 };
			const setup = fc.record({ given: steps, isBlocked: fc.boolean(), rates: fc.constantFrom(AMPLE, SCARCE) });
			const property = fc.asyncProperty(setup, async ({ given, isBlocked, rates }) => {
				const run = await play(new Page(rates, isBlocked), given);
				const { made, stored, late, page } = run;
				expect(made.filter(({ seq, error }) => seq === undefined && error === undefined)).toEqual([]);
				expect(new Set(stored).size).toBe(stored.length);
				const lost = made.filter(({ data, seq }) => seq !== undefined && !stored.includes(data));
				expect(lost).toEqual([]);
				const denied = made.filter(({ data, error }) => error?.outcome === "not_done" && stored.includes(data));
				expect(denied).toEqual([]);
				// The exception that the next test shows.
				expect(swapped(run).filter(([, later]) => !late.has(later))).toEqual([]);
				expect(page.errors).toEqual([]);
				total.resolved += made.filter(({ seq }) => seq !== undefined).length;
				total.refused += made.filter(({ error }) => error?.code === "rate_limited").length;
				total.posts += page.requests.posts;
				total.late += late.size;
			});
			await fc.assert(property, { seed, numRuns: 60 });
			// Otherwise the runs would show nothing.
			expect(total.resolved).toBeGreaterThan(150);
			expect(total.refused).toBeGreaterThan(30);
			expect(total.posts).toBeGreaterThan(50);
			expect(total.late).toBeGreaterThan(2);
		},
	);

	test("[CLIENT24] one that a left connection brings late stands before an earlier one that was refused there", async () => {
		const page = new Page(SCARCE);
		await turn();
		await page.flush();
		page.publish(3);
		await page.flush();
		page.publish(2);
		page.wire.link?.part();
		const [left] = page.wire.links;
		page.room.host.advance(500);
		await turn();
		page.wire.link?.arriveUp();
		page.wire.link?.arriveDown(1);
		// Over the new connection both are on their way again, when the old one still brings them.
		left?.arriveLate(1);
		page.room.host.advance(2_000);
		await turn();
		left?.arriveLate(1);
		await turn();
		expect(page.stored).toEqual([0, 1, 2, 4]);
		page.room.host.advance(4_000);
		await page.flush();
		expect(page.stored).toEqual([0, 1, 2, 4, 3]);
		expect(page.made.map(({ seq }) => seq)).toEqual([1, 2, 3, 5, 4]);
	});

	test("[CLIENT24][CLIENT25] what lies in an unseen part of the log is not sent again behind a later one, and may be stored", async () => {
		const page = new Page(AMPLE);
		await turn();
		await page.flush();
		page.publish(2);
		page.wire.link?.arriveUp();
		await turn();
		await page.room.room.redact(member("mod", { role: "moderator" }), { seqs: [1] });
		page.wire.link?.part();
		await page.pass(5_000);
		expect(page.made).toMatchObject([{ error: { code: "disconnected", outcome: "unknown" } }, { seq: 2 }]);
	});
});
