import { inspect } from "node:util";
import { jwtVerify } from "jose";
import { describe, expect, test } from "vitest";
import { canonicalPart, channelOf } from "../../src/protocol/channel.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import { fakePorts } from "./fake.ts";
import { Origin, type TicketOptions } from "../../src/origin/index.ts";

const secret = "ключ-with-ünïcode-🔑-and-spaces  ";
const NOW = 1_800_000_000;

function origin(): Origin {
	return new Origin({ url: "https://parlour.example", key: "k2", secret }, fakePorts({ now: NOW * 1000 + 400 }));
}

async function claims(options: TicketOptions): Promise<{ payload: object; protectedHeader: object }> {
	return jwtVerify(await origin().ticket(options), utf8(secret), { currentDate: new Date(NOW * 1000) });
}

describe("ticket", () => {
	test("[TICKET1] is a JWT of HS256 that names its key", async () => {
		const { protectedHeader } = await claims({ user: "u1" });
		expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT", kid: "k2" });
	});

	test("[TICKET3] carries who the bearer is, and lives an hour where nothing else is said", async () => {
		expect((await claims({ user: 42 })).payload).toEqual({ sub: "42", iat: NOW, exp: NOW + 3600 });
		const all = {
			name: "Ada",
			info: { colour: "teal" },
			role: "moderator",
			groups: ["course:15"],
		} as const;
		const { payload } = await claims({ user: "u1", ...all, expiresIn: 60 });
		expect(payload).toEqual({ sub: "u1", iat: NOW, exp: NOW + 60, ...all });
	});

	test("[TICKET6] lists the canonical parts of the channels that it is good for", async () => {
		const channel = { component: "chat", item: 7 };
		const { payload } = await claims({ user: "u1", channels: [channel] });
		expect(payload).toMatchObject({ channels: [canonicalPart(channelOf(channel))] });
	});

	test("[TICKET5] lives 24 hours at most", async () => {
		await expect(origin().ticket({ user: "u", expiresIn: LIMITS.ticketLifeSeconds })).resolves.toBeTypeOf("string");
		for (const expiresIn of [LIMITS.ticketLifeSeconds + 1, 0, -5, Number.NaN, Number.POSITIVE_INFINITY])
			await expect(origin().ticket({ user: "u", expiresIn })).rejects.toMatchObject({ code: "bad_ticket" });
	});

	test("[TICKET3] is not signed where the deployment would refuse it", async () => {
		for (const wrong of [
			{ user: "" },
			{ user: "x".repeat(LIMITS.userIdBytes + 1) },
			{ user: 1.5 },
			{ user: "u", name: "n".repeat(LIMITS.userNameBytes + 1) },
			{ user: "u", info: "i".repeat(LIMITS.userInfoBytes) },
			{ user: "u", groups: Array.from({ length: 100 }, () => "g".repeat(100)) },
		])
			await expect(origin().ticket(wrong)).rejects.toMatchObject({ name: "OriginError", code: "bad_ticket" });
	});

	test("[HTTP12] an origin that is logged does not show its secret", () => {
		expect(inspect(origin(), { depth: 9, showHidden: true })).not.toContain("ключ");
		expect(JSON.stringify(origin())).toBe("{}");
	});
});
