import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Step } from "../../../support/step.ts";
import { noWork, World, type WorldOptions } from "./fuzz-world.ts";

type Happening = Step<World>["run"];

const page = fc.nat(13);
const relay = fc.nat(7);
const user = fc.constantFrom("ada", "bob", "cy");
const excluded = fc.constantFrom<readonly string[]>([], [], [], ["ada"], ["ada", "bob"]);

const connect = fc.tuple(page, fc.nat(9), fc.option(relay, { nil: undefined })).map(([index, chance, at]) => {
	const anew = chance === 0;
	return new Step<World>(`connect(${index}, { anew: ${anew}, at: ${at} })`, (world) =>
		world.connect(index, { anew, ...(at !== undefined && { at }) }),
	);
});
const crowd = fc.constant(
	new Step<World>("everybody connects", (world) => {
		for (const index of world.pages.keys()) world.connect(index);
	}),
);
const disconnect = page.map((at) => new Step<World>(`disconnect(${at})`, (world) => world.disconnect(at)));
const publish = fc
	.tuple(fc.constantFrom(1, 1, 3, 30), fc.constantFrom(0, 0, 30_000), excluded)
	.map(
		([count, size, users]) =>
			new Step<World>(`publish(${count}, ${size}, [${users.join()}])`, (world) => world.publish(count, size, users)),
	);
const flow = fc
	.constantFrom(0, 1, 5, 40, 300, 1_500, 11_000)
	.map((ms) => new Step<World>(`flow(${ms})`, (world) => world.flow(ms)));
const cut = fc
	.tuple(relay, fc.boolean())
	.map(([at, isCut]) => new Step<World>(`cut(${at}, ${isCut})`, (world) => world.cut(at, isCut)));
const cutRoom = fc.boolean().map((isCut) => new Step<World>(`cutRoom(${isCut})`, (world) => world.cutRoom(isCut)));
const kill = relay.map((at) => new Step<World>(`kill(${at})`, (world) => world.kill(at)));
const sleep = relay.map((at) => new Step<World>(`sleep(${at})`, (world) => world.sleep(at)));
const redact = fc.nat(5).map((back) => new Step<World>(`redact(${back})`, (world) => world.redact(back)));
const replay = fc
	.tuple(page, fc.nat(30))
	.map(([at, back]) => new Step<World>(`replay(${at}, ${back})`, (world) => world.replay(at, back)));
const ban = fc
	.tuple(user, fc.boolean())
	.map(([id, isBanned]) => new Step<World>(`ban("${id}", ${isBanned})`, (world) => world.ban(id, isBanned)));
const simple = (name: "sleepRoom" | "crashRoom" | "signal" | "sweep") =>
	fc.constant(new Step<World>(`${name}()`, (world) => world[name]()));

const step = fc.oneof(
	{ weight: 7, arbitrary: publish },
	{ weight: 8, arbitrary: flow },
	{ weight: 8, arbitrary: connect },
	{ weight: 2, arbitrary: crowd },
	{ weight: 4, arbitrary: disconnect },
	{ weight: 2, arbitrary: cut },
	{ weight: 1, arbitrary: cutRoom },
	{ weight: 1, arbitrary: kill },
	{ weight: 3, arbitrary: sleep },
	{ weight: 2, arbitrary: redact },
	{ weight: 1, arbitrary: replay },
	{ weight: 1, arbitrary: ban },
	{ weight: 2, arbitrary: simple("sleepRoom") },
	{ weight: 1, arbitrary: simple("crashRoom") },
	{ weight: 1, arbitrary: simple("signal") },
	{ weight: 1, arbitrary: simple("sweep") },
);

const options = fc.record({
	presence: fc.constantFrom("off" as const, "count" as const, "members" as const),
	fanIn: fc.constantFrom(2, 200),
	latencies: fc.array(fc.constantFrom(0, 0, 3, 30, 400), { minLength: 1, maxLength: 12 }),
});

