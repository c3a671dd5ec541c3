import { describe, expect, it } from "vitest";
import { environmentOf } from "../../src/client/core/environment.ts";
import { lifeOf, Tickets } from "../../src/client/core/ticket.ts";
import { NEVER_MS, RENEW_LEAST_MS, TICKET_TIMEOUT_MS } from "../../src/client/core/timing.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { settle } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";

const START = 1_800_000_000;
const DAY = 24 * 60 * 60;

function part(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString("base64url");
}

/** A ticket of an hour, got when the origin's clock showed `iat`. */
function jwt(iat: number, life = 3_600): string {
	return `${part({ alg: "HS256" })}.${part({ sub: "zoe", iat, exp: iat + life })}.signature`;
}

describe("timers", () => {
	it("[CLIENT20] are never longer than a runtime lets them be, whatever the environment", () => {
		const asked: number[] = [];
		const environment = environmentOf({ setTimeout: (_, ms) => asked.push(ms) });
		for (const ms of [5, NEVER_MS, NEVER_MS + 1, Number.POSITIVE_INFINITY]) environment.setTimeout(() => undefined, ms);
		expect(asked).toEqual([5, NEVER_MS, NEVER_MS, NEVER_MS]);
	});

	it("[CLIENT20] without end do not ring at once", async () => {
		const page = await livePage({ timeout: Number.POSITIVE_INFINITY });
		const codes: unknown[] = [];
		page.channel.publish("m", 1).catch(({ code }) => codes.push(code));
		await page.clock.advance(20_000);
		expect(codes).toEqual([]);
	});

	it("[CLIENT21] measure spans by a clock that never goes back", () => {
		let now = 1_000_000;
		const { monotonic } = environmentOf({ now: () => now });
		const began = monotonic();
		now += 500;
		expect(monotonic() - began).toBe(500);
		now -= 3_600_000;
		expect(monotonic() - began).toBe(500);
		now += 250;
		expect(monotonic() - began).toBe(750);
		expect(environmentOf({ monotonic: () => 7 }).monotonic()).toBe(7);
		const real = environmentOf({});
		expect(real.monotonic()).toBeLessThanOrEqual(real.monotonic());
	});
});

