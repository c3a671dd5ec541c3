import { expect, onTestFinished, test } from "vitest";
import { WebSocket } from "ws";
import { Chat, type OpenConversation } from "../../src/client/chat/index.ts";
import { ticketOf } from "../support/tokens.ts";
import { range } from "../support/room.ts";
import { condition } from "./support/condition.ts";
import { runtime } from "./support/runtime.ts";

/** A page of a user whose ticket names a group, and a way to wait for what it shows. */
class Page {
	readonly chat: Chat;
	readonly errors: unknown[] = [];
	readonly #changed = condition();

	constructor(url: string, user: string) {
		this.chat = new Chat({
			url,
			transport: "socket",
			ticket: () => ticketOf(user, { name: user.toUpperCase(), groups: ["7b"] }),
			onError: (error) => this.errors.push(error),
			// The package's class does all that the client asks of a socket; its types differ in what the client does not use.
			environment: { WebSocket: WebSocket as unknown as typeof globalThis.WebSocket },
		});
		this.chat.inbox.subscribe(() => this.#changed.notify());
		onTestFinished(() => this.chat.close());
	}

	get inbox() {
		return this.chat.inbox.get();
	}

	open(id: string): OpenConversation {
		const open = this.chat.conversation(id);
		open.subscribe(() => this.#changed.notify());
		return open;
	}

	async until(holds: () => boolean): Promise<void> {
		await this.#changed.until(holds);
	}

	async live(): Promise<this> {
		await this.until(() => this.inbox.state === "live");
		return this;
	}
}

const texts = (open: OpenConversation) => open.get().messages.map(({ text }) => text);

test("[CHAT1][CHAT6][CHAT8] two people talk over a runtime, one of them on two devices", async () => {
	const { url } = await runtime();
	const [ada, bob, phone] = await Promise.all(["ada", "bob", "bob"].map(async (user) => new Page(url, user).live()));
	if (!ada || !bob || !phone) throw new Error("unreachable");
	const id = await ada.chat.direct("bob");
	const here = ada.open(id);
	here.send("Hello Bob");
	await bob.until(() => bob.inbox.unread === 1);
	expect(bob.inbox.conversations).toMatchObject([{ id, unread: 1, last: { text: "Hello Bob", from: { id: "ada" } } }]);
	const there = bob.open(id);
	const inPocket = phone.open(id);
	await bob.until(() => texts(there).length === 1);
	there.type();
	await ada.until(() => here.get().typing[0]?.id === "bob");
	there.read();
	await ada.until(() => here.get().marks.some(({ user, read }) => user === "bob" && read > 0));
	await phone.until(() => phone.inbox.unread === 0 && phone.inbox.conversations.length === 1);
	there.send("Hello Ada", { replyTo: here.get().messages[0]?.seq ?? 0 });
	await ada.until(() => texts(here).length === 2 && here.get().typing.length === 0);
	const [first, second] = here.get().messages;
	await here.react(second?.seq ?? 0, "👍", true);
	await here.edit(first?.seq ?? 0, "Hello, Bob");
	await there.delete(second?.seq ?? 0);
	for (const [page, open] of [
		[ada, here],
		[bob, there],
		[phone, inPocket],
	] as const)
		await page.until(() => texts(open)[0] === "Hello, Bob" && open.get().messages[1]?.deleted === true);
	expect(inPocket.get().messages).toEqual(here.get().messages);
	await expect(there.edit(first?.seq ?? 0, "mine now")).rejects.toMatchObject({ code: "forbidden" });
	expect([ada.errors, bob.errors, phone.errors]).toEqual([[], [], []]);
});

test("[CHAT1][CHAT2][CHAT4] everything that was sent is there once and in one order, on all devices, though the runtime was killed", async () => {
	const { url, kill, restart } = await runtime();
	const pages = await Promise.all(["ada", "ada", "bob", "bob"].map(async (user) => new Page(url, user).live()));
	const id = (await pages[0]?.chat.direct("bob")) ?? "";
	const opens = pages.map((page) => page.open(id));
	for (const n of range(1, 40)) {
		for (const [index, open] of opens.entries()) open.send(`${index}-${n}`);
		if (n === 20) {
			await pages[3]?.until(() => (opens[3]?.get().messages.length ?? 0) > 10);
			await kill();
			await restart();
		}
	}
	await Promise.all(pages.map(async (page, index) => page.until(() => opens[index]?.get().drafts.length === 0)));
	const whole = new Page(url, "bob");
	const last = whole.open(id);
	await whole.until(() => texts(last).length > 0);
	while (last.get().more) await last.older();
	expect(texts(last).toSorted()).toEqual(
		[0, 1, 2, 3].flatMap((index) => range(1, 40).map((n) => `${index}-${n}`)).toSorted(),
	);
	for (const [index, open] of opens.entries()) {
		await pages[index]?.until(() => texts(open).length >= 50);
		while (open.get().more) await open.older();
		await pages[index]?.until(() => texts(open).length === 160);
		expect(texts(open)).toEqual(texts(last));
		const own = texts(open).filter((text) => text.startsWith(`${index}-`));
		expect(own).toEqual(range(1, 40).map((n) => `${index}-${n}`));
	}
	expect(pages.flatMap(({ errors }) => errors)).toEqual([]);
});
