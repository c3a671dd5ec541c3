import { describe, expect, test } from "vitest";
import { CHAT, CHAT_ANSWERS, type ChatAnswers, type ChatRequestName } from "../../src/protocol/chat/model.ts";
import type { Json } from "../../src/protocol/json.ts";
import { read } from "../../src/protocol/shape.ts";
import { range } from "../support/room.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { held } from "./support/held.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";
import { WebhookOrigin } from "./support/webhook-origin.ts";

const GROUPS = { groups: ["course:1"] };

/** Texts of every size that matters to a database page: within one, just about one, over several. */
const SIZES = [10, 700, 1_900, 3_900];

function canary(n: number): string {
	return `canary-${n}-`;
}

/** A user who asks over HTTP. */
function asking(url: string, user: string) {
	return async <R extends ChatRequestName>(name: R, asked: { readonly [field: string]: Json } = {}) => {
		const headers = { Authorization: `Bearer ${await ticketOf(user, GROUPS)}` };
		const body = JSON.stringify({ component: CHAT, data: { do: name, ...asked } });
		const response = await fetch(`${url}/v1/channels/me/call`, { method: "POST", body, headers });
		const { data, fault } = (await response.json()) as { data: Json; fault?: { code: string } };
		if (fault !== undefined) throw new Error(fault.code);
		return read(CHAT_ANSWERS[name], data) as ChatAnswers[R];
	};
}

describe("an inbox in a process of its own", () => {
	test("[INBOX7] a deleted text leaves the disk: of the list, of the log and of the conversation", async () => {
		const { url, storage } = await runtime();
		const [ada, bob] = [asking(url, "ada"), asking(url, "bob")];
		await bob("list");
		const { conversation } = await ada("open", { user: "bob" });
		const all = range(1, 40);
		const seqs = new Map<number, number>();
		for (const n of all) {
			const text = canary(n) + "…".repeat(SIZES[n % SIZES.length] ?? 0);
			const { message } = await ada("post", { conversation: conversation.id, id: `${n}`, text });
			seqs.set(n, message.seq);
		}
		const gone = all.filter((n) => n % 8 > 3 || n === 40);
		for (const n of gone) await ada("delete", { conversation: conversation.id, seq: seqs.get(n) ?? 0 });
		// The database's journal holds it until the object sleeps; nothing that it may ask of the platform empties it.
		await expect.poll(() => held(storage, gone.map(canary)), { timeout: 40_000, interval: 500 }).toEqual([]);
		const kept = all.filter((n) => !gone.includes(n)).map(canary);
		expect(held(storage, kept)).toEqual(kept);
	});

	test("[INBOX7] a text that is deleted after the log of the inbox has let it go leaves the disk, too", async () => {
		const { url, storage } = await runtime();
		const [ada, bob] = [asking(url, "ada"), asking(url, "bob")];
		await bob("list");
		const { conversation } = await ada("open", { user: "bob" });
		const post = async (n: number, text: string) =>
			(await ada("post", { conversation: conversation.id, id: `${n}`, text })).message.seq;
		const seqs: number[] = [];
		for (const n of range(1, 12)) seqs.push(await post(n, canary(n) + "…".repeat(SIZES[n % SIZES.length] ?? 0)));
		// More than an inbox's log keeps, a tenth beyond which it deletes.
		const path = `${url}/v1/chat/conversations/${encodeURIComponent(conversation.id)}/messages`;
		const headers = { Authorization: basic() };
		const fill = () => fetch(path, { method: "POST", headers, body: JSON.stringify({ text: "later" }) });
		for (let round = 0; round < 48; round++) await Promise.all(range(1, 25).map(fill));
		for (const seq of seqs) await ada("delete", { conversation: conversation.id, seq });
		await expect.poll(() => held(storage, range(1, 12).map(canary)), { timeout: 40_000, interval: 500 }).toEqual([]);
	}, 90_000);

	test("[INBOX4][INBOX11] what came before a crash is there after it, and the origin is told once what stays unread", async () => {
		const origin = await new WebhookOrigin().up();
		const { url, kill, restart } = await runtime({ webhook: origin.url });
		const [ada, bob] = [asking(url, "ada"), asking(url, "bob")];
		await bob("list");
		const page = new Reader(url, "me", undefined, await ticketOf("bob", GROUPS));
		const { cursor } = await page.welcome();
		page.socket.close();
		await page.closed;
		const { conversation } = await ada("open", { user: "bob" });
		for (const id of ["1", "2"]) await ada("post", { conversation: conversation.id, id, text: `text ${id}` });
		await kill();
		await restart();
		await origin.until((told) => told.some(({ type }) => type === "message.unread"));
		expect(await bob("list")).toMatchObject({ unread: 2, conversations: [{ last: { text: "text 2" } }] });
		const back = new Reader(url, "me", cursor, await ticketOf("bob", GROUPS));
		await back.until(({ events }) => events.length === 3);
		expect(back.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		expect(back.events.map(({ name }) => name)).toEqual(["chat.conversation", "chat.message", "chat.message"]);
		const told = origin.told.filter(({ type }) => type === "message.unread");
		expect(told.map(({ data }) => data)).toMatchObject([
			{
				channel: { component: "chat", area: "inbox", item: "bob" },
				user: { id: "bob" },
				conversation: { id: conversation.id, unread: 2 },
				messages: [{ text: "text 1" }, { text: "text 2" }],
			},
		]);
	});

	test("[INBOX12] after a crash those who do not come back are online nowhere", async () => {
		const { url, kill, restart } = await runtime();
		const pages = await Promise.all(
			["bob", "eve"].map(async (user) => new Reader(url, "me", undefined, await ticketOf(user, GROUPS))),
		);
		for (const page of pages) await page.welcome();
		const ada = asking(url, "ada");
		const online = async () => (await ada("people")).people.map(({ id }) => id);
		await expect.poll(online, { timeout: 30_000 }).toEqual(["bob", "eve"]);
		await kill();
		await restart();
		const back = new Reader(url, "me", undefined, await ticketOf("bob", GROUPS));
		await back.welcome();
		// Whatever wakes the inbox of who is gone begins the grace; its alarm does at the latest.
		await ada("open", { user: "eve" });
		await expect.poll(online, { timeout: 40_000, interval: 500 }).toEqual(["bob"]);
	});
});
