import { expect, test } from "vitest";
import { channelOf, type ChannelInput } from "../../src/protocol/channel.ts";
import { relayName, roomName } from "../../src/door/room-name.ts";
import { Crowd } from "./support/crowd.ts";
import { basic, hashOf, notify } from "./support/origin.ts";
import { runtime, type Runtime } from "./support/runtime.ts";
import { channelPath } from "../../src/protocol/paths.ts";

/** As many as a test has time for. With 20,000 it takes minutes, and the system must let processes open so many files. */
const READERS = Number(process.env["PARLOUR_CROWD"] || 2_000);
/** Past some thousands, relays of the size that is the default. */
const CHANNEL: ChannelInput = { component: "crowd", area: READERS > 5_000 ? "large" : "small", item: 1 };

const SECOND_MS = 1_000;

/** Lets an object crash. */
async function abort(url: string, binding: "CHANNEL" | "RELAY", name: string): Promise<void> {
	await fetch(`${url}/test/abort/${binding}?name=${encodeURIComponent(name)}`);
}

/** Publishes a message a second, so many times. */
async function publish({ url }: Runtime, hash: string, times: number): Promise<void> {
	for (let n = 0; n < times; n++) {
		const begun = performance.now();
		await notify(url, hash, [{ name: "tick", data: n }]);
		const left = SECOND_MS - (performance.now() - begun);
		await new Promise((resolve) => setTimeout(resolve, Math.max(0, left)));
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
		await crowd.join(url, hash, READERS);
		expect(relays().length).toBeGreaterThan(READERS > 5_000 ? READERS / 1_000 - 1 : READERS / 150 - 1);

		await publish(deployment, hash, 5);
		expect(await crowd.until({ seq: 5 })).toMatchObject({
			events: READERS * 5,
			reconnects: 0,
			live: READERS,
			wrong: [],
		});

		const [first = ""] = relays();
		const publishing = publish(deployment, hash, 5);
		await abort(url, "RELAY", first);
		await publishing;
		const one = await crowd.until({ seq: 10 });
		expect(one).toMatchObject({ events: READERS * 10, live: READERS, wrong: [] });
		expect(one.reconnects).toBeGreaterThan(0);

		const before = constructed();
		const going = publish(deployment, hash, 5);
		await abort(url, "CHANNEL", roomName(address));
		await going;
		const all = await crowd.until({ seq: 15 });
		expect(all).toMatchObject({ events: READERS * 15, live: READERS, wrong: [] });
		expect(constructed()).toBeGreaterThan(before);
		expect(first).toBe(relayName(address, first.slice(0, first.indexOf("/"))));
	},
);

test(
	"[RELAY10] a crowd that is sent away at once is back within its window, evenly spread over it",
	{ timeout: 600_000 },
	async () => {
		const readers = Math.min(READERS, 5_000);
		const { url } = await runtime();
		const hash = await hashOf({ ...CHANNEL, item: 2 });
		const crowd = new Crowd();
		await crowd.join(url, hash, readers);
		await fetch(url + channelPath(hash), { method: "DELETE", headers: { Authorization: basic() } });
		// The erased log begins anew, so what readers had stands in no log: they come back as new ones.
		const { returns } = await crowd.until({ returned: true });
		expect(returns).toHaveLength(readers);
		const tenths = Array.from(
			{ length: 10 },
			(_, tenth) => returns.filter((at) => Math.floor(at * 10) === tenth).length,
		);
		expect(Math.max(...tenths)).toBeLessThan(readers / 5);
		expect(Math.max(...returns)).toBeLessThan(1);
	},
);
