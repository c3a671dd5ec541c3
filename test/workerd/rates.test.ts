import { afterEach, describe, expect, test, vi } from "vitest";
import { DEFAULT_RULES } from "../../src/config/rules.ts";
import { ticketOf } from "../support/tokens.ts";
import { openAs, upgrade } from "./support/socket.ts";
import { askJson, faultCode, newChannel, notify, pathOf, publish } from "./support/worker.ts";

afterEach(() => {
	vi.useRealTimers();
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
		vi.useFakeTimers({ toFake: ["Date"] });
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

	test("[RATE4] a member's signals and requests over HTTP are counted, with a 429 and Retry-After", async () => {
		const channel = newChannel();
		const headers = { Authorization: `Bearer ${await ticketOf("ada")}` };
		vi.useFakeTimers({ toFake: ["Date"] });
		const big = { name: "drawing", data: "x".repeat(8_000) };
		const path = await pathOf(channel, "signal");
		const tries = Math.ceil(DEFAULT_RULES.rates.signals.burst / 8) + 1;
		const statuses = new Set<number>();
		for (let n = 0; n < tries; n++) statuses.add((await askJson(path, big, headers)).status);
		expect(statuses).toEqual(new Set([200, 429]));
		const answer = await askJson(path, big, headers);
		expect([answer.status, faultCode(answer)]).toEqual([429, "rate_limited"]);
		expect(Number(answer.headers.get("Retry-After"))).toBeGreaterThan(0);
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
