import { describe, expect, test } from "vitest";
import type { Json } from "../../src/protocol/json.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { readClaims } from "../../src/protocol/ticket.ts";
import { faultIn } from "../support/faults.ts";

const NOW_S = 1_800_000_000;
const NOW = NOW_S * 1000;

function claims(more: { readonly [claim: string]: Json | undefined } = {}): Json {
	return { sub: "ada", iat: NOW_S, exp: NOW_S + 60, ...more };
}

function refusal(more: { readonly [claim: string]: Json | undefined }, now = NOW): string {
	return faultIn(() => readClaims(claims(more), now)).code;
}

describe("claims", () => {
	test("[TICKET3][TICKET8] are read, with a member's role where none is given", () => {
		expect(readClaims(claims(), NOW)).toEqual({
			user: { id: "ada", name: undefined, info: undefined, role: "member" },
			expires: NOW + 60_000,
			channels: undefined,
			groups: [],
			issued: NOW,
		});
		const all = { name: "Ada", info: { a: 1 }, role: "moderator", channels: ["x"], groups: ["g"] };
		expect(readClaims(claims(all), NOW)).toEqual({
			user: { id: "ada", name: "Ada", info: { a: 1 }, role: "moderator" },
			expires: NOW + 60_000,
			channels: ["x"],
			groups: ["g"],
			issued: NOW,
		});
	});

	test.each([
		["no sub", { sub: undefined }],
		["an empty sub", { sub: "" }],
		["a sub over its limit", { sub: "é".repeat(LIMITS.userIdBytes / 2 + 1) }],
		["a sub that is a number", { sub: 7 }],
		["no exp", { exp: undefined }],
		["an exp that is text", { exp: String(NOW_S + 60) }],
		["a negative exp", { exp: -1 }],
		["no iat", { iat: undefined }],
		["an nbf that is text", { nbf: "now" }],
		["a name over its limit", { name: "n".repeat(LIMITS.userNameBytes + 1) }],
		["a name that is an object", { name: {} }],
		["an unknown role", { role: "admin" }],
		["channels that are no list", { channels: "all" }],
		["channels with a number", { channels: [1] }],
		["groups with an object", { groups: [{}] }],
		["too many groups", { groups: Array.from({ length: 1_001 }, String) }],
	])("[TICKET3] %s is a bad ticket", (_, more) => {
		expect(refusal(more)).toBe("bad_ticket");
	});

	test.each([[null], [[]], ["text"], [7]])("[TICKET3] a payload %j is a bad ticket", (payload) => {
		expect(faultIn(() => readClaims(payload, NOW)).code).toBe("bad_ticket");
	});

	test("[TICKET3] info may take its limit in bytes and not one more", () => {
		const most = "é".repeat((LIMITS.userInfoBytes - 2) / 2);
		expect(readClaims(claims({ info: most }), NOW).user.info).toBe(most);
		expect(refusal({ info: `${most}x` })).toBe("bad_ticket");
	});

	test("[TICKET4] a ticket is good until its exp, and not at it", () => {
		expect(readClaims(claims(), NOW + 59_999).user.id).toBe("ada");
		expect(refusal({}, NOW + 60_000)).toBe("ticket_expired");
		expect(refusal({ exp: 0 })).toBe("ticket_expired");
	});

	test("[TICKET5] a ticket may live for its limit and not a second longer", () => {
		const exp = NOW_S + LIMITS.ticketLifeSeconds;
		expect(readClaims(claims({ exp }), NOW).expires).toBe(exp * 1000);
		expect(refusal({ exp: exp + 1 })).toBe("bad_ticket");
		// An `iat` ahead of this clock does not buy more time than the skew that it stands for.
		const skew = LIMITS.clockSkewSeconds;
		expect(readClaims(claims({ iat: NOW_S + skew, exp: exp + skew }), NOW).user.id).toBe("ada");
		expect(refusal({ iat: NOW_S - 1, exp })).toBe("bad_ticket");
	});

	test("[TICKET5] a clock may be ahead by its limit and not a second more", () => {
		const skew = LIMITS.clockSkewSeconds;
		for (const claim of ["iat", "nbf"]) {
			expect(readClaims(claims({ [claim]: NOW_S + skew, exp: NOW_S + skew + 60 }), NOW).user.id).toBe("ada");
			expect(refusal({ [claim]: NOW_S + skew + 1, exp: NOW_S + skew + 60 })).toBe("bad_ticket");
		}
	});

	test("[HTTP12] a refusal repeats nothing of the ticket", () => {
		const fault = faultIn(() => readClaims(claims({ role: "canary-role", name: "canary-name" }), NOW));
		expect(JSON.stringify(fault)).not.toContain("canary");
	});
});
