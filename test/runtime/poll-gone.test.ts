import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { channelPath } from "../../src/protocol/paths.ts";
import { ticketOf } from "../support/tokens.ts";
import { hashOf } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

/** A little more than the presence grace: whoever is there after it is there by a poll that waits. */
const AFTER_GRACE_MS = 9_000;

test("[POLL13] a member whose poll was cut off leaves after the grace, long before the poll's wait is over", async () => {
	const { url } = await runtime();
	const hash = await hashOf({ component: "chat", item: "poll-gone" });
	const ada = new Reader(url, hash, undefined, await ticketOf("ada"));
	await ada.welcome();
	const count = () => ada.of("presence").at(-1)?.count;
	const headers = { Authorization: `Bearer ${await ticketOf("bob")}` };
	const poll = (query: string, signal?: AbortSignal) =>
		fetch(`${url}${channelPath(hash, "poll")}?session=page&${query}`, { headers, ...(signal && { signal }) });
	const { cursor } = (await (await poll("")).json()) as { cursor: string };
	await ada.until(() => count() === 2);
	const page = new AbortController();
	const waiting = poll(`since=${cursor}&wait=${LIMITS.pollWaitSeconds}`, page.signal).then((answer) => answer.json());
	await sleep(AFTER_GRACE_MS);
	expect(count(), "it waits").toBe(2);
	const begun = performance.now();
	page.abort();
	await expect(waiting).rejects.toThrow("abort");
	await ada.until(() => count() === 1);
	expect(performance.now() - begun).toBeLessThan(LIMITS.pollWaitSeconds * 1_000 - AFTER_GRACE_MS);
});