/** Lets things happen to a new world, one after another. */
async function play(world: World, steps: readonly Happening[]): Promise<void> {
	for (const index of [0, 1, 3, 8, 9]) world.connect(index);
	for (const run of steps) {
		await run(world);
		world.look();
	}
	await world.settle();
}

test("[RELAY2][RELAY3][RELAY4][RELAY8][RELAY9] whatever happens to a room and its relays, each reader gets every number once, in order", async () => {
	const work = noWork();
	const steps = fc.array(step, { minLength: 20, maxLength: 60, size: "max" });
	const property = fc.asyncProperty(options, steps, (how, happening) =>
		play(
			new World(work, how),
			happening.map(({ run }) => run),
		),
	);
	await fc.assert(property, { seed: 20_261_121, numRuns: 200 });
	expect(work.events).toBeGreaterThan(20_000);
	for (const count of [work.relayed, work.redacted, work.skips, work.lost]) expect(count).toBeGreaterThan(200);
	for (const count of [work.slept, work.cutOff, work.dismissed, work.failed]) expect(count).toBeGreaterThan(50);
}, 120_000);

const everybody = (world: World) => {
	for (const index of world.pages.keys()) world.connect(index);
};
const flowing = (ms: number) => (world: World) => world.flow(ms);
const publishing = (world: World) => world.publish(1, 0);

/** How it ends: thrown is what was wrong. */
async function ending(how: WorldOptions, steps: readonly Happening[]): Promise<"well"> {
	await play(new World(noWork(), how), steps);
	return "well";
}

