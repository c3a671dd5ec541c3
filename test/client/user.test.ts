import { describe, expect, it } from "vitest";
import type { Environment, ParlourOptions } from "../../src/client/index.ts";
import { Moderation } from "../../src/client/moderation.ts";
import { userOf } from "../../src/client/core/ticket.ts";
import { RECHECK_LEAST_MS, TOLD_LEAST_MS } from "../../src/client/core/timing.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { settle } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { Page } from "./support/page.ts";
import { Session, ticketOf } from "./support/session.ts";

const GUEST = undefined;

function you(user: string | undefined) {
	return user === undefined ? {} : { you: { id: user, role: "member" as const } };
}

/** A page of whoever is signed in, whose channel is live. */
async function pageOf(session: Session, options: Partial<ParlourOptions> = {}) {
	const page = new Page({ ticket: session.ticket, ...options });
	await settle();
	page.socket.link.frames(welcome("e:10", you(session.user)));
	page.heard();
	return page;
}

describe("the user of a connection", () => {
	it.each([
		["a user becomes another", "ada", "bob"],
		["a user becomes a guest", "ada", GUEST],
		["a guest becomes a user", GUEST, "ada"],
	])("[WHO1] %s: the channel ends, and what waits fails", async (_, before, after) => {
		const session = new Session(before);
		session.exp = 1_800_000_010;
		const page = await pageOf(session);
		const users: unknown[] = [];
		page.parlour.on("user", (change) => users.push(change));
		page.socket.link.drop();
		const waiting = Promise.allSettled([page.channel.publish("message", 1), page.channel.call(2)]);
		// The next connection fails as well, and by the one after that the ticket has run out.
		await page.clock.advance(10_000);
		session.user = after;
		page.socket.link.drop();
		await page.clock.advance(5_000);
		const failed = { status: "rejected", reason: { code: "user_changed" } };
		expect(await waiting).toMatchObject([failed, failed]);
		expect(page.heard()).toEqual(["live > recovering: connection_lost", "recovering > lost: user_changed"]);
		expect(users).toEqual([{ from: before, to: after }]);
		expect(page.socket.links.flatMap(({ sent }) => sent)).toEqual([]);
		expect([page.channel.you, page.channel.may, page.channel.code]).toEqual([undefined, undefined, "user_changed"]);
		await expect(page.channel.publish("message", 1)).rejects.toMatchObject({ code: "user_changed" });
		expect([page.clock.pending, page.hasHints]).toEqual([0, false]);
	});

	it("[WHO1] a renewal that brings another user's ticket ends a live channel, and is not sent", async () => {
		const session = new Session("ada");
		const page = await pageOf(session);
		session.user = "bob";
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		expect(page.heard()).toEqual(["live > lost: user_changed"]);
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[WHO1] a renewal that brings no ticket any more ends a live channel", async () => {
		const session = new Session("ada");
		const page = await pageOf(session);
		session.user = GUEST;
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		expect(page.heard()).toEqual(["live > lost: user_changed"]);
	});

	it("[WHO1] a welcome to somebody else ends the channel before anything of it is handed over", async () => {
		const page = new Page({ ticket: async () => "a.b.c" });
		await settle();
		page.socket.link.frames(welcome("e:10", you("ada")));
		page.socket.link.drop();
		await page.clock.advance(1_000);
		const publishing = page.channel.publish("message", 1);
		const presence: unknown[] = [];
		page.channel.onPresence((change) => presence.push(change));
		const told = { members: [{ id: "zoe" }], count: 1 };
		page.socket.link.frames(welcome("e:10", { ...you("bob"), presence: told, resumed: "complete" }));
		await expect(publishing).rejects.toMatchObject({ code: "user_changed" });
		expect(page.heard().at(-1)).toBe("recovering > lost: user_changed");
		expect([presence, page.socket.link.sent]).toEqual([[], []]);
	});

	it("[WHO1] all channels of the page end, and new ones are the new user's", async () => {
		const session = new Session("ada");
		const page = await pageOf(session);
		const other = page.parlour.subscribe("key.other.signature");
		await settle();
		session.user = "bob";
		await page.parlour.checkUser();
		expect([page.channel.code, other.code]).toEqual(["user_changed", "user_changed"]);
		const next = page.parlour.subscribe("key.channel.signature");
		await settle();
		expect(page.socket.link.address).toMatchObject({ ticket: ticketOf("bob"), since: undefined });
		page.socket.link.frames(welcome("e:10", you("bob")));
		expect([next.state, next.you?.id]).toEqual(["live", "bob"]);
	});

	it("[WHO1] the same user with another ticket, name or role goes on", async () => {
		const session = new Session("ada");
		const page = await pageOf(session);
		session.exp += 60;
		page.socket.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		page.socket.link.drop();
		await page.clock.advance(1_000);
		page.socket.link.frames(
			welcome("e:10", { you: { id: "ada", name: "Ada", role: "moderator" }, resumed: "complete" }),
		);
		expect(page.channel.state).toBe("live");
	});

	it("[WHO1] a refused ticket whose successor is another user's ends the channel", async () => {
		const session = new Session("ada");
		const page = await pageOf(session);
		session.user = "bob";
		page.socket.link.drop(CLOSE_CODES.bad_ticket);
		await settle();
		expect(page.heard().at(-1)).toBe("recovering > lost: user_changed");
		expect(page.socket.links).toHaveLength(1);
	});

	it("[WHO1] polling ends in the same way", async () => {
		const session = new Session("ada");
		const page = new Page({ ticket: session.ticket, transport: "poll" });
		await settle();
		page.poll.link.frames(welcome("e:10", you("ada")));
		session.user = "bob";
		page.poll.link.frames({ type: "fault", code: "ticket_expired", message: "" });
		await settle();
		expect([page.channel.code, page.poll.link.sent]).toEqual(["user_changed", []]);
	});

	it("[WHO1] reads the user of a ticket in whatever letters, and of none nothing", () => {
		expect([userOf(ticketOf("Zoë 😀")), userOf("a.b.c"), userOf("")]).toEqual(["Zoë 😀", undefined, undefined]);
	});
});

