import { jwtVerify } from "jose";
import { expect, test } from "vitest";
import { canonicalPart, channelOf } from "../../../src/protocol/channel.ts";
import type { Json } from "../../../src/protocol/json.ts";
import { readClaims } from "../../../src/protocol/ticket.ts";
import { utf8 } from "../../../src/protocol/utf8.ts";
import { TEST_KEYS } from "../../support/keys.ts";
import { ask, type Sdk } from "../driver.ts";

const { dev, k2 } = TEST_KEYS;
const KEY = { key: dev.id, secret: dev.secret };

export function ticketContract(sdk: Sdk): void {
	const full = {
		user: "ада-1",
		name: "Ada 🦋 / Лавлейс",
		info: { colour: "blue", "a/b": ["\u2028", 1.5, null, true] },
		role: "moderator",
		channels: [{ item: 7 }, { context: "course:15", details: "é" }],
		groups: ["course:15", "команда"],
		expiresIn: 600,
	};

	test("[TICKET1] [TICKET3] a ticket is a JWT that others verify, with the claims that were given", async () => {
		const ticket = await ask<string>(sdk, { do: "ticket", ...KEY, options: full });
		const { payload, protectedHeader } = await jwtVerify(ticket, utf8(dev.secret), { algorithms: ["HS256"] });
		expect(protectedHeader).toEqual({ alg: "HS256", typ: "JWT", kid: dev.id });
		const read = readClaims(payload as Json, Date.now());
		expect(read).toEqual({
			user: { id: full.user, name: full.name, info: full.info, role: "moderator" },
			issued: Number(payload.iat) * 1000,
			expires: Number(payload.exp) * 1000,
			channels: full.channels.map((channel) => canonicalPart(channelOf(channel))),
			groups: full.groups,
		});
		expect(Number(payload.exp) - Number(payload.iat)).toBe(600);
		await expect(jwtVerify(ticket, utf8(k2.secret))).rejects.toThrow("signature");
	});

	test("[TICKET8] a ticket with nothing but its user is a member's, for an hour", async () => {
		const ticket = await ask<string>(sdk, { do: "ticket", ...KEY, options: { user: 42 } });
		const { payload } = await jwtVerify(ticket, utf8(dev.secret));
		expect(readClaims(payload as Json, Date.now()).user).toEqual({ id: "42", role: "member" });
		expect(payload).toEqual({ sub: "42", iat: payload.iat, exp: Number(payload.iat) + 3600 });
	});
}
