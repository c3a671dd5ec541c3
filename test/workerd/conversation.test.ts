import { describe, expect, test } from "vitest";
import type { ConversationCalls } from "../../src/door/chat/conversation-calls.ts";
import { conversationChannel, directId, newGroupId } from "../../src/door/chat/names.ts";
import { roomName } from "../../src/door/room-name.ts";
import { env } from "cloudflare:workers";

const conversations = (env as unknown as { readonly CONVERSATION: DurableObjectNamespace }).CONVERSATION;

function conversationOf(id: string): ConversationCalls {
	const channel = conversationChannel(id);
	if (channel === undefined) throw new Error(id);
	return conversations.getByName(roomName({ app: "test", channel })) as unknown as ConversationCalls;
}

const ada = { kind: "member", person: { id: "ada", name: "Ada" } } as const;
const bob = { kind: "member", person: { id: "bob", name: "Bob" } } as const;

describe("a conversation's object", () => {
	test("[CONV1] is begun, written to and read", async () => {
		const id = await directId("ada", "bob");
		const room = conversationOf(id);
		expect(await room.about(ada)).toMatchObject({ fault: { code: "not_found" } });
		const begun = await room.begin(ada, { kind: "direct", members: [ada.person, bob.person] });
		expect(begun).toMatchObject({ ok: { id, kind: "direct", size: 2, members: [ada.person, bob.person] } });
		const posted = await room.post(ada, { id: "m1", text: "Hello\nBob" });
		expect(posted).toMatchObject({ ok: { message: { seq: 1, text: "Hello\nBob", from: ada.person, id: "m1" } } });
		expect(await room.history(bob, {})).toMatchObject({
			ok: { messages: [{ seq: 1, text: "Hello\nBob" }], more: false },
		});
		expect(await room.history({ kind: "member", person: { id: "eve" } }, {})).toMatchObject({
			fault: { code: "forbidden" },
		});
		expect(await conversationOf(newGroupId()).about(ada)).toMatchObject({ fault: { code: "not_found" } });
	});
});
