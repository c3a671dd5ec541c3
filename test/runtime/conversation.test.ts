import { describe, expect, test } from "vitest";
import type { ConversationCalls, Posted } from "../../src/door/chat/conversation-calls.ts";
import { conversationChannel, newGroupId } from "../../src/door/chat/names.ts";
import { roomName } from "../../src/door/room-name.ts";
import type { ChatAnswers } from "../../src/protocol/chat/model.ts";
import { person } from "../support/conversation.ts";
import { range } from "../support/room.ts";
import { held } from "./support/held.ts";
import { runtime } from "./support/runtime.ts";

/** Texts of every size that matters to a database page: within one, just about one, over several. */
const SIZES = [10, 700, 1_900, 3_990];

/** A conversation's object in a runtime process; what it answers is taken for right. */
function conversationIn(url: string, id: string) {
	const channel = conversationChannel(id);
	if (channel === undefined) throw new Error(id);
	const name = encodeURIComponent(roomName({ app: "test", channel }));
	return async <T>(method: keyof ConversationCalls, ...given: readonly unknown[]): Promise<T> => {
		const path = `${url}/test/conversation?name=${name}&method=${method}`;
		const response = await fetch(path, { method: "POST", body: JSON.stringify(given) });
		const answered = (await response.json()) as { ok?: T; fault?: unknown };
		expect(answered.fault).toBeUndefined();
		return answered.ok as T;
	};
}

function canary(n: number): string {
	return `canary-${n}-`;
}

/** Three bytes a character, so that a text is as large as a text may be. */
function body(n: number): string {
	const size = (SIZES[n % SIZES.length] ?? 0) - 10;
	return canary(n) + "…".repeat(size);
}

const ada = { kind: "member", person: person("ada") } as const;
const group = { kind: "group", members: [person("bob")] };

describe("a conversation in a process of its own", () => {
	test("[CONV6] a deleted text leaves the disk, that of its edits too, and what was not deleted stays", async () => {
		const { url, storage } = await runtime();
		const ask = conversationIn(url, newGroupId());
		await ask("begin", ada, { ...group, members: [] });
		const all = range(1, 80);
		const seqs = new Map<number, number>();
		for (const n of all) {
			const { message } = await ask<Posted>("post", ada, { id: `id ${n}`, text: body(n) });
			seqs.set(n, message.seq);
			await ask("react", ada, { seq: message.seq, emoji: "👍", on: true });
			if (n % 3 === 0) await ask("edit", ada, { seq: message.seq, text: body(1_000 + n) });
		}
		const gone = all.filter((n) => n % 6 < 3);
		for (const n of gone) await ask("delete", ada, { seq: seqs.get(n) });
		const texts = [...gone, ...gone.filter((n) => n % 3 === 0).map((n) => 1_000 + n)].map(canary);
		const kept = all.filter((n) => n % 6 >= 3).map(canary);
		// The database's journal holds it until the object sleeps; nothing that it may ask of the platform empties it.
		await expect.poll(() => held(storage, texts), { timeout: 30_000, interval: 500 }).toEqual([]);
		expect(held(storage, kept)).toEqual(kept);
	});

	test("[CONV11] nothing is left on the disk of a group that nobody is left in", async () => {
		const { url, storage } = await runtime();
		const ask = conversationIn(url, newGroupId());
		await ask("begin", ada, { ...group, members: [] });
		for (const n of range(1, 20)) await ask("post", ada, { id: `id ${n}`, text: body(n) });
		await ask("leave", "ada");
		const texts = range(1, 20).map(canary);
		await expect.poll(() => held(storage, texts), { timeout: 30_000, interval: 500 }).toEqual([]);
	});

	test("[CONV4][CONV8] a conversation outlives a crash, and a message that comes again after it is one", async () => {
		const { url, kill, restart } = await runtime();
		const ask = conversationIn(url, newGroupId());
		await ask("begin", ada, group);
		const first = await ask<Posted>("post", ada, { id: "x", text: "hello" });
		await ask("edit", ada, { seq: 1, text: "hello!" });
		await ask("mark", "bob", { read: 1 });
		await kill();
		await restart();
		const again = await ask<Posted>("post", ada, { id: "x", text: "hello" });
		expect(again).toMatchObject({ again: true, message: { seq: first.message.seq, text: "hello!" } });
		const { messages, marks } = await ask<ChatAnswers["history"]>("history", ada, {});
		expect(messages.map(({ text }) => text)).toEqual(["hello!"]);
		expect(marks).toContainEqual({ user: "bob", delivered: 1, read: 1 });
	});
});
