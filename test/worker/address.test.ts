import { describe, expect, test } from "vitest";
import { addressOf } from "../../src/worker/address.ts";

const headers = (given: Record<string, string>) => new Headers(given);

describe("the address of a guest", () => {
	test("[RATE6] on the platform is what the platform says", () => {
		const asked = { cf: { colo: "FRA" }, headers: headers({ "CF-Connecting-IP": "192.0.2.7" }) };
		expect(addressOf(asked, undefined)).toBe("192.0.2.7");
	});

	test("[RATE6] elsewhere is the peer, whatever headers say", () => {
		const forged = headers({ "CF-Connecting-IP": "9.9.9.9", "X-Forwarded-For": "9.9.9.9", "X-Real-IP": "9.9.9.9" });
		expect(addressOf({ cf: { clientIp: "192.0.2.7:4711" }, headers: forged }, undefined)).toBe("192.0.2.7");
		expect(addressOf({ cf: { clientIp: "127.0.0.1:4711" }, headers: forged }, undefined)).toBeUndefined();
		expect(addressOf({ cf: { clientIp: "[::1]:4711" }, headers: forged }, undefined)).toBeUndefined();
		expect(addressOf({ headers: forged }, undefined)).toBeUndefined();
	});

	test("[RATE6] behind a proxy is what its header says last, where the operator has named it", () => {
		const asked = { cf: { clientIp: "127.0.0.1:1" }, headers: headers({ "X-Forwarded-For": "9.9.9.9, 192.0.2.7" }) };
		expect(addressOf(asked, "X-Forwarded-For")).toBe("192.0.2.7");
		expect(addressOf(asked, "X-Real-IP")).toBeUndefined();
	});

	test.each([
		["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"],
		["2001:0DB8:0001:0002::9", "2001:db8:1:2::"],
		["2001:db8::1", "2001:db8:0:0::"],
		["::ffff:192.0.2.7", "192.0.2.7"],
		["unknown", undefined],
		["", undefined],
		["1:2:3", undefined],
		["x".repeat(100), undefined],
	])("[RATE6] of %s is counted as %s", (given, counted) => {
		expect(addressOf({ headers: headers({ "X-Real-IP": given }) }, "X-Real-IP")).toBe(counted);
	});

	test("[RATE6] of the runtime with an IPv6 peer is its network", () => {
		expect(addressOf({ cf: { clientIp: "[2001:db8:1:2::9]:4711" }, headers: headers({}) }, undefined)).toBe(
			"2001:db8:1:2::",
		);
	});
});
