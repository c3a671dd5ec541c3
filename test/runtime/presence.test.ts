import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ticketOf } from "../support/tokens.ts";
import { HEARTBEAT_MS } from "../../src/protocol/limits.ts";
import { range } from "../support/room.ts";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";
import { WebhookOrigin } from "./support/webhook-origin.ts";

/** The runtime puts an object to sleep 10 s after its last event, and nothing outside can see that it has. */
const ASLEEP_MS = 11_500;
/** The longest that a change in who is there waits to be told, and some. */
const TOLD_MS = 2_500;

test("[PRES6][PRES3] who leaves a sleeping room is known to have left, after the grace", async () => {
	const { url, constructed } = await runtime();
	const hash = await hashOf({ component: "chat", item: "asleep" });
	const [ada, bob] = [
		new Reader(url, hash, undefined, await ticketOf("ada")),
		new Reader(url, hash, undefined, await ticketOf("bob")),
	];
	await Promise.all([ada.welcome(), bob.welcome()]);
	const guest = new Reader(url, hash);
	expect((await guest.welcome()).presence?.count).toBe(3);
	await ada.until(() => ada.of("presence").at(-1)?.count === 3);
	await sleep(ASLEEP_MS);
	expect(constructed()).toBe(1);
	bob.socket.close();
	guest.socket.terminate();
	await ada.until(() => ada.of("presence").at(-1)?.count === 1);
	expect(constructed(), "it slept").toBe(2);
	expect(ada.of("presence").flatMap(({ left = [] }) => left)).toEqual(["bob"]);
});

test("[PRES6][PRES3][HOOK2] members whose connections ended with the process leave after the grace; who is back by then never left", async () => {
	const origin = await new WebhookOrigin().up();
	const { url, kill, restart } = await runtime({ webhook: origin.url });
	const hash = await hashOf({ component: "chat", item: "killed" });
	const open = async (user: string) => new Reader(url, hash, undefined, await ticketOf(user));
	for (const user of ["ada", "bob", "cy"]) await (await open(user)).welcome();
	await origin.until((told) => told.length === 4);
	await kill();
	await restart();
	const ada = await open("ada");
	expect((await ada.welcome()).presence?.count).toBe(3);
	await ada.until(() => ada.of("presence").at(-1)?.count === 1);
	expect(
		ada
			.of("presence")
			.flatMap(({ left = [] }) => left)
			.toSorted(),
	).toEqual(["bob", "cy"]);
	// One of them may have been taken twice, because the process was killed before it knew: its id tells.
	const told = () => [
		...new Map(origin.told.map((one) => [one.id, `${one.type} ${one.data.user?.id ?? ""}`])).values(),
	];
	await origin.until(() => told().length === 6);
	expect(told().slice(0, 4)).toEqual([
		"channel.occupied ",
		"member.joined ada",
		"member.joined bob",
		"member.joined cy",
	]);
	expect(told().slice(4).toSorted()).toEqual(["member.left bob", "member.left cy"]);
});

/** A minute and more: what is shown is that nothing happens in it. */
test(
	"[PRES11][HEART3][FLUSH6] a hundred idle members with their heartbeats wake a room not once in a minute",
	{ timeout: 120_000 },
	async () => {
		const { url, constructed } = await runtime();
		const hash = await hashOf({ component: "chat", item: "idle" });
		const exp = Math.floor(Date.now() / 1000) + 600;
		const tickets = await Promise.all(range(1, 100).map((n) => ticketOf(`user-${n}`, { exp })));
		const readers = tickets.map((ticket) => new Reader(url, hash, undefined, ticket));
		await Promise.all(readers.map(async (reader) => reader.welcome()));
		// Until the last of the joining has been told; the minute begins after it.
		await sleep(TOLD_MS);
		const seen = () => readers.map(({ frames }) => frames.length);
		const before = seen();
		const begun = performance.now();
		for (let beat = 1; performance.now() - begun < 60_000; beat++) {
			await Promise.all(readers.map(async (reader) => reader.ping()));
			await sleep(Math.max(0, Math.min(60_000, beat * HEARTBEAT_MS) - (performance.now() - begun)));
		}
		expect(constructed(), "nothing woke it").toBe(1);
		expect(seen()).toEqual(before);
		await notify(url, hash, [{ name: "news", data: 1 }]);
		await Promise.all(readers.map(async (reader) => reader.until(({ events }) => events.length === 1)));
		expect(constructed(), "it had slept").toBe(2);
		expect(seen()).toEqual(before.map((count) => count + 1));
	},
);
