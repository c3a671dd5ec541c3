import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { TEST_KEYS } from "../support/keys.ts";
import { basic, hashOf, jwt, ticketOf } from "../support/tokens.ts";
import { ask, newChannel, pathOf } from "./support/worker.ts";

const lines: unknown[] = [];

beforeEach(() => {
	lines.length = 0;
	vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(JSON.parse(line)));
});

afterEach(() => {
	vi.restoreAllMocks();
});

/** What each line has, besides an id. */
const refused = (code: string, more: object = {}) => ({
	event: "refused",
	request: expect.any(String) as string,
	code,
	...more,
});
const wrongTicket = (kid: string) => jwt({ alg: "HS256", kid }, { sub: "ada" }, "wrong secret");

test("[SETUP3] a ticket signed with a wrong secret is one line that names the key and the channel", async () => {
	const channel = newChannel();
	const { component, area } = channel;
	const line = refused("bad_ticket", { key: "dev", channel: { component, area } });
	const ticket = await wrongTicket("dev");
	await ask(await pathOf(channel, "poll"), { headers: { Authorization: `Bearer ${ticket}` } });
	expect(lines).toEqual([line]);
	expect(JSON.stringify(lines)).not.toContain(ticket.split(".")[2]);
});

test("[SETUP3] a key that is not the deployment's is not repeated, whoever names it", async () => {
	const path = await pathOf(newChannel(), "poll");
	await ask(path, { headers: { Authorization: `Bearer ${await wrongTicket("nobody")}` } });
	const hash = await hashOf(newChannel(), { ...TEST_KEYS.dev, id: "nobody" as "dev" });
	await ask(`/v1/channels/${hash}/poll`);
	expect(lines).toMatchObject([refused("bad_ticket", { key: "unknown" }), refused("bad_hash", { key: "unknown" })]);
	expect(JSON.stringify(lines)).not.toContain("nobody");
});

test("[SETUP3] a hash with a wrong signature names its key, and no channel that was not verified", async () => {
	const hash = await hashOf(newChannel(), { ...TEST_KEYS.dev, secret: "wrong" as typeof TEST_KEYS.dev.secret });
	await ask(`/v1/channels/${hash}/poll`);
	expect(lines).toEqual([refused("bad_hash", { key: "dev" })]);
});

test("[SETUP3] wrong credentials of an origin are a line", async () => {
	await ask("/v1/notify", { method: "POST", headers: { Authorization: basic({ id: "dev", secret: "wrong" }) } });
	expect(lines).toEqual([refused("bad_credentials")]);
});

test("[SETUP3] what users do every day is no line", async () => {
	const path = await pathOf(newChannel(), "poll");
	await ask(path);
	await ask(path, { headers: { Authorization: `Bearer ${await ticketOf("ada", { exp: 1, iat: 0 })}` } });
	await ask("/v1/nothing");
	expect(lines).toEqual([]);
});

test.each(["Bearer", 'Bearer "a.b.c"', "Bearer Bearer a.b.c", "a.b.c", "Bearer null"])(
	"[TICKET11] the header %j is a bad ticket that says so",
	async (Authorization) => {
		const answer = await ask(await pathOf(newChannel(), "poll"), { headers: { Authorization } });
		expect(answer.status).toBe(401);
		expect(await answer.json()).toMatchObject({ fault: { code: "bad_ticket", message: expect.any(String) as string } });
	},
);
