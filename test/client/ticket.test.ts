import { describe, expect, it } from "vitest";
import { environmentOf } from "../../src/client/core/environment.ts";
import { expiryOf, Tickets } from "../../src/client/core/ticket.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { livePage, Page } from "./support/page.ts";

const START = 1_800_000_000;

function part(value: object): string {
	return Buffer.from(JSON.stringify(value)).toString("base64url");
}

function jwt(exp: number, name = "Zoë"): string {
	return `${part({ alg: "HS256" })}.${part({ sub: "zoe", name, exp })}.signature`;
}

/** A ticket function that hands out one after another. */
function issuer(...tickets: (string | undefined | Error)[]) {
	const asked = { count: 0 };
	const ticket = async () => {
		const next = tickets[Math.min(asked.count++, tickets.length - 1)];
		if (next instanceof Error) throw next;
		return next;
	};
	return { asked, ticket };
}

describe("tickets", () => {
	it("reads when a ticket runs out, and nothing from what is no ticket", () => {
		expect(expiryOf(jwt(START))).toBe(START * 1000);
		for (const text of ["", "a.b.c", "guest", jwt(1.5), `x.${btoa('"text"')}.y`])
			expect(expiryOf(text)).toBeUndefined();
	});

	it("are asked for once by those who ask together, and kept while they are good", async () => {
		const { asked, ticket } = issuer(jwt(START + 60), jwt(START + 120));
		let now = START * 1000;
		const tickets = new Tickets(ticket, environmentOf({ now: () => now }));
		expect(await Promise.all([tickets.get(false), tickets.get(false)])).toEqual([jwt(START + 60), jwt(START + 60)]);
		expect(await tickets.get(false)).toBe(jwt(START + 60));
		expect(asked.count).toBe(1);
		now += 60_000;
		expect(await tickets.get(false)).toBe(jwt(START + 120));
	});

	it("[SOCKET2] go to the transport with the address, from a text or a function", async () => {
		for (const ticket of ["plain", () => "plain", async () => "plain"]) {
			const page = new Page({ ticket });
			await settle();
			expect(page.socket.link.address.ticket).toBe("plain");
		}
	});

	it("[CLIENT16] are renewed before they run out, without a reconnect", async () => {
		const { asked, ticket } = issuer(jwt(START + 100), jwt(START + 200));
		const page = await livePage({ ticket });
		await keepAlive(page, 79_999);
		expect(page.socket.link.sent).toEqual([]);
		await keepAlive(page, 1);
		expect(page.socket.link.sent).toEqual([{ type: "renew", ticket: jwt(START + 200) }]);
		await keepAlive(page, (200 - 80) * 800);
		expect(asked.count).toBe(3);
		expect(page.socket.links).toHaveLength(1);
	});

	it("[CLIENT16][TICKET9] are renewed when the room says that they have run out", async () => {
		const { ticket } = issuer(jwt(START + 1_000), jwt(START + 2_000));
		const page = await livePage({ ticket });
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		expect(page.socket.link.sentOf("renew")).toEqual([{ type: "renew", ticket: jwt(START + 2_000) }]);
		expect(page.heard()).toEqual([]);
	});

	it("[CLIENT16] are asked for again soon where a renewal fails", async () => {
		const { asked, ticket } = issuer(jwt(START + 100), new Error("offline"), new Error("offline"), jwt(START + 300));
		const page = await livePage({ ticket });
		await keepAlive(page, 80_000);
		expect(asked.count).toBe(2);
		await keepAlive(page, 20_000);
		expect(page.socket.link.sentOf("renew")).toEqual([{ type: "renew", ticket: jwt(START + 300) }]);
	});

	it("[CLIENT4][CLIENT16] are asked for anew after a refusal: at once, then with a pause", async () => {
		const { ticket } = issuer("one", "two", "three");
		const page = await livePage({ ticket });
		page.socket.link.drop(CLOSE_CODES.bad_ticket);
		await settle();
		expect(page.socket.links.map(({ address }) => address.ticket)).toEqual(["one", "two"]);
		page.socket.link.drop(CLOSE_CODES.bad_ticket);
		await settle();
		expect(page.socket.links).toHaveLength(2);
		await page.clock.advance(page.clock.next ?? 0);
		expect(page.socket.link.address.ticket).toBe("three");
		expect(page.heard()).toEqual([`live > recovering: close_${CLOSE_CODES.bad_ticket}`]);
	});

	it("[CLIENT4] are not asked for anew after a drop that had another reason", async () => {
		const { asked, ticket } = issuer("one", "two");
		const page = await livePage({ ticket });
		page.socket.link.drop();
		await page.clock.advance(500);
		expect([asked.count, page.socket.link.address.ticket]).toEqual([1, "one"]);
	});

	it("[CLIENT4] a refused ticket that is a text, or a function with no more, loses the channel", async () => {
		for (const ticket of ["plain", undefined, issuer("one", undefined).ticket]) {
			const page = await livePage({ ticket });
			page.socket.link.drop(CLOSE_CODES.ticket_required);
			await settle();
			expect(page.heard().at(-1)).toBe("recovering > lost: ticket_refused");
		}
	});

	it("[CLIENT4] a ticket function that throws is asked again later, like a network that is away", async () => {
		const { asked, ticket } = issuer(new Error("offline"), new Error("offline"), "three");
		const page = new Page({ ticket });
		await settle();
		expect([page.channel.state, page.clock.next]).toEqual(["connecting", 500]);
		await page.clock.advance(500);
		await page.clock.advance(1_000);
		expect(asked.count).toBe(3);
		expect(page.socket.link.address.ticket).toBe("three");
	});

	it("[CLIENT17] an answer of the ticket function that comes after close() opens nothing", async () => {
		const page = new Page({ ticket: async () => "one" });
		page.channel.close();
		await settle();
		expect(page.socket.links).toHaveLength(0);
	});
});

/** Lets time pass with every heartbeat answered. */
async function keepAlive(page: Page, ms: number): Promise<void> {
	for (let left = ms; left > 0; left -= 4_000) {
		await page.clock.advance(Math.min(left, 4_000));
		page.socket.link.pong("e:10");
	}
}
