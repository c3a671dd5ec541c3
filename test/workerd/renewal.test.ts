import { runDurableObjectAlarm } from "cloudflare:test";
import { afterEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { ticketOf } from "../support/tokens.ts";
import { open, openAs, upgrade } from "./support/socket.ts";
import { askJson, faultCode, newChannel, notify, pathOf, publish, roomOf } from "./support/worker.ts";

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

describe("rates", () => {
	const { socket: ofSocket, user: ofUser } = DEFAULT_RULES.rates;

	test("[RATE1] a socket that floods is refused with when to come back, and served again; others notice nothing", async () => {
		const channel = newChannel("mod_quiz");
		const [flooder, other] = [await openAs("mallory", channel), await openAs("ada", channel)];
		for (let n = 0; n < ofSocket.burst + 500; n++) flooder.send({ type: "receipt", seq: 1 });
		const [fault] = await flooder.take("fault");
		expect(fault).toMatchObject({ code: "rate_limited" });
		expect(fault?.retryAfter).toBeGreaterThan(0);
		other.send({ type: "publish", ref: "p", name: "say" });
		expect(await other.take("fault")).toMatchObject([{ ref: "p", code: "forbidden" }]);
		await publish(channel, "news");
		for (const socket of [flooder, other]) await socket.take("event");
	});

	test("[RATE1] a user's publishes are counted over sockets and HTTP together, with a 429 and Retry-After", async () => {
		const channel = newChannel();
		const tabs = [await openAs("ada", channel), await openAs("ada", channel)];
		// A clock that stands still fills no bucket, however long this takes.
		later(0);
		const tries = ofUser.burst + 50;
		for (let n = 0; n < tries; n++) tabs[n % 2]?.send({ type: "publish", ref: String(n), name: "say" });
		await Promise.all(tabs.map((tab) => tab.until(() => tab.of("ack").length + tab.of("fault").length === tries / 2)));
		expect(tabs.flatMap((tab) => tab.of("ack"))).toHaveLength(ofUser.burst);
		const faults = tabs.flatMap((tab) => tab.of("fault"));
		expect(new Set(faults.map(({ code }) => code))).toEqual(new Set(["rate_limited"]));
		expect(new Set(faults.map(({ ref }) => ref)).size).toBe(50);
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		const answer = await askJson(await pathOf(channel, "publish"), { name: "say" }, headers);
		expect([answer.status, faultCode(answer)]).toEqual([429, "rate_limited"]);
		expect(answer.headers.get("Retry-After")).toBe("1");
	});

	test("[RATE2] an origin's notifies are not counted", async () => {
		const channel = newChannel();
		for (let n = 0; n < 10; n++) {
			const { body } = await notify(Array.from({ length: 100 }, () => ({ channel, name: "news" })));
			expect(JSON.stringify(body)).not.toContain("fault");
		}
		const socket = await upgrade(await pathOf(channel, "socket"));
		expect((await socket.take("welcome"))[0]?.cursor).toMatch(/:1000$/);
	});
});
