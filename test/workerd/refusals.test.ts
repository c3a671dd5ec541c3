import { describe, expect, test } from "vitest";
import { FAULTS, type FaultCode } from "../../src/protocol/faults.ts";
import type { ChannelInput } from "../../src/protocol/channel.ts";
import { canonicalForm, canonicalPart, channelOf } from "../../src/protocol/channel.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { encodeBase64url } from "../../src/protocol/base64url.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { basic, hashOf, jwt, originToken, ticketOf } from "../support/tokens.ts";
import { open, type TestSocket, upgrade } from "./support/socket.ts";
import { ask, askJson, faultCode, isAwake, newChannel, pathOf, roomCount } from "./support/worker.ts";

/** Checks that a socket is refused: one fault frame, then the close code that the table has for it. */
async function expectRefused(socket: TestSocket, code: FaultCode): Promise<void> {
	const closed = await socket.closed;
	expect(socket.frames).toMatchObject([{ type: "fault", code }]);
	expect(closed).toMatchObject({ code: FAULTS[code].close, reason: code });
}

function now(): number {
	return Math.floor(Date.now() / 1000);
}

const { dev } = TEST_KEYS;
const HS256 = { alg: "HS256", kid: dev.id };
const good = () => ({ sub: "ada", iat: now(), exp: now() + 60 });

function unsigned(alg: string): string {
	return `${encodeBase64url(utf8(JSON.stringify({ alg, kid: dev.id })))}.${encodeBase64url(utf8(JSON.stringify(good())))}.`;
}

/** Tickets that are no good, by what is wrong with them. */
const TICKETS: readonly (readonly [string, FaultCode, () => string | Promise<string>])[] = [
	["[TICKET1] of the algorithm none", "bad_ticket", () => unsigned("none")],
	[
		"[TICKET1] of the algorithm none, with a signature",
		"bad_ticket",
		() => jwt({ ...HS256, alg: "none" }, good(), dev.secret),
	],
	["[TICKET1] that says HS512", "bad_ticket", () => jwt({ ...HS256, alg: "HS512" }, good(), dev.secret)],
	["[TICKET1] that says RS256", "bad_ticket", () => jwt({ ...HS256, alg: "RS256" }, good(), dev.secret)],
	["[TICKET1] signed with another secret", "bad_ticket", () => jwt(HS256, good(), "another secret")],
	["[TICKET1] signed with no secret", "bad_ticket", () => jwt(HS256, good(), "\0")],
	["[TICKET1] of an unknown key", "bad_ticket", () => jwt({ alg: "HS256", kid: "nobody" }, good(), dev.secret)],
	["[TICKET1] without a key id", "bad_ticket", () => jwt({ alg: "HS256" }, good(), dev.secret)],
	[
		"[TICKET1] with an extension that must be understood",
		"bad_ticket",
		() => jwt({ ...HS256, crit: ["x"], x: 1 }, good(), dev.secret),
	],
	["[TICKET1] that is no token", "bad_ticket", () => "garbage"],
	["[TICKET1] of two parts", "bad_ticket", () => "e30.e30"],
	["[TICKET1] that is empty", "bad_ticket", () => ""],
	[
		"[TICKET1] with other claims than were signed",
		"bad_ticket",
		async () => {
			const [header, , signature] = (await ticketOf("ada")).split(".");
			return `${header}.${encodeBase64url(utf8(JSON.stringify({ ...good(), sub: "root" })))}.${signature}`;
		},
	],
	["[TICKET2] of another app's key", "bad_ticket", () => ticketOf("ada", {}, TEST_KEYS.o1)],
	["[TICKET3] without a sub", "bad_ticket", () => jwt(HS256, { iat: now(), exp: now() + 60 }, dev.secret)],
	["[TICKET3] whose claims are no object", "bad_ticket", () => jwt(HS256, ["ada"], dev.secret)],
	["[TICKET3] with too much info", "bad_ticket", () => ticketOf("ada", { info: "x".repeat(LIMITS.userInfoBytes) })],
	["[TICKET4] that has expired", "ticket_expired", () => ticketOf("ada", { exp: now() - 1 })],
	[
		"[TICKET5] that would live too long",
		"bad_ticket",
		() => ticketOf("ada", { exp: now() + LIMITS.ticketLifeSeconds + 90 }),
	],
	["[TICKET5] that is not valid yet", "bad_ticket", () => ticketOf("ada", { nbf: now() + 600 })],
	[
		"[TICKET6] for another channel",
		"forbidden",
		() => ticketOf("ada", { channels: [canonicalPart(channelOf({ item: "x" }))] }),
	],
	["[TICKET6] for no channel at all", "forbidden", () => ticketOf("ada", { channels: [] })],
	["[HTTP3] that is an origin's token", "bad_ticket", () => originToken()],
];

