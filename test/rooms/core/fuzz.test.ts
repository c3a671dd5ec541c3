import fc from "fast-check";
import { expect, test } from "vitest";
import { Step } from "../../support/step.ts";
import { noWork, World } from "./fuzz-world.ts";

const page = fc.nat(4);
const excluded = fc.constantFrom<readonly string[]>([], [], ["ada"], ["bob"], ["ada", "bob"]);

const connect = fc
	.tuple(page, fc.nat(9))
	.map(([at, chance]) => new Step<World>(`connect ${at}`, (world) => world.connect(at, chance === 0)));
const disconnect = page.map((at) => new Step<World>(`disconnect ${at}`, (world) => world.disconnect(at)));
const publish = fc
	.tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom(0, 0, 10, 30_000), excluded)
	.map(
		([count, size, users]) =>
			new Step<World>(`publish ${count} of ${size}`, (world) => world.publish(count, size, users)),
	);
const stall = fc
	.tuple(page, fc.boolean())
	.map(([at, stalled]) => new Step<World>(`stall ${at} ${stalled}`, (world) => world.stall(at, stalled)));
const replay = fc
	.tuple(page, fc.nat(60))
	.map(([at, after]) => new Step<World>(`replay ${at} ${after}`, (world) => world.replay(at, after)));
const advance = fc
	.constantFrom(0, 1, 5, 40, 1_000)
	.map((ms) => new Step<World>(`advance ${ms}`, (world) => world.room.host.advance(ms)));
const later = fc
	.constantFrom(31_000, 50_000_000)
	.map((ms) => new Step<World>(`later ${ms}`, (world) => world.later(ms)));
const signal = fc.constant(new Step<World>("signal", (world) => world.signal()));
const sleep = fc.constant(new Step<World>("sleep", (world) => world.sleep()));

const step = fc.oneof(
	{ weight: 6, arbitrary: publish },
	{ weight: 5, arbitrary: advance },
	{ weight: 4, arbitrary: connect },
	{ weight: 2, arbitrary: disconnect },
	{ weight: 2, arbitrary: stall },
	{ weight: 1, arbitrary: replay },
	{ weight: 1, arbitrary: later },
	{ weight: 1, arbitrary: signal },
	{ weight: 1, arbitrary: sleep },
);

test("[LOG1][RESUME2][RESUME8][RESUME9][SOCKET7] whatever happens, each reader gets every number once, in order, or is told why not", async () => {
	const work = noWork();
	const property = fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: "max" }), async (steps) => {
		const world = new World(work);
		for (const index of [0, 1, 3]) world.connect(index, true);
		for (const one of steps) {
			await one.run(world);
			world.look();
		}
		world.settle();
	});
	await fc.assert(property, { seed: 20_261_121, numRuns: 150 });
	expect(work.events).toBeGreaterThan(20_000);
	for (const count of [work.skips, work.lost, work.stalled, work.slept, ...Object.values(work.resumed)])
		expect(count).toBeGreaterThan(50);
});