describe("a ticket function", () => {
	it("[CLIENT20] that never answers is given up and asked again, for all channels", async () => {
		let asked = 0;
		const page = new Page({
			ticket: () => {
				asked++;
				return asked === 1 ? new Promise<never>(() => undefined) : "a.b.c";
			},
		});
		const other = page.parlour.subscribe("key.other.signature");
		const history = page.channel.history().catch((error: unknown) => error);
		await settle();
		expect([asked, page.socket.links.length]).toEqual([1, 0]);
		await page.clock.advance(TICKET_TIMEOUT_MS);
		expect(await history).toMatchObject({ name: "ParlourError", code: "ticket_failed", outcome: "not_done" });
		await page.clock.advance(500);
		expect([asked, page.socket.links.length]).toEqual([2, 2]);
		expect([page.channel.state, other.state]).toEqual(["connecting", "connecting"]);
	});

	it("[CLIENT20] that answers the same ticket, which the room says has run out, is asked with pauses", async () => {
		let asked = 0;
		const page = await livePage({ ticket: () => (asked++, jwt(START - 7_200)) });
		asked = 0;
		for (let second = 0; second < 15; second++) {
			// Whatever is presented, the room says the same of it.
			for (let answer = 0; answer < 20; answer++) {
				page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
				await settle();
			}
			await page.clock.advance(1_000);
		}
		expect(asked).toBe(1 + 15_000 / RENEW_LEAST_MS);
		page.socket.link.drop(CLOSE_CODES.ticket_expired);
		await settle();
		for (let refusal = 0; refusal < 10; refusal++) {
			page.socket.link.drop(CLOSE_CODES.ticket_expired);
			await settle();
		}
		expect(page.socket.links).toHaveLength(2);
	});

	it("[CLIENT16][CLIENT20] is asked again for a ticket that ran out soon after it was renewed", async () => {
		let asked = 0;
		const page = await livePage({ ticket: () => jwt(START + ++asked) });
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await page.clock.advance(RENEW_LEAST_MS - 1);
		expect(page.socket.link.sentOf("renew")).toHaveLength(1);
		await page.clock.advance(1);
		expect(page.socket.link.sentOf("renew")).toHaveLength(2);
		await page.clock.advance(RENEW_LEAST_MS);
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		expect(page.socket.link.sentOf("renew")).toHaveLength(3);
	});

	it("[CLIENT21] is asked by the ticket's own span where the device's clock is wrong", async () => {
		for (const days of [-400, -40, -1, -0.1, 0, 0.5, 40, 400]) {
			let asked = 0;
			const issued = START + days * DAY;
			const page = await livePage({ ticket: () => (asked++, jwt(issued + page_seconds())) });
			const page_seconds_start = page.clock.now();
			function page_seconds(): number {
				return asked <= 1 ? 0 : Math.floor((page.clock.now() - page_seconds_start) / 1_000);
			}
			for (let left = 3_600; left > 0; left -= 4) {
				await page.clock.advance(4_000);
				page.socket.link.pong("e:10");
			}
			expect([days, asked]).toEqual([days, 2]);
		}
	});

	it("[CLIENT21] has its ticket's life read from the ticket where the clock does not fit into it, and never over a day", () => {
		const now = START * 1_000;
		expect(lifeOf(jwt(START), now)).toBe(3_600_000);
		expect(lifeOf(jwt(START - 600), now)).toBe(3_000_000);
		expect(lifeOf(jwt(START + 30), now)).toBe(3_630_000);
		expect(lifeOf(jwt(START + 40 * DAY), now)).toBe(3_600_000);
		expect(lifeOf(jwt(START - 40 * DAY), now)).toBe(3_600_000);
		expect(lifeOf(`a.${part({ exp: START + 40 * DAY })}.c`, now)).toBe(LIMITS.ticketLifeSeconds * 1_000);
		expect(lifeOf("a.b.c", now)).toBeUndefined();
	});

	it("[CLIENT21] is not asked again where the clock is set back, and is where the device has slept", async () => {
		let asked = 0;
		let now = START * 1_000;
		let slept = 0;
		const tickets = new Tickets(() => (asked++, jwt(START)), environmentOf({ now: () => now, monotonic: () => slept }));
		await tickets.get(false);
		now -= 40 * DAY * 1_000;
		slept += 1_000_000;
		await tickets.get(false);
		expect([asked, tickets.renewIn]).toEqual([1, 2_880_000 - 1_000_000]);
		// While a device sleeps, one of the clocks may stand still.
		now = (START + 3_600) * 1_000;
		await tickets.get(false);
		expect(asked).toBe(2);
	});
});

describe("a remedy", () => {
	it("[CLIENT20] that does not help is not taken again without a pause", async () => {
		for (const [what, act] of [
			["another log", (page: Page) => page.socket.link.pong("n:1")],
			["a window of nothing", (page: Page) => page.socket.link.drop(CLOSE_CODES.restarting, '{"within":0}')],
			[
				"a cursor that is unknown",
				(page: Page) => page.socket.link.frames({ type: "fault", code: "unknown_cursor", message: "" }),
			],
		] as const) {
			const page = await livePage();
			let ms = 0;
			for (let time = 0; time < 4; time++) {
				act(page);
				await settle();
				if (page.channel.state !== "live" && page.clock.next !== undefined && page.socket.link.isClosed) {
					ms += page.clock.next;
					await page.clock.advance(page.clock.next);
				}
				page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
			}
			expect([what, ms >= 1_000]).toEqual([what, true]);
		}
	});
});