describe("a ticket", () => {
	test.each(TICKETS)("%s is refused with %s, on a socket and over HTTP, and wakes no room", async (_, code, make) => {
		const channel = newChannel();
		const ticket = await make();
		const socket = await upgrade(await pathOf(channel, "socket"), { ticket });
		await expectRefused(socket, code);
		expect(await isAwake(channel)).toBe(false);
	});

	test.each(TICKETS.filter(([title]) => !title.includes("origin's")))(
		"%s is refused with %s over HTTP too",
		async (_, code, make) => {
			const channel = newChannel();
			const answer = await askJson(await pathOf(channel, "poll"), undefined, {
				Authorization: `Bearer ${await make()}`,
			});
			expect(faultCode(answer)).toBe(code);
			expect(answer.status).toBe(FAULTS[code].http);
			expect(await isAwake(channel)).toBe(false);
		},
	);

	test("[TICKET6] for this channel is taken, by its part of the hash or its canonical form", async () => {
		const channel = newChannel();
		for (const part of [canonicalPart(channelOf(channel)), canonicalForm(channelOf(channel))]) {
			const socket = await open(channel, { ticket: await ticketOf("ada", { channels: ["other", part] }) });
			expect(socket.of("welcome")).toMatchObject([{ you: { id: "ada" } }]);
		}
	});

	test("[TICKET2] of another key of the same app is taken", async () => {
		const socket = await open(newChannel(), { ticket: await ticketOf("ada", {}, TEST_KEYS.k2) });
		expect(socket.of("welcome")).toMatchObject([{ you: { id: "ada" } }]);
	});
});

describe("a hash", () => {
	const forged: readonly (readonly [string, (channel: ChannelInput) => Promise<string>])[] = [
		[
			"[HASH6] with a wrong signature",
			async (channel) => {
				const [key, part] = (await hashOf(channel)).split(".");
				return `${key}.${part}.${"A".repeat(43)}`;
			},
		],
		["[HASH6] of an unknown key", async (channel) => `nobody${(await hashOf(channel)).slice(3)}`],
		["[HASH6] with another key's signature", async (channel) => `k2${(await hashOf(channel)).slice(3)}`],
		["[HASH5] that is cut off", async (channel) => (await hashOf(channel)).slice(0, -1)],
		["[HASH5] that is none", async () => "hello"],
	];

	test.each(forged)("%s is refused alike everywhere, and wakes no room", async (_, forge) => {
		const channel = newChannel();
		const before = await roomCount();
		const hash = await forge(channel);
		for (const path of [`/v1/channels/${hash}/socket`, `/parties/channel/${hash}`])
			await expectRefused(await upgrade(path), "bad_hash");
		for (const action of ["poll", "history"]) {
			const answer = await askJson(`/v1/channels/${hash}/${action}`);
			expect([answer.status, answer.body]).toEqual([
				403,
				{ fault: { code: "bad_hash", message: FAULTS.bad_hash.message } },
			]);
		}
		for (const action of ["publish", "signal"])
			expect(faultCode(await askJson(`/v1/channels/${hash}/${action}`, { name: "a" }))).toBe("bad_hash");
		expect(await roomCount()).toBe(before);
	});
});

describe("an upgrade", () => {
	test.each(["nonsense", "e:-1", "e:1:2", "e:01"])(
		"[RESUME5][SOCKET4] since %s is refused, and wakes no room",
		async (since) => {
			const channel = newChannel();
			await expectRefused(await upgrade(await pathOf(channel, "socket"), { since }), "bad_cursor");
			expect(await isAwake(channel)).toBe(false);
		},
	);

	test("[SOCKET4][HTTP2] of a path that is none is refused in the same way", async () => {
		const before = await roomCount();
		await expectRefused(await upgrade("/v1/nothing"), "not_found");
		expect(await roomCount()).toBe(before);
	});

	test("[SOCKET4][SOCKET1] that is refused still gets the subprotocol that it asked for", async () => {
		const refused = await upgrade("/v1/channels/none/socket");
		expect(refused.response.headers.get("Sec-WebSocket-Protocol")).toBe("parlour.v1");
		await expectRefused(refused, "bad_hash");
	});
});

describe("an origin's credentials on a channel", () => {
	test("[HTTP4] of another app are forbidden", async () => {
		const path = await pathOf(newChannel(), "history");
		for (const Authorization of [basic(TEST_KEYS.o1), `Bearer ${await originToken({}, TEST_KEYS.o1)}`]) {
			const answer = await askJson(path, undefined, { Authorization });
			expect([answer.status, faultCode(answer)]).toEqual([403, "forbidden"]);
		}
	});

	test("[HTTP3] that are wrong are refused, and those that are none are a bad ticket", async () => {
		const path = await pathOf(newChannel(), "history");
		const wrong = await askJson(path, undefined, { Authorization: basic({ id: "dev", secret: "wrong" }) });
		expect(faultCode(wrong)).toBe("bad_credentials");
		const odd = await ask(path, { headers: { Authorization: "Digest x" } });
		expect(odd.status).toBe(401);
	});
});
