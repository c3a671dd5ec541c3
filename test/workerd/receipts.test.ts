import { describe, expect, test } from "vitest";
import type { Json } from "../../src/protocol/json.ts";
import { ticketOf } from "../support/tokens.ts";
import { open, openAs } from "./support/socket.ts";
import { askJson, newChannel, notify, pathOf } from "./support/worker.ts";

/** Notifies and asks for receipts. */
async function asked(channel: ReturnType<typeof newChannel>, more: { readonly [field: string]: Json } = {}) {
	const { body } = await notify([{ channel, name: "asked", receipts: { wait: 5_000 }, ...more }]);
	const [result] = body["results"] as { receipts?: { acknowledged: string[]; missing: string[] } }[];
	return result?.receipts;
}

describe("receipts", () => {
	test("[RCPT1][RCPT2][RCPT3] come from sockets and polls, and are answered as soon as all are in", async () => {
		const channel = newChannel();
		const [ada, guest] = [await openAs("ada", channel), await open(channel)];
		const headers = { Authorization: `Bearer ${await ticketOf("bob")}` };
		const path = await pathOf(channel, "poll");
		const { body } = await askJson(path, undefined, headers);
		const result = asked(channel);
		const [event] = await ada.take("event");
		expect(event?.receipt).toBe(true);
		ada.send({ type: "receipt", seq: 1 });
		guest.send({ type: "receipt", seq: 1 });
		await askJson(`${path}?since=${(body["cursor"] as string).replace(":0", ":1")}`, undefined, headers);
		expect(await result).toEqual({ acknowledged: ["ada", "bob"], missing: [] });
	});

	test("[RCPT2][RCPT4] name who is missing, also of those who are away, and none who is excluded", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		await openAs("cy", channel);
		bob.close(1000);
		await bob.closed;
		const result = asked(channel, { receipts: { wait: 300 }, exclude: ["cy"] });
		await ada.take("event");
		ada.send({ type: "receipt", seq: 1 });
		expect(await result).toEqual({ acknowledged: ["ada"], missing: ["bob"] });
	});

	test.each<Json>([{ wait: -1 }, { wait: 30_001 }, { wait: "1" }, {}, true])(
		"[RCPT3] asked for as %j are a bad request",
		async (receipts) => {
			const { body } = await notify([{ channel: newChannel(), name: "asked", receipts }]);
			expect(body["results"]).toMatchObject([{ fault: { code: "bad_request" } }]);
		},
	);
});
