import { expect, it } from "vitest";
import { CHAT_LIMITS } from "../../../src/protocol/chat/limits.ts";
import { Chat } from "../../../src/client/chat/index.ts";
import { ada, device } from "./device.ts";
import { FakeInbox } from "./fake-inbox.ts";

const file = { id: "f1", name: "a b.txt", type: "text/plain", bytes: 2, url: "/v1/files/f1/a%20b.txt" };

function answering(answer: () => Promise<Response>) {
	const asked: unknown[] = [];
	const environment = {
		fetch: async (url: string, { method, headers, body }: RequestInit) => {
			asked.push([method, url, headers, await (body as Blob).text()]);
			return answer();
		},
	};
	return { asked, made: device(new FakeInbox(ada), { ticket: async () => "a.b.c", environment }) };
}

it("[CHAT14] posts the bytes with the ticket, and answers the file", async () => {
	const { asked, made } = answering(async () => Response.json({ file }));
	const { chat } = await made;
	await expect(chat.upload(new Blob(["hi"]), "a b.txt")).resolves.toEqual(file);
	const headers = { authorization: "Bearer a.b.c" };
	expect(asked).toEqual([["POST", "https://parlour.test/v1/files?name=a%20b.txt", headers, "hi"]]);
});

it("[CHAT14] rejects with the fault's code, and where no deployment answers", async () => {
	const refused = await answering(async () =>
		Response.json({ fault: { code: "too_large", message: "Too large." } }, { status: 413 }),
	).made;
	await expect(refused.chat.upload(new Blob(["hi"]), "a")).rejects.toMatchObject({ code: "too_large" });
	const large = new Blob([new Uint8Array(CHAT_LIMITS.fileBytes + 1)]);
	const unasked = answering(async () => Response.json({ file }));
	await expect((await unasked.made).chat.upload(large, "a")).rejects.toMatchObject({ code: "too_large" });
	expect(unasked.asked).toEqual([]);
	const away = await answering(() => Promise.reject(new TypeError("away"))).made;
	await expect(away.chat.upload(new Blob(["hi"]), "a")).rejects.toMatchObject({ code: "disconnected" });
	for (const [body, code] of [
		["<html>", "disconnected"],
		['{"fault":1}', "disconnected"],
		['{"file":{}}', "bad_frame"],
	] as const) {
		const { chat } = await answering(async () => new Response(body)).made;
		await expect(chat.upload(new Blob(["hi"]), "a")).rejects.toMatchObject({ code });
	}
});

it("[CHAT15] a chat makes its own connection where it is given none", async () => {
	const inbox = new FakeInbox(ada);
	const chat = new Chat({ url: "https://parlour.test", transports: { socket: inbox.open }, transport: "socket" });
	await new Promise<void>((resolve) => chat.inbox.subscribe(() => chat.inbox.get().state === "live" && resolve()));
	chat.close();
	expect(inbox.connected).toEqual([]);
});
