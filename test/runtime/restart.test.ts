import { expect, test } from "vitest";
import { hashOf, notify, readLog } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

const AWAY = 5_000;
const PER_NOTIFY = 100;

test("[LOG13][RESUME2] a reader that was away for thousands of messages and a restart gets all of them, once and in order", async () => {
	const { url, stop, restart } = await runtime();
	const hash = await hashOf({ component: "away", item: 1 });
	const first = new Reader(url, hash);
	const { cursor } = await first.welcome();
	first.socket.close();

	for (let sent = 0; sent < AWAY; sent += PER_NOTIFY) {
		const messages = Array.from({ length: PER_NOTIFY }, (_, n) => ({ name: "note", data: sent + n }));
		await notify(url, hash, messages);
		if (sent === AWAY / 2) await stop().then(restart);
	}

	const back = new Reader(url, hash, cursor);
	expect(await back.welcome()).toMatchObject({ resumed: "complete", cursor: `${cursor.split(":")[0]}:${AWAY}` });
	await back.until(({ events }) => events.length >= AWAY);
	expect(back.events.map(({ seq }) => seq)).toEqual(Array.from({ length: AWAY }, (_, n) => n + 1));
	expect(back.events.map(({ data }) => data)).toEqual(Array.from({ length: AWAY }, (_, n) => n));
	expect((await readLog(url, hash)).length).toBe(AWAY);
});