/** A page whose requests wait until they are answered. */
async function asking(session: Session) {
	const asked: { readonly authorization: string | null; answer(body: object): void }[] = [];
	const fetch: Environment["fetch"] = (_, { headers }) =>
		new Promise((resolve) => {
			const authorization = new Headers(headers).get("authorization");
			asked.push({ authorization, answer: (body) => resolve(Response.json(body)) });
		});
	return { page: await pageOf(session, { environment: { fetch } }), asked };
}

describe("requests beside the connection", () => {
	it("[WHO2] do not go out with another user's ticket", async () => {
		const session = new Session("ada");
		// By the page's clock it has run out already, so that the request asks for another one.
		session.exp = 1_800_000_000;
		const { page, asked } = await asking(session);
		session.user = "bob";
		await expect(page.channel.history()).rejects.toMatchObject({ code: "user_changed" });
		await expect(page.channel.presence()).rejects.toMatchObject({ code: "user_changed" });
		expect(asked).toEqual([]);
	});

	it("[WHO2] are not answered to the next user", async () => {
		const session = new Session("ada");
		const { page, asked } = await asking(session);
		const history = page.channel.history();
		await expect.poll(() => asked.length).toBe(1);
		session.user = "bob";
		await page.parlour.checkUser();
		asked[0]?.answer({ events: [], more: false });
		await expect(history).rejects.toMatchObject({ code: "user_changed" });
	});

	it("[WHO2] moderation by one user is not done by the next", async () => {
		const session = new Session("ada");
		const sent: unknown[] = [];
		const fetch = async (_: unknown, init?: RequestInit) => {
			sent.push(new Headers(init?.headers).get("authorization"));
			return Response.json({});
		};
		session.exp = 0;
		const moderation = new Moderation({ url: "https://x", ticket: session.ticket, fetch });
		await moderation.kick("k.c.s", "zoe");
		session.user = "bob";
		await expect(moderation.kick("k.c.s", "zoe")).rejects.toMatchObject({ code: "user_changed" });
		expect(sent).toEqual([`Bearer ${ticketOf("ada", 0)}`]);
	});
});

