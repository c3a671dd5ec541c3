import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, expect, test, vi } from "vitest";
import { inboxName } from "../../src/door/chat/names.ts";
import { ConversationRoom } from "../../src/rooms/do/conversation-room.ts";
import { InboxRoom } from "../../src/rooms/do/inbox-room.ts";
import { PeopleRoom } from "../../src/rooms/do/people-room.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { newUser, openPage } from "./support/chat.ts";

// The Worker runs in the isolate of its tests, so whatever reaches an object can be watched at its class.

const { INBOX } = env as unknown as { readonly INBOX: DurableObjectNamespace };

afterEach(() => {
	vi.restoreAllMocks();
});

/** The requests that objects of all classes of chat get from now on; a socket's own frames only where they are wanted. */
function requests({ frames = false } = {}): string[] {
	const seen: string[] = [];
	for (const type of [ConversationRoom, InboxRoom, PeopleRoom]) {
		const prototype = type.prototype as unknown as { [name: string]: (...args: unknown[]) => unknown };
		for (const name of Object.getOwnPropertyNames(prototype)) {
			if (name === "constructor" || (!frames && name.startsWith("webSocket"))) continue;
			const original = prototype[name];
			if (typeof original !== "function") continue;
			vi.spyOn(prototype, name).mockImplementation(function (this: unknown, ...args: unknown[]) {
				seen.push(`${type.name}.${name}`);
				return original.apply(this, args);
			});
		}
	}
	return seen;
}

test("[CONV15] a direct message costs one request to the conversation's room and one to the other member's inbox", async () => {
	const [first, second, group] = [newUser("ada"), newUser("bob"), newUser("group")];
	const [ada, bob] = [await openPage(first, { groups: [group] }), await openPage(second, { groups: [group] })];
	const { conversation } = await ada.ask("open", { user: second });
	await ada.ask("post", { conversation: conversation.id, id: "first", text: "hello" });
	await bob.hear("chat.message");

	const seen = requests();
	await ada.ask("post", { conversation: conversation.id, id: "second", text: "again" });
	await bob.hear("chat.message", 2);
	await ada.hear("chat.message", 2);
	expect(seen.toSorted()).toEqual(["ConversationRoom.post", "InboxRoom.take"]);
});

test("[INBOX16] a page that is there and asks for nothing wakes nothing", async () => {
	const [first, second, group] = [newUser("ada"), newUser("bob"), newUser("group")];
	const claims = { groups: [group], exp: Math.floor(Date.now() / 1_000) + 3_600 };
	const pages = [await openPage(first, claims), await openPage(second, claims)];
	const [ada] = pages;
	await expect.poll(async () => (await ada?.ask("people"))?.count).toBe(1);

	const seen = requests({ frames: true });
	for (let beat = 0; beat < 10; beat++) for (const { socket } of pages) expect(await socket.ping()).toMatch(/^pong /);
	expect(seen).toEqual([]);
	await ada?.ask("list");
	expect(seen, "it would have been seen").toEqual(["InboxRoom.webSocketMessage"]);
	const inbox = INBOX.getByName(inboxName(TEST_KEYS.dev.app, first));
	const alarm = await runInDurableObject(inbox, (_, { storage }) => storage.getAlarm());
	expect((alarm ?? Number.POSITIVE_INFINITY) - Date.now()).toBeGreaterThan(100_000);
});
