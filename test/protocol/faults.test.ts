import { describe, expect, test } from "vitest";
import { FaultError, faultOf } from "../../src/protocol/fault.ts";
import { FAULTS, remedyOf } from "../../src/protocol/faults.ts";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { utf8 } from "../../src/protocol/utf8.ts";

const rows = Object.entries(FAULTS);

describe("the table of faults", () => {
	test("[FAULT1] has each code and each close code once, and a message for each", () => {
		expect(Object.keys(FAULTS)).toEqual(Object.keys(CLOSE_CODES));
		expect(new Set(rows.map(([, { close }]) => close)).size).toBe(rows.length);
		for (const [code, { close, http, message }] of rows) {
			expect(close).toBe(CLOSE_CODES[code as keyof typeof CLOSE_CODES]);
			expect(http).toBeGreaterThanOrEqual(400);
			expect(http).toBeLessThan(600);
			expect(message).toMatch(/\.$/);
		}
	});

	test("[FAULT4] has codes that fit into a close reason", () => {
		for (const [code] of rows) expect(utf8(code).length).toBeLessThanOrEqual(LIMITS.closeReasonBytes);
	});

	test.each([
		[4000, "stop"],
		[4099, "stop"],
		[4100, "reauth"],
		[4199, "reauth"],
		[4200, "backoff"],
		[4299, "backoff"],
		[4300, "retry"],
		[4399, "retry"],
	])("[FAULT2] the remedy of %d is %s, whether or not the code is known", (code, remedy) => {
		expect(remedyOf(code)).toBe(remedy);
	});

	test.each([1000, 1001, 1005, 1006, 1009, 1011, 3999, 4400, 4999])("[FAULT3] %d is a lost connection", (code) => {
		expect(remedyOf(code)).toBe("backoff");
	});

	test("[FAULT2] statuses agree with remedies: only what may succeed later is a failure of the server", () => {
		const wrong = rows.filter(([code, { close, http }]) => {
			const reauth = http === 401 && code !== "bad_credentials";
			const temporary = http === 429 || (http >= 500 && http !== 501);
			const remedy = remedyOf(close);
			return reauth ? remedy !== "reauth" : temporary !== (remedy === "backoff" || remedy === "retry");
		});
		expect(wrong).toEqual([]);
	});
});

describe("faults", () => {
	test("carry the table's message unless given another", () => {
		expect(new FaultError("full").fault).toEqual({ code: "full", message: FAULTS.full.message });
		expect(new FaultError("full", "No.", { retryAfter: 5 }).fault).toEqual({
			code: "full",
			message: "No.",
			retryAfter: 5,
		});
	});

	test.each([[new Error("canary")], ["canary"], [undefined], [{ fault: { code: "full", message: "canary" } }]])(
		"[FAULT6] %j becomes internal without any detail",
		(thrown) => {
			expect(faultOf(thrown)).toEqual({ code: "internal", message: FAULTS.internal.message });
		},
	);
});
