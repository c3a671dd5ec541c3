import { expect, test } from "vitest";
import { Client } from "./support/client.ts";
import { hashOf, insist, notify, readLog } from "./support/origin.ts";
import { runtime } from "./support/runtime.ts";

const MESSAGES = 600;

test("[CLIENT5][CLIENT6][CLIENT8] clients catch up by themselves with a runtime that was killed in the middle of a stream", async () => {
	const { url, kill, restart } = await runtime();
	const hash = await hashOf({ component: "clients", item: 1 });
	const clients = [new Client(url, hash), new Client(url, hash), new Client(url, hash, "poll")];
	await Promise.all(clients.map(async (client) => client.until(({ channel }) => channel.state === "live")));

	const streams = [0, 1].map(async (origin) => {
		for (let n = 0; n < MESSAGES / 2; n++) await insist(url, hash, { name: "note", data: n, id: `${origin}-${n}` });
	});
	await clients[0]?.until(({ events }) => events.length >= MESSAGES / 3);
	await kill();
	await restart();
	await Promise.all(streams);
	await Promise.all(clients.map(async (client) => client.until(({ events }) => events.length >= MESSAGES)));

	const log = await readLog(url, hash);
	expect(log.map(({ seq }) => seq)).toEqual(Array.from({ length: MESSAGES }, (_, n) => n + 1));
	for (const client of clients) {
		expect(client.events.map(({ seq, id }) => ({ seq, id }))).toEqual(log.map(({ seq, id }) => ({ seq, id })));
		expect(client.gaps).toEqual([]);
		expect(client.channel.state).toBe("live");
	}
	expect(clients[0]?.states).toEqual(["live", "recovering", "live"]);
});

test("[CLIENT1] a client that is there before the room becomes live by itself", async () => {
	const { url, stop, restart } = await runtime();
	const hash = await hashOf({ component: "clients", item: 2 });
	await stop();
	const client = new Client(url, hash);
	await restart();
	await client.until(({ channel }) => channel.state === "live");
	await notify(url, hash, [{ name: "note", data: 1 }]);
	await client.until(({ events }) => events.length === 1);
	expect(client.states).toEqual(["live"]);
});
