import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { ticketOf } from "../support/tokens.ts";
import { hashOf } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

/** The runtime puts an object to sleep 10 s after its last event, and nothing outside can see that it has. */
const ASLEEP_MS = 11_500;

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
