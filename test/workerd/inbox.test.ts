import { describe, expect, test } from "vitest";
import { basic, ticketOf } from "../support/tokens.ts";
import { ME, newUser, openPage } from "./support/chat.ts";
import { upgrade } from "./support/socket.ts";
import { askJson, faultCode } from "./support/worker.ts";

const GROUPS = { groups: ["course:1"] };

describe("a user's own channel", () => {
	test("[INBOX1] me is the channel of the ticket's bearer, and nobody else has one", async () => {
		const ada = newUser("ada");
		const page = await openPage(ada, GROUPS);
		expect(page.socket.of("welcome")[0]).toMatchObject({ you: { id: ada, role: "member" }, resumed: "fresh" });
		expect(page.socket.of("welcome")[0]?.may).toEqual({ publish: false, signal: false, call: true, history: true });
		const guest = await upgrade(`${ME}/socket`);
		expect((await guest.take("fault"))[0]?.code).toBe("ticket_required");
		expect(faultCode(await askJson(`${ME}/poll`))).toBe("ticket_required");
		expect(faultCode(await askJson(`${ME}/poll`, undefined, { Authorization: basic() }))).toBe("ticket_required");
	});

	test("[INBOX2] a ticket for some channels is good for me where it lists it", async () => {
		const ada = newUser("ada");
		const poll = async (channels: string[]) =>
			askJson(`${ME}/poll`, undefined, { Authorization: `Bearer ${await ticketOf(ada, { channels })}` });
		expect(faultCode(await poll(["x"]))).toBe("forbidden");
		expect((await poll(["x", "me"])).status).toBe(200);
	});

	test("[INBOX3] one conversation: opened, written to, read; on all devices, and over HTTP", async () => {
		const [ada, bob] = [newUser("ada"), newUser("bob")];
		const [page, other, his] = [await openPage(ada, GROUPS), await openPage(ada, GROUPS), await openPage(bob, GROUPS)];
		const { conversation } = await page.ask("open", { user: bob });
		expect(conversation).toMatchObject({ kind: "direct", unread: 0, muted: false, closed: false });
		expect(conversation.members.map(({ id }) => id).toSorted()).toEqual([ada, bob].toSorted());
		const { message, delivered } = await page.ask("post", {
			conversation: conversation.id,
			id: "m1",
			text: "Hello\nBob",
		});
		expect(delivered).toEqual([bob]);
		expect(message).toMatchObject({ text: "Hello\nBob", from: { id: ada }, id: "m1" });
		const told = { conversation: conversation.id, message: { seq: message.seq, text: "Hello\nBob" } };
		expect(await his.hear("chat.message")).toMatchObject([{ ...told, unread: 1 }]);
		expect(await page.hear("chat.message")).toMatchObject([{ ...told, unread: 0 }]);
		expect(await other.hear("chat.message")).toMatchObject([{ ...told, unread: 0 }]);
		expect(await his.ask("list")).toMatchObject({
			unread: 1,
			more: false,
			conversations: [{ unread: 1, last: message }],
		});
		expect(await his.ask("history", { conversation: conversation.id })).toMatchObject({
			messages: [{ text: "Hello\nBob" }],
		});
		expect(await his.ask("read", { conversation: conversation.id, seq: message.seq })).toEqual({ unread: 0 });
		const marks = await page.socket.until(({ frames }) => frames.filter((frame) => frame.type === "signal").at(-1));
		expect(marks).toMatchObject({ name: "chat.mark", data: { mark: { user: bob, read: message.seq } } });
		const asked = { component: "parlour.chat", data: { do: "list" } };
		const over = await askJson(`${ME}/call`, asked, { Authorization: `Bearer ${await ticketOf(bob, GROUPS)}` });
		expect(over.body).toMatchObject({ data: { unread: 0, conversations: [{ id: conversation.id }] } });
	});
});
