import { afterEach, expect, test, vi } from "vitest";
import { ConversationRoom, InboxRoom, PeopleRoom } from "../../src/rooms/index.ts";
import { newUser, openPage } from "./support/chat.ts";

// The Worker runs in the isolate of its tests, so whatever reaches an object can be watched at its class.

afterEach(() => {
	vi.restoreAllMocks();
});

/** The requests that objects of all classes of chat get from now on, a socket's own frames aside. */
function requests(): string[] {
	const seen: string[] = [];
	for (const type of [ConversationRoom, InboxRoom, PeopleRoom]) {
		const prototype = type.prototype as unknown as { [name: string]: (...args: unknown[]) => unknown };
		for (const name of Object.getOwnPropertyNames(prototype)) {
			if (name === "constructor" || name.startsWith("webSocket")) continue;
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