describe("noticing another user while the ticket is good", () => {
	it.each(["wake", "focus"] as const)(
		"[WHO3] asks again at %s, and not more often than every few seconds",
		async (hint) => {
			const session = new Session("ada");
			const page = await pageOf(session);
			page.hint(hint);
			await settle();
			expect(session.asked).toBe(1);
			await page.clock.advance(RECHECK_LEAST_MS);
			session.user = "bob";
			page.hint(hint);
			await settle();
			expect([session.asked, page.channel.code]).toEqual([2, "user_changed"]);
		},
	);

	it("[WHO3] a ticket function that fails when somebody comes back changes nothing", async () => {
		let isAway = false;
		const ticket = () => (isAway ? Promise.reject(new Error("away")) : ticketOf("ada"));
		const page = await pageOf(new Session("ada"), { ticket });
		isAway = true;
		await page.clock.advance(RECHECK_LEAST_MS);
		page.hint("focus");
		await settle();
		expect([page.channel.state, page.errors]).toEqual(["live", []]);
	});

	it("[WHO3] asks again when another page of the site tells of another user, and believes its own ticket alone", async () => {
		const told: unknown[] = [];
		const listeners: ((told: unknown) => void)[] = [];
		const hear = (what: unknown): void => {
			for (const listener of listeners) listener(what);
		};
		let isOpen = false;
		const tabs: Environment["tabs"] = (listener) => {
			listeners.push(listener);
			isOpen = true;
			return { tell: (what) => void told.push(what), close: () => void (isOpen = false) };
		};
		const session = new Session("ada");
		const page = await pageOf(session, { environment: { tabs } });
		expect(told).toEqual([{ parlour: "https://parlour.test", user: "ada" }]);
		for (const nothing of [
			{ parlour: "https://parlour.test", user: "ada" },
			{ parlour: "https://other.test", user: "bob" },
			"bob",
			null,
		])
			hear(nothing);
		await page.clock.advance(TOLD_LEAST_MS);
		expect(session.asked).toBe(1);
		hear({ parlour: "https://parlour.test", user: "bob" });
		await page.clock.advance(TOLD_LEAST_MS);
		expect([session.asked, page.channel.state]).toEqual([2, "live"]);
		session.user = "bob";
		hear({ parlour: "https://parlour.test", user: "bob" });
		await page.clock.advance(TOLD_LEAST_MS);
		expect([page.channel.code, isOpen]).toEqual(["user_changed", false]);
		expect(told.at(-1)).toEqual({ parlour: "https://parlour.test", user: "bob" });
	});

	it("[WHO3] hears other pages again when it comes back from the browser's history cache", async () => {
		const open = new Set<(told: unknown) => void>();
		const tabs: Environment["tabs"] = (listener) => {
			open.add(listener);
			return { tell: () => undefined, close: () => void open.delete(listener) };
		};
		const session = new Session("ada");
		const page = await pageOf(session, { environment: { tabs } });
		page.hint("frozen");
		expect(open.size).toBe(0);
		page.hint("wake");
		await settle();
		const asked = session.asked;
		for (const hear of open) hear({ parlour: "https://parlour.test", user: "bob" });
		await page.clock.advance(TOLD_LEAST_MS);
		expect([open.size, session.asked]).toEqual([1, asked + 1]);
	});

	it("[WHO3] checkUser() asks once more where a question was on its way, and asks no text", async () => {
		const answers: ((ticket: string) => void)[] = [];
		const ticket = () => new Promise<string>((resolve) => answers.push(resolve));
		const page = new Page({ ticket });
		const checked = page.parlour.checkUser();
		answers[0]?.(ticketOf("ada"));
		await settle();
		answers[1]?.(ticketOf("bob"));
		await checked;
		expect(page.channel.code).toBe("user_changed");
		await new Page({ ticket: ticketOf("ada") }).parlour.checkUser();
	});
});
