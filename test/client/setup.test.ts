import { describe, expect, it } from "vitest";
import { Chat } from "../../src/client/chat/index.ts";
import { Parlour, ParlourError, type ParlourOptions } from "../../src/client/index.ts";
import { Moderation } from "../../src/client/moderation.ts";
import { ticketFrom } from "../../src/client/core/ticket.ts";
import { CLOSE_CODES, type FaultCode } from "../../src/protocol/close-codes.ts";
import { FAULTS } from "../../src/protocol/faults.ts";
import { settle } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";
import { Session, ticketOf } from "./support/session.ts";

/** How soon whoever sets a page up is told. */
const SOON_MS = 3_000;

describe("options that cannot be right", () => {
	it.each([undefined, null, "", "/parlour", "parlour.example.com", "ftp://x.example", "javascript:alert(1)", {}])(
		"[SETUP1] no client is made with the url %j",
		(url) => {
			for (const make of [
				() => new Parlour({ url: url as string }),
				() => new Chat({ url: url as string }),
				() => new Moderation({ url: url as string, ticket: undefined }),
			])
				expect(make).toThrow(expect.objectContaining({ name: "ParlourError", code: "bad_url" }));
		},
	);

	it("[SETUP1] takes http, https and their socket forms, with a path and slashes at its end", () => {
		for (const [url, used] of [
			["https://parlour.example.com", "https://parlour.example.com"],
			["http://localhost:8787/", "http://localhost:8787"],
			["wss://parlour.example.com/behind//", "https://parlour.example.com/behind"],
		] as const)
			expect(new Parlour({ url }).settings.url).toBe(used);
	});

	it.each([
		["a line break", `${ticketOf("ada")}\n`, "white space"],
		["quotation marks", `"${ticketOf("ada")}"`, "quotation marks"],
		["Bearer", `Bearer ${ticketOf("ada")}`, "Bearer"],
		["a page", "<!doctype html>", "markup"],
		["JSON", '{"ticket":"a.b.c"}', "JSON"],
		["an object", { ticket: "a.b.c" }, "object"],
		["a list", ["a.b.c"], "array"],
		["a number", 42, "number"],
		["other letters", "tické", "characters"],
	])("[TICKET11] %s is no ticket, as a text or as what a function gives", async (_, given, flaw) => {
		const message = expect.stringContaining(flaw) as string;
		const wrong = expect.objectContaining({ code: "bad_ticket", message }) as Error;
		expect(() => ticketFrom(given)).toThrow(wrong);
		expect(() => new Parlour({ url: "https://x", ticket: given as string })).toThrow(wrong);
		for (const transport of ["socket", "poll"] as const) {
			const page = new Page({ ticket: () => given as string, transport });
			await settle();
			expect([page.socket.links, page.poll.links]).toEqual([[], []]);
			expect(page.channel.trouble).toEqual(wrong);
			expect(page.logged).toEqual([expect.stringContaining(flaw)]);
			await expect(page.channel.history()).rejects.toEqual(wrong);
			expect(page.logged.join("")).not.toContain("a.b.c");
		}
	});

	it.each([undefined, null, ""])("[TICKET11] %j is a guest, as a text and from a function", async (none) => {
		for (const ticket of [none, () => none, async () => none]) {
			const page = new Page({ ticket });
			await settle();
			expect(page.socket.link.address.ticket).toBeUndefined();
		}
	});
});

/** A page and what it tells of errors. */
function troubled(options: Partial<ParlourOptions>) {
	const page = new Page(options);
	const told: unknown[] = [];
	page.parlour.on("error", (error) => told.push(error.code));
	const troubles: unknown[] = [];
	page.channel.onTrouble((trouble) => troubles.push(trouble?.code));
	return { page, told, troubles };
}

/** Lets time go by while a room refuses every connection. */
async function refuse(page: Page, code: FaultCode, ms = SOON_MS): Promise<void> {
	await settle();
	for (let left = ms, known = 0; left > 0; left -= 100) {
		if (page.socket.links.length > known) {
			known = page.socket.links.length;
			page.socket.link.frames({ type: "fault", code, message: FAULTS[code].message });
			page.socket.link.drop(CLOSE_CODES[code]);
		}
		await page.clock.advance(100);
	}
}

