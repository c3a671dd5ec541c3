import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import { FAULTS } from "../../src/protocol/faults.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { ticketOf } from "../support/tokens.ts";
import { open, openAs } from "./support/socket.ts";
import { newChannel, publish, roomOf } from "./support/worker.ts";

afterEach(() => {
	vi.useRealTimers();
});

/** Sets the clock of page and room forward. */
function later(ms: number): void {
	const now = Date.now() + ms;
	vi.useFakeTimers({ toFake: ["Date"], now });
}

describe("a ticket that runs out", () => {
	test("[TICKET9] is asked for anew, says no more, and closes its socket where none comes", async () => {
		const channel = newChannel();
		const ada = await openAs("ada", channel);
		later(60_000);
		expect(await runDurableObjectAlarm(roomOf(channel))).toBe(true);
		expect(await ada.take("fault")).toMatchObject([{ code: "ticket_expired" }]);
		ada.send({ type: "publish", ref: "p", name: "say" });
		expect((await ada.take("fault", 2))[1]).toMatchObject({ ref: "p", code: "ticket_expired" });
		await publish(channel, "still read");
		await ada.take("event");
		later(LIMITS.renewalMs);
		expect(await runDurableObjectAlarm(roomOf(channel))).toBe(true);
		expect(await ada.closed).toMatchObject({ code: FAULTS.ticket_expired.close, reason: "ticket_expired" });
	});

	test("[TICKET10] is renewed in band, on the same socket, and outlives the old one", async () => {
		const channel = newChannel();
		const ada = await openAs("ada", channel);
		ada.send({
			type: "renew",
			ticket: await ticketOf("ada", { name: "Ada", exp: Math.floor(Date.now() / 1000) + 3_600 }),
		});
		ada.send({ type: "publish", ref: "p", name: "say" });
		await ada.take("ack");
		later(120_000);
		await runDurableObjectAlarm(roomOf(channel));
		ada.send({ type: "publish", ref: "q", name: "say" });
		await ada.take("ack", 2);
		expect(ada.of("event").at(-1)).toMatchObject({ from: { id: "ada", name: "Ada" } });
		expect(ada.of("fault")).toEqual([]);
		expect(ada.of("welcome")).toHaveLength(1);
	});

	test("[TICKET10] is not replaced by another user's, another app's, a broken or an expired one, and stays in force", async () => {
		const channel = newChannel();
		const [ada, guest] = [await openAs("ada", channel), await open(channel)];
		const tickets = [
			await ticketOf("bob"),
			await ticketOf("ada", {}, TEST_KEYS.o1),
			"x.y.z",
			await ticketOf("ada", { exp: Math.floor(Date.now() / 1000) - 1 }),
			await ticketOf("ada", { channels: ["other"] }),
		];
		for (const [index, ticket] of tickets.entries()) {
			ada.send({ type: "renew", ticket });
			await ada.take("fault", index + 1);
		}
		const codes = ada.of("fault").map(({ code }) => code);
		expect(codes).toEqual(["forbidden", "bad_ticket", "bad_ticket", "ticket_expired", "forbidden"]);
		ada.send({ type: "publish", ref: "p", name: "say" });
		await ada.take("ack");
		expect((await ada.take("event"))[0]?.from?.id).toBe("ada");
		guest.send({ type: "renew", ticket: await ticketOf("ada") });
		expect(await guest.take("fault")).toMatchObject([{ code: "forbidden" }]);
		expect(ada.messages.join("")).not.toContain(tickets[0]);
	});
});