describe("what was found so", () => {
	test("[RELAY8] a relay that nobody was at, and the room let go, forgets what may have been redacted since", async () => {
		const steps: Happening[] = [
			everybody,
			flowing(0),
			publishing,
			(world) => world.sweep(),
			(world) => world.redact(0),
			publishing,
		];
		expect(await ending({ presence: "off", fanIn: 2, latencies: [0] }, steps)).toBe("well");
	});

	test("[RELAY9] one who left while room and relay slept is shown to nobody", async () => {
		const steps: Happening[] = [
			everybody,
			flowing(0),
			(world) => world.sleep(2),
			flowing(11_000),
			(world) => world.disconnect(7),
			(world) => world.sleepRoom(),
		];
		expect(await ending({ presence: "members", fanIn: 2, latencies: [0] }, steps)).toBe("well");
	});

	test("[RELAY9] what a relay told in its last life, and came late, is set right by what it tells in this one", async () => {
		const steps: Happening[] = [
			(world) => world.connect(2, { anew: true }),
			publishing,
			(world) => world.crashRoom(),
			(world) => world.kill(0),
			(world) => world.ban("ada", false),
			(world) => world.disconnect(0),
			(world) => world.connect(8, { anew: true }),
			(world) => world.crashRoom(),
			everybody,
			(world) => world.cut(0, false),
		];
		expect(await ending({ presence: "count", fanIn: 2, latencies: [0, 0, 0, 0, 30] }, steps)).toBe("well");
	});

	test("[RELAY9][RELAY6] a relay whose parent was let go is told what it did not pass on", async () => {
		const steps: Happening[] = [
			everybody,
			flowing(10),
			(world) => world.cut(0, true),
			flowing(5),
			publishing,
			(world) => world.sweep(),
			flowing(5),
			(world) => world.cutRoom(true),
			(world) => world.sweep(),
			(world) => world.sleepRoom(),
		];
		expect(await ending({ presence: "members", fanIn: 2, latencies: [3] }, steps)).toBe("well");
	});

	test("[RELAY9] a relay that was let go by what its last life told late tells its readers what they missed", async () => {
		const steps: Happening[] = [
			flowing(11_000),
			(world) => world.connect(11, { anew: true, at: 0 }),
			(world) => world.connect(13, { anew: true }),
			flowing(0),
			(world) => world.ban("ada", false),
			publishing,
			flowing(11_000),
			(world) => world.disconnect(13),
			(world) => world.sleepRoom(),
			(world) => world.sleepRoom(),
			(world) => world.signal(),
			publishing,
			flowing(1),
			publishing,
			(world) => world.disconnect(0),
			(world) => world.connect(1, { anew: true }),
			(world) => world.connect(0, { anew: true, at: 3 }),
			publishing,
			(world) => world.sleep(0),
			(world) => world.disconnect(11),
			(world) => world.kill(3),
		];
		expect(await ending({ presence: "members", fanIn: 2, latencies: [3, 400, 0] }, steps)).toBe("well");
	});

	test("[RELAY9] a relay that was let go and placed anew tells those whom it had all along what they missed", async () => {
		const steps: Happening[] = [
			flowing(40),
			(world) => world.kill(0),
			(world) => world.connect(2, { anew: true }),
			flowing(11_000),
			(world) => world.cut(7, true),
			(world) => world.kill(0),
			(world) => world.connect(2, { anew: true }),
			(world) => world.sweep(),
			(world) => world.crashRoom(),
			(world) => world.sweep(),
			(world) => world.disconnect(0),
			(world) => world.kill(7),
			(world) => world.connect(0, { anew: true, at: 0 }),
			(world) => world.crashRoom(),
			everybody,
		];
		expect(await ending({ presence: "members", fanIn: 2, latencies: [3] }, steps)).toBe("well");
	});

	test("[RELAY8][RELAY6] a ban that a relay had yet to pass on when it died reaches those under it", async () => {
		const steps: Happening[] = [
			everybody,
			flowing(1_500),
			(world) => world.cut(6, true),
			(world) => world.ban("ada", true),
			(world) => world.disconnect(1),
			(world) => world.sweep(),
			everybody,
			(world) => world.sweep(),
			(world) => world.disconnect(8),
			(world) => world.signal(),
			(world) => world.connect(8, { anew: true }),
			(world) => world.kill(0),
			everybody,
			publishing,
			(world) => world.sleep(0),
			(world) => world.disconnect(1),
		];
		expect(await ending({ presence: "off", fanIn: 2, latencies: [30, 0] }, steps)).toBe("well");
	});

	test("[RELAY9] what is lost while the room is asked is told with its next answer", async () => {
		const steps: Happening[] = [
			(world) => world.ban("ada", true),
			everybody,
			publishing,
			flowing(300),
			(world) => world.signal(),
			flowing(1_500),
			flowing(300),
			(world) => world.cutRoom(true),
			publishing,
			(world) => world.redact(1),
			(world) => world.sweep(),
			(world) => world.redact(0),
			flowing(0),
			(world) => world.cut(0, true),
			(world) => world.sweep(),
			(world) => world.connect(3, { anew: true }),
			(world) => world.disconnect(9),
			(world) => world.redact(1),
			flowing(1),
			(world) => world.crashRoom(),
			(world) => world.replay(4, 3),
			(world) => world.crashRoom(),
			flowing(1_500),
			(world) => world.disconnect(0),
			(world) => world.sleepRoom(),
			(world) => world.ban("ada", false),
			(world) => world.redact(0),
			(world) => world.publish(30, 0),
			(world) => world.connect(4, { anew: true }),
		];
		const latencies = [30, 0, 0, 400, 30, 0, 30, 30, 0, 400, 30, 0];
		expect(await ending({ presence: "members", fanIn: 200, latencies }, steps)).toBe("well");
	});

	test("[RELAY8] a ban outlives the room's older answer to a relay that begins", async () => {
		const steps: Happening[] = [
			(world) => world.crashRoom(),
			(world) => world.crashRoom(),
			(world) => world.connect(0, { anew: true }),
			flowing(1_500),
			(world) => world.connect(4, { anew: true }),
			publishing,
			flowing(1_500),
			publishing,
			everybody,
			flowing(300),
			(world) => world.ban("ada", true),
			(world) => world.kill(0),
			publishing,
		];
		expect(await ending({ presence: "members", fanIn: 2, latencies: [0, 400, 30, 0, 30, 30] }, steps)).toBe("well");
	});
});
