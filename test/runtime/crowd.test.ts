import { expect, test } from "vitest";
import { channelOf, type ChannelInput } from "../../src/protocol/channel.ts";
import { spreadMs } from "../../src/rooms/core/relay/relays.ts";
import { relayName, roomName } from "../../src/door/room-name.ts";
import { Crowd, type CrowdReport } from "./support/crowd.ts";
import { basic, hashOf, insist } from "./support/origin.ts";
import { runtime, type Runtime } from "./support/runtime.ts";
import { channelPath } from "../../src/protocol/paths.ts";

/**
 * As many as a test has time for. More are asked for to measure, on a machine that does nothing else: with 19,000 it takes
 * minutes, and the system must let a process open so many files.
 */
const MEASURED = Number(process.env["PARLOUR_CROWD"] || 0);
const READERS = MEASURED || 2_000;
/** Past some thousands, relays of the size that is the default. */
const CHANNEL: ChannelInput = { component: "crowd", area: READERS > 5_000 ? "large" : "small", item: 1 };

const SECOND_MS = 1_000;

/** Lets an object crash. */
async function abort(url: string, binding: "CHANNEL" | "RELAY", name: string): Promise<void> {
	await fetch(`${url}/test/abort/${binding}?name=${encodeURIComponent(name)}`);
}

/** Says what was measured, where it was asked for. */
function say(what: string): void {
	if (MEASURED > 0) console.log(`crowd of ${READERS}: ${what}`);
}

/**
 * Publishes a message a second, so many times; what a crash left without an answer is sent again. Says how long after the
 * last one all readers were there and had it.
 */
async function publish(
	{ url }: Runtime,
	hash: string,
	{ times, crowd }: { times: number; crowd: Crowd },
): Promise<CrowdReport> {
	let seq = 0;
	let last = 0;
	for (let n = 0; n < times; n++) {
		const begun = performance.now();
		({ seq } = await insist(url, hash, { name: "tick", data: n, id: crypto.randomUUID() }));
		last = performance.now();
		const left = SECOND_MS - (last - begun);
		if (n < times - 1) await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
	}
	const report = await crowd.until({ seq });
	const { live, reconnects, wrong } = report;
	const late = Math.round(performance.now() - last);
	say(
		`all ${live} had message ${seq} ${late} ms after its answer; ${reconnects} came back so far, ${wrong.length} wrong`,
	);
	return report;
}

/** Resolves when the room knows of so many readers: relays tell it once a second. */
async function counted(url: string, hash: string, readers: number): Promise<void> {
	for (;;) {
		const response = await fetch(url + channelPath(hash, "presence"), { headers: { Authorization: basic() } });
		const { count } = (await response.json()) as { count: number };
		if (count === readers) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

test(
	"[RELAY2][RELAY4] a crowd in relays gets everything in order, through relays that crash and a room that crashes",
	{ timeout: 600_000 },
	async () => {
		const deployment = await runtime();
		const { url, relays, constructed } = deployment;
		const hash = await hashOf(CHANNEL);
		const address = { app: "test", channel: channelOf(CHANNEL) };
		const crowd = new Crowd();
		const begun = performance.now();
		await crowd.join(url, hash, READERS);
		say(`joined in ${Math.round(performance.now() - begun)} ms, at ${relays().length} relays and the room`);
		expect(relays().length).toBeGreaterThan(READERS > 5_000 ? READERS / 1_000 - 1 : READERS / 150 - 1);

		expect(await publish(deployment, hash, { times: 5, crowd })).toMatchObject({
			events: READERS * 5,
			reconnects: 0,
			live: READERS,
			wrong: [],
		});

		const [first = ""] = relays();
		const through = publish(deployment, hash, { times: 5, crowd });
		await abort(url, "RELAY", first);
		const one = await through;
		expect(one).toMatchObject({ events: READERS * 10, live: READERS, wrong: [] });
		expect(one.reconnects).toBeGreaterThan(0);

		const before = constructed();
		const going = publish(deployment, hash, { times: 5, crowd });
		await abort(url, "CHANNEL", roomName(address));
		expect(await going).toMatchObject({ events: READERS * 15, live: READERS, wrong: [] });
		expect(constructed()).toBeGreaterThan(before);
		expect(first).toBe(relayName(address, first.slice(0, first.indexOf("/"))));
	},
);

test(
	"[RELAY10] a crowd that is sent away at once is back, and was told over how long to spread",
	{ timeout: 600_000 },
	async () => {
		const readers = Math.min(READERS, 5_000);
		const { url } = await runtime();
		const hash = await hashOf({ ...CHANNEL, item: 2 });
		const crowd = new Crowd();
		await crowd.join(url, hash, readers);
		await counted(url, hash, readers);
		await fetch(url + channelPath(hash), { method: "DELETE", headers: { Authorization: basic() } });
		// The erased log begins anew, so what readers had stands in no log: they come back as new ones.
		const { returns, windows } = await crowd.until({ returned: true });
		expect(returns).toHaveLength(readers);
		expect(windows).toEqual([spreadMs(readers)]);
		// When a busy machine lets them in says nothing of what they were told.
		if (MEASURED > 0) measure(returns);
	},
);

/** Holds that all were back within their window, and that no tenth of it took more than a fifth of them. */
function measure(returns: readonly number[]): void {
	const tenths = Array.from({ length: 10 }, () => 0);
	for (const at of returns) tenths[Math.floor(at * 10)] = (tenths[Math.floor(at * 10)] ?? 0) + 1;
	say(
		`back: ${tenths.join(", ")} in the tenths of the window, the last after ${Math.max(...returns).toFixed(3)} of it`,
	);
	expect(Math.max(...tenths)).toBeLessThan(returns.length / 5);
	expect(Math.max(...returns)).toBeLessThan(1);
}
