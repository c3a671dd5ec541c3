import { describe, expect, it } from "vitest";
import type { ChatMessage } from "../../../src/client/chat/types.ts";
import { firstNew, progress, rowsOf, settledNews } from "../../../src/client/elements/dock/rows.ts";

const NOON = new Date(2026, 2, 3, 12).getTime();
const MINUTE_MS = 60_000;

function message(seq: number, from: string, minutes = seq): ChatMessage {
	return { seq, from: { id: from }, at: NOON + minutes * MINUTE_MS, text: String(seq) };
}

function shape(messages: readonly ChatMessage[], newFrom?: number): string[] {
	return rowsOf(messages, newFrom).map((row) =>
		row.kind === "message" ? `${row.first ? "[" : ""}${row.message.seq}${row.last ? "]" : ""}` : row.kind,
	);
}

describe("the rows of a conversation", () => {
	it("stand together by author, while they follow each other closely", () => {
		const messages = [message(1, "a"), message(2, "a"), message(3, "b"), message(4, "a"), message(5, "a", 60)];
		expect(shape(messages)).toEqual(["day", "[1", "2]", "[3]", "[4]", "[5]"]);
	});

	it("stand under their days", () => {
		expect(shape([message(1, "a", 0), message(2, "a", 12 * 60)])).toEqual(["day", "[1]", "day", "[2]"]);
	});

	it("say where the new ones begin, even where that message is not shown", () => {
		const messages = [message(1, "a"), message(2, "a"), message(4, "a")];
		expect(shape(messages, 2)).toEqual(["day", "[1]", "new", "[2", "4]"]);
		expect(shape(messages, 3)).toEqual(["day", "[1", "2]", "new", "[4]"]);
		expect(shape(messages, 9)).toEqual(["day", "[1", "2", "4]"]);
	});

	it("have keys of their own", () => {
		const keys = rowsOf([message(1, "a"), message(2, "a", 9_000), message(3, "b", 9_001)], 2).map(({ key }) => key);
		expect(new Set(keys).size).toBe(keys.length);
	});
});

describe("what is new", () => {
	const messages = [message(1, "b"), message(2, "you"), message(3, "b"), message(4, "you"), message(5, "b")];
	it.each([
		[1, 5],
		[2, 3],
		[3, 1],
		[99, 1],
	])("with %i unread it begins at %s", (count, seq) => {
		expect(firstNew(messages, "you", { count, upTo: 5 })).toBe(seq);
	});

	it("begins further up once that is loaded, and nowhere else for what comes later", () => {
		const news = { count: 3, upTo: 5 };
		expect(firstNew(messages.slice(2), "you", news)).toBe(3);
		expect(firstNew([...messages, message(6, "b"), message(7, "b")], "you", news)).toBe(1);
		expect(firstNew(messages, "you", undefined)).toBeUndefined();
	});

	it("leaves out what was deleted, which nobody counts, and stays where it was when more is deleted", () => {
		const gone = (seqs: readonly number[]) =>
			messages.map((one) => (seqs.includes(one.seq) ? { ...one, deleted: true } : one));
		expect(firstNew(gone([3]), "you", { count: 2, upTo: 5 })).toBe(1);
		const news = settledNews(messages, "you", { count: 2, upTo: 5 });
		expect(firstNew(gone([5]), "you", news)).toBe(3);
		expect(firstNew(gone([3, 5]), "you", news)).toBe(3);
		expect(settledNews(messages.slice(3), "you", { count: 2, upTo: 5 })).toEqual({ count: 2, upTo: 5 });
	});
});

describe("how far the user's last message has got", () => {
	const messages = [message(1, "b"), message(2, "you")];
	it.each([
		[[], "sent"],
		[[{ user: "b", delivered: 1, read: 1 }], "sent"],
		[[{ user: "b", delivered: 2, read: 1 }], "delivered"],
		[[{ user: "b", delivered: 2, read: 2 }], "seen"],
		[[{ user: "you", delivered: 2, read: 2 }], "sent"],
	])("%j: %s", (marks, state) => {
		expect(progress(messages, marks, "you")?.state).toBe(state);
	});

	it("is said of the last one alone, and not once somebody has answered", () => {
		expect(progress([...messages, message(3, "b")], [], "you")).toBeUndefined();
		expect(progress([], [], "you")).toBeUndefined();
	});
});