describe("what keeps a channel from being live", () => {
	it.each([
		"bad_hash",
		"area_off",
		"bad_origin",
		"forbidden",
		"not_found",
		"bad_ticket",
		"ticket_required",
		"not_configured",
		"internal",
		"overloaded",
	] as const)("[SETUP2] %s is one sentence, one event, and the channel's trouble", async (code) => {
		for (const ticket of [undefined, ticketOf("ada"), new Session("ada").ticket]) {
			const { page, told, troubles } = troubled({ ticket });
			await refuse(page, code);
			expect([told, troubles, page.channel.trouble?.code]).toEqual([[code], [code], code]);
			expect(page.errors).toEqual([expect.objectContaining({ code })]);
			const said = expect.stringMatching(
				new RegExp(`^Parlour: ${code}\\..*docs/troubleshooting\\.md#${code}$`),
			) as string;
			expect(page.logged).toEqual([said]);
			await refuse(page, code, 60_000);
			expect(page.logged).toHaveLength(1);
		}
	});

	it("[SETUP2] a ticket function that fails is told with what it threw, and forgotten once it succeeds", async () => {
		let isAway = true;
		const ticket = () => (isAway ? Promise.reject(new Error("The login is down")) : ticketOf("ada"));
		const { page, told, troubles } = troubled({ ticket });
		await settle();
		await page.clock.advance(SOON_MS);
		expect([told, troubles]).toEqual([["ticket_failed"], ["ticket_failed"]]);
		expect(page.logged[0]).toContain("The login is down");
		isAway = false;
		await page.clock.advance(30_000);
		page.socket.link.frames(welcome("e:1", { you: { id: "ada", role: "member" } }));
		expect([page.channel.trouble, troubles]).toEqual([undefined, ["ticket_failed", undefined]]);
	});

	it("[SETUP2] an address where nothing answers is told", async () => {
		const { page, told } = troubled({ transport: "socket" });
		await settle();
		for (let tries = 0; tries < 2; tries++) {
			page.socket.link.drop();
			await page.clock.advance(1_000);
		}
		expect([told, page.channel.trouble?.code]).toEqual([["unreachable"], "unreachable"]);
	});

	it("[SETUP2] a connection that was live and breaks is no trouble, nor is being sent away, nor leaving", async () => {
		const page = await livePage();
		for (let tries = 0; tries < 4; tries++) {
			page.socket.link.drop();
			await page.clock.advance(30_000);
		}
		expect([page.channel.state, page.channel.trouble, page.logged]).toEqual(["recovering", undefined, []]);
		const sent = await livePage();
		sent.socket.link.drop(CLOSE_CODES.kicked);
		expect([sent.channel.state, sent.channel.trouble?.code, sent.logged]).toEqual(["lost", "kicked", []]);
		const left = await livePage();
		left.channel.close();
		expect([left.channel.trouble, left.logged, left.errors]).toEqual([undefined, [], []]);
	});

	it("[SETUP2] an onError that throws is reported and changes nothing", async () => {
		const reported: unknown[] = [];
		const wrong = new Error("in the page");
		const onError = (): never => {
			throw wrong;
		};
		const page = new Page({ onError, environment: { report: (error) => void reported.push(error) } });
		await refuse(page, "bad_hash");
		expect([reported, page.channel.state]).toEqual([[wrong], "lost"]);
	});
});

describe("nobody is signed in", () => {
	it("[SETUP4] the own channel is not asked for, and the ticket function once", async () => {
		const session = new Session(undefined);
		const page = new Page({ ticket: session.ticket });
		await settle();
		const links = page.socket.links.length;
		// A channel that nobody answers would ask again with each attempt.
		page.channel.close();
		const chat = new Chat({ parlour: page.parlour });
		await settle();
		expect(chat.inbox.get()).toMatchObject({ state: "lost", code: "ticket_required" });
		expect([page.socket.links.length, page.logged.length]).toEqual([links, 1]);
		const { asked } = session;
		await page.clock.advance(600_000);
		expect(session.asked).toBe(asked);
		await expect(chat.direct("bob")).rejects.toBeInstanceOf(ParlourError);
	});
});
