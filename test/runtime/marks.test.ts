import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { Chat, type OpenConversation } from "../../src/client/chat/index.ts";
import { CLIMB_MS } from "../../src/client/core/timing.ts";
import { CHAT, CHAT_ANSWERS } from "../../src/protocol/chat/model.ts";
import type { Json } from "../../src/protocol/json.ts";
import { read } from "../../src/protocol/shape.ts";
import { range } from "../support/room.ts";
import { ticketOf } from "../support/tokens.ts";
import { condition } from "./support/condition.ts";
import { runtime } from "./support/runtime.ts";

const USERS = ["ada", "bob", "cyd", "dan"] as const;
/** Where nothing listens. */
const NOWHERE = "ws://127.0.0.1:9/";

/** A page that sockets are kept from until the test lets them through, and which climbs when the test says so. */
class Page {
	readonly chat: Chat;
	readonly user: string;
	readonly #changed = condition();
	readonly #climbs = new Set<() => void>();
	#opened: OpenConversation | undefined;
	isBlocked = true;
	sockets = 0;

	constructor(url: string, user: string) {
		this.user = user;
		const socketFor = (address: string) => (this.isBlocked ? NOWHERE : address);
		const opened = () => {
			this.sockets += 1;
			this.#changed.notify();
		};
		class Blockable extends WebSocket {
			constructor(address: string, protocols: string[]) {
				super(socketFor(address), protocols);
				this.on("error", () => undefined);
				this.on("open", opened);
			}
		}
		this.chat = new Chat({
			url,
			ticket: () => ticketOf(user, { groups: ["7b"] }),
			environment: {
				WebSocket: Blockable as unknown as typeof globalThis.WebSocket,
				setTimeout: (run, ms) => {
					if (ms !== CLIMB_MS) return setTimeout(run, ms);
					this.#climbs.add(run);
					return run;
				},
				clearTimeout: (timer) => {
					if (typeof timer === "function") this.#climbs.delete(timer as () => void);
					else clearTimeout(timer as NodeJS.Timeout);
				},
			},
		});
		this.chat.inbox.subscribe(() => this.#changed.notify());
		onTestFinished(() => this.chat.close());
	}

	get conversation(): OpenConversation {
		if (this.#opened === undefined) throw new Error("not open");
		return this.#opened;
	}

	open(id: string): void {
		this.#opened = this.chat.conversation(id);
		this.#opened.subscribe(() => this.#changed.notify());
	}

	async until(holds: () => boolean): Promise<void> {
		await this.#changed.until(holds);
	}

	/** Lets sockets through, and tries one. */
	async climb(): Promise<void> {
		this.isBlocked = false;
		for (const run of this.#climbs) run();
		await this.until(() => this.sockets > 0);
	}

	/** What the page shows of the others, by user. */
	get marks(): { [user: string]: { delivered: number; read: number } } {
		const marks = this.conversation
			.get()
			.marks.map(({ user, delivered, read: seen }) => [user, { delivered, read: seen }]);
		return Object.fromEntries(marks) as { [user: string]: { delivered: number; read: number } };
	}
}

/** What the server holds of all but one user. */
async function truth(url: string, conversation: string, but: string): Promise<Page["marks"]> {
	const headers = { Authorization: `Bearer ${await ticketOf(but, { groups: ["7b"] })}` };
	const body = JSON.stringify({ component: CHAT, data: { do: "history", conversation, limit: 1 } });
	const response = await fetch(`${url}/v1/channels/me/call`, { method: "POST", body, headers });
	const { data } = (await response.json()) as { data: Json };
	const { marks } = read(CHAT_ANSWERS.history, data);
	return Object.fromEntries(
		marks.flatMap(({ user, delivered, read: seen }) => (user === but ? [] : [[user, { delivered, read: seen }]])),
	);
}

test("[POLL9][POLL11][CHAT8][CONV9] an author who polls, and climbs to a socket, sees how far all others have got", async () => {
	const { url } = await runtime();
	const pages = USERS.map((user) => new Page(url, user));
	await Promise.all(pages.map((page) => page.until(() => page.chat.inbox.get().state === "live")));
	const [first] = pages;
	if (first === undefined) throw new Error("unreachable");
	const id = await first.chat.create("Group", USERS.slice(1));
	for (const page of pages) page.open(id);
	const socketsOf = () => pages.map(({ sockets }) => sockets);

	/** One writes, and the others read it as soon as they see it. Marks are told to those whose messages they pass. */
	const round = async (n: number, meanwhile?: Promise<unknown>): Promise<Page> => {
		const author = pages[n % pages.length] ?? first;
		const text = `round ${n}`;
		author.conversation.send(text);
		const readers = pages.filter((page) => page !== author);
		await Promise.all(
			readers.map(async (page) => {
				await page.until(() => page.conversation.get().messages.at(-1)?.text === text);
				page.conversation.read();
			}),
		);
		await meanwhile;
		await author.until(() => author.conversation.get().messages.at(-1)?.text === text);
		const seq = author.conversation.get().messages.at(-1)?.seq ?? 0;
		for (const { user } of readers)
			await author.until(() => author.marks[user]?.read === seq && author.marks[user].delivered === seq);
		return author;
	};

	for (const n of range(0, 7)) await round(n);
	expect(socketsOf(), "all of it by polls").toEqual([0, 0, 0, 0]);
	await round(8, Promise.all(pages.map((page) => page.climb())));
	for (const n of range(9, 11)) await round(n);
	const last = await round(12);
	expect(last.marks).toEqual(await truth(url, id, last.user));
});
