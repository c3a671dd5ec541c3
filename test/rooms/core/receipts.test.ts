import { describe, expect, test } from "vitest";
import type { Message } from "../../../src/protocol/message.ts";
import type { Receipts } from "../../../src/rooms/core/receipts.ts";
import { turn } from "../../support/host.ts";
import { guest, member, range, TestRoom } from "../../support/room.ts";

interface Asked {
	receipts: Receipts | undefined;
	readonly done: Promise<void>;
}

/** Notifies and asks for receipts; what came of it once it has come. */
function ask(room: TestRoom, more: Partial<Message> = {}): Asked {
	const answer = async (): Promise<void> => {
		const [published] = await room.notify({ receipts: { wait: 5_000 }, ...more });
		if (published !== undefined && "receipts" in published) asked.receipts = published.receipts;
	};
	const asked: Asked = { receipts: undefined, done: answer() };
	return asked;
}

/** A room in which these users have been at least once, and are still there. */
function peopled(...ids: string[]) {
	const room = new TestRoom();
	const readers = ids.map((id) => room.join({ caller: member(id) }));
	return { room, readers };
}

describe("asking for receipts", () => {
	test("[RCPT1] marks the event, and no other", async () => {
		const { room, readers } = peopled("ada");
		await room.notify("plain");
		ask(room);
		await turn();
		room.host.advance(1_000);
		expect(readers[0]?.of("event").map(({ receipt }) => receipt)).toEqual([undefined, true]);
	});

	test("[RCPT2][RCPT3] answers as soon as all have acknowledged", async () => {
		const { room, readers } = peopled("ada", "bob");
		const asked = ask(room);
		await turn();
		await readers[0]?.send({ type: "receipt", seq: 1 });
		await turn();
		expect(asked.receipts).toBeUndefined();
		await readers[1]?.send({ type: "receipt", seq: 1 });
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada", "bob"], missing: [] });
		expect(room.host.timers).toBe(0);
	});

	test("[RCPT2][RCPT3] answers when the wait is over, and names who is missing, there or not", async () => {
		const { room, readers } = peopled("ada", "bob", "cy");
		readers[2]?.leave();
		const asked = ask(room);
		await turn();
		await readers[0]?.send({ type: "receipt", seq: 1 });
		room.host.advance(4_999);
		await turn();
		expect(asked.receipts).toBeUndefined();
		room.host.advance(1);
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada"], missing: ["bob", "cy"] });
	});

	test("[RCPT3] answers at once where nobody is known, and where nobody waits", async () => {
		const asked = ask(new TestRoom());
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: [], missing: [] });
		const { room } = peopled("ada");
		const hurried = ask(room, { receipts: { wait: 0 } });
		await turn();
		room.host.advance(0);
		await hurried.done;
		expect(hurried.receipts).toEqual({ acknowledged: [], missing: ["ada"] });
	});

	test("[RCPT2] leaves out the excluded, who have nothing to acknowledge", async () => {
		const { room, readers } = peopled("ada", "bob");
		const asked = ask(room, { exclude: ["bob"] });
		await turn();
		await room.poll({ caller: member("bob"), since: "e:1" });
		await readers[1]?.send({ type: "receipt", seq: 1 });
		await readers[0]?.send({ type: "receipt", seq: 1 });
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada"], missing: [] });
	});

	test("[RCPT1] counts a later number for the earlier ones, an earlier for none, and none that is ahead of the log", async () => {
		const { room, readers } = peopled("ada");
		await room.notify("before");
		const asked = ask(room);
		await turn();
		for (const seq of [1, 3, 99]) await readers[0]?.send({ type: "receipt", seq });
		await turn();
		expect(asked.receipts).toBeUndefined();
		await room.notify("after");
		await readers[0]?.send({ type: "receipt", seq: 3 });
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada"], missing: [] });
	});

	test("[RCPT1] takes a poll for everything up to its since", async () => {
		const room = new TestRoom();
		const { cursor } = await room.poll({ caller: member("ada") });
		const asked = ask(room);
		await turn();
		await room.poll({ caller: member("ada"), since: cursor });
		await turn();
		expect(asked.receipts).toBeUndefined();
		await room.poll({ caller: member("ada"), since: "e:1" });
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada"], missing: [] });
	});

	test("[RCPT1] takes nothing from guests", async () => {
		const { room } = peopled("ada");
		const visitor = room.join({ caller: guest });
		const asked = ask(room);
		await turn();
		await visitor.send({ type: "receipt", seq: 1 });
		await room.poll({ since: "e:1" });
		room.host.advance(5_000);
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: [], missing: ["ada"] });
	});

	test("[RCPT2] counts who acknowledged before the message was durable, and once for all tabs", async () => {
		const { room, readers } = peopled("ada", "ada");
		const held = room.host.hold();
		const asked = ask(room);
		await readers[0]?.send({ type: "receipt", seq: 1 });
		await readers[1]?.send({ type: "receipt", seq: 1 });
		held.release();
		await asked.done;
		expect(asked.receipts).toEqual({ acknowledged: ["ada"], missing: [] });
	});

	test("[RCPT2][LOG2] repeated under the same id, knows who has acknowledged already", async () => {
		const { room, readers } = peopled("ada", "bob");
		void ask(room, { id: "m" });
		await turn();
		await readers[0]?.send({ type: "receipt", seq: 1 });
		const again = ask(room, { id: "m" });
		await turn();
		room.host.advance(5_000);
		await again.done;
		expect(again.receipts).toEqual({ acknowledged: ["ada"], missing: ["bob"] });
		expect(room.store.head).toBe(1);
	});

	test("[RCPT1] does not go back where another tab acknowledges an earlier event later", async () => {
		const { room, readers } = peopled("ada", "ada");
		await room.notify("before");
		void ask(room, { id: "m" });
		await turn();
		await readers[0]?.send({ type: "receipt", seq: 2 });
		await readers[1]?.send({ type: "receipt", seq: 1 });
		const again = ask(room, { id: "m" });
		await again.done;
		expect(again.receipts).toEqual({ acknowledged: ["ada"], missing: [] });
	});

	test("[RCPT2] answers each message of a notify for itself", async () => {
		const { room, readers } = peopled("ada");
		const published = room.notify({ receipts: { wait: 1_000 } }, "plain", {
			receipts: { wait: 1_000 },
			exclude: ["ada"],
		});
		await turn();
		await readers[0]?.send({ type: "receipt", seq: 2 });
		const results = await published;
		expect(results.map((one) => ("receipts" in one ? one.receipts : undefined))).toEqual([
			{ acknowledged: ["ada"], missing: [] },
			undefined,
			{ acknowledged: [], missing: [] },
		]);
	});

	test("[RCPT4] knows a user from the first time that they are there with a ticket, by socket or poll, through restarts", async () => {
		for (const presence of ["off", "count", "members"] as const) {
			const room = new TestRoom({ presence });
			room.join({ caller: member("ada") }).leave();
			await room.poll({ caller: member("bob") });
			room.join({ caller: guest });
			room.host.advance(60_000);
			room.wake([]);
			const asked = ask(room);
			await turn();
			room.host.advance(5_000);
			await asked.done;
			expect(asked.receipts).toEqual({ acknowledged: [], missing: ["ada", "bob"] });
		}
	});

	test("[RCPT3] asks a thousand users, and answers with the last of them", async () => {
		const ids = range(1, 1_000).map((n) => `user-${n}`);
		const { room, readers } = peopled(...ids);
		const asked = ask(room);
		await turn();
		for (const reader of readers) await reader.send({ type: "receipt", seq: 1 });
		await asked.done;
		expect(new Set(asked.receipts?.acknowledged)).toEqual(new Set(ids));
		expect(asked.receipts?.missing).toEqual([]);
	});
});
