import { build } from "esbuild";
import { expect, it, vi } from "vitest";
import { PAGE_BUNDLE } from "../../../scripts/lib/client-bundle.mjs";
import type * as client from "../../../src/client/index.ts";
import { settle } from "../support/clock.ts";
import { ada, bob, device } from "./device.ts";
import { FakeInbox } from "./fake-inbox.ts";

// As the client itself, chat goes through a life of it with the names that a bundle for pages has shortened.
const { bundle } = vi.hoisted(() => ({ bundle: { once: undefined as Promise<typeof client> | undefined } }));

async function bundled(): Promise<typeof client> {
	const { outputFiles } = await build({
		...PAGE_BUNDLE,
		stdin: {
			contents: 'export * from "./src/client/index.ts"; export * from "./src/client/chat/index.ts";',
			resolveDir: PAGE_BUNDLE.absWorkingDir,
			loader: "ts",
		},
		format: "esm",
		write: false,
	});
	const code = Buffer.from(outputFiles[0]?.contents ?? []).toString("base64");
	// What was built is what was mocked.
	return (await import(`data:text/javascript;base64,${code}`)) as typeof client;
}

vi.mock(import("../../../src/client/index.ts"), async () => (bundle.once ??= bundled()));
vi.mock(import("../../../src/client/chat/index.ts"), async () => (bundle.once ??= bundled()) as never);

it("[CHAT15] the bundle lists, opens, sends, receives, reads, comes back and closes", async () => {
	const inbox = new FakeInbox(ada);
	inbox.blocked = ["eve"];
	inbox.has("d.bob", {}, ["Hello"], bob);
	inbox.people = [{ ...bob, status: "online", groups: ["7b"] }];
	const { chat, clock, errors } = await device(inbox);
	const arrived: string[] = [];
	chat.onArrival(({ message }) => arrived.push(message.text));
	const open = chat.conversation("d.bob");
	const people = chat.people();
	await settle();
	expect(chat.inbox.get()).toMatchObject({
		state: "live",
		you: ada,
		blocked: ["eve"],
		conversations: [{ id: "d.bob" }],
	});
	expect(people.get()).toMatchObject({ count: 1, people: [{ id: "bob" }] });
	inbox.loses.set("post", "request");
	open.send("Hi", { replyTo: 1 });
	await settle();
	inbox.loses.clear();
	inbox.isAway = true;
	inbox.drop();
	inbox.says("d.bob", bob, "missed");
	inbox.isAway = false;
	await clock.advance(10_000);
	expect(open.get().messages.map(({ text }) => text)).toEqual(["Hello", "missed", "Hi"]);
	expect(open.get()).toMatchObject({ drafts: [], more: false, loading: false });
	await open.react(1, "👍", true);
	inbox.marks("d.bob", { user: "bob", delivered: 3, read: 3 });
	inbox.signal("chat.typing", { conversation: "d.bob", user: bob });
	await settle();
	expect(open.get()).toMatchObject({ typing: [bob], marks: [{ user: "bob", read: 3 }] });
	open.read();
	chat.status("idle");
	chat.close();
	await settle();
	expect(inbox.requests.at(-1)).toMatchObject({ do: "read", seq: 3 });
	expect([arrived, clock.pending, errors]).toEqual([["missed"], 0, []]);
});
