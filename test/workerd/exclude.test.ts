import { evictDurableObject } from "cloudflare:test";
import { expect, test } from "vitest";
import { ticketOf } from "../support/tokens.ts";
import { openAs } from "./support/socket.ts";
import { askJson, newChannel, pathOf, publish, roomOf } from "./support/worker.ts";

test("[NOTIFY9] an id of digits may be excluded as a number, alone and in a list", async () => {
	const channel = newChannel();
	const [ada, bob] = [await openAs("42", channel), await openAs("bob", channel)];
	for (const exclude of [42, ["eve", 42]]) await publish(channel, "n", { exclude });
	expect((await ada.take("skip", 2)).map(({ seq }) => seq)).toEqual([1, 2]);
	expect((await bob.take("event", 2)).map(({ seq }) => seq)).toEqual([1, 2]);
});

test("[LOG8] an author who is excluded gets a skip in every tab: live, after a reconnect, in a replay, by poll and after sleep", async () => {
	const channel = newChannel();
	const [ada, tab, bob] = [await openAs("ada", channel), await openAs("ada", channel), await openAs("bob", channel)];
	const { cursor } = await publish(channel, "canary", { data: "canary", exclude: "ada" });
	for (const page of [ada, tab]) expect(await page.take("skip")).toEqual([{ type: "skip", seq: 1 }]);
	expect(await bob.take("event")).toMatchObject([{ seq: 1, data: "canary" }]);

	const since = cursor.replace(":1", ":0");
	const back = await openAs("ada", channel, { since });
	expect(await back.take("skip")).toEqual([{ type: "skip", seq: 1 }]);
	ada.send({ type: "replay", after: 0 });
	await ada.take("skip", 2);
	await evictDurableObject(roomOf(channel));
	ada.send({ type: "replay", after: 0 });
	await ada.take("skip", 3);
	const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
	const polled = await askJson(`${await pathOf(channel, "poll")}?since=${since}`, undefined, headers);
	expect(polled.body).toMatchObject({ cursor, frames: [{ type: "skip", seq: 1 }] });
	const history = await askJson(await pathOf(channel, "history"), undefined, headers);
	const seen = [ada, tab, back].map(({ messages }) => messages.join("")).join("");
	expect(seen + JSON.stringify([polled.body, history.body])).not.toContain("canary");
});
