import { Buffer } from "node:buffer";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeBase64url, encodeBase64url } from "../../src/protocol/base64url.ts";

const bytes = fc.uint8Array({ maxLength: 300 });

describe("base64url", () => {
	test("encodes as Node does and comes back as it was", () => {
		const property = fc.property(bytes, (value) => {
			const text = encodeBase64url(value);
			expect(text).toBe(Buffer.from(value).toString("base64url"));
			expect(decodeBase64url(text)).toEqual(new Uint8Array(value));
		});
		fc.assert(property, { seed: 1, numRuns: 300 });
	});

	test("[HASH5] no second text decodes: whatever is accepted is what would have been written", () => {
		let accepted = 0;
		const anyText = fc.string({ unit: fc.constantFrom(...Array.from("AQgw09_-zZ+/= \n")), maxLength: 9 });
		const property = fc.property(anyText, (text) => {
			const value = decodeBase64url(text);
			if (value === undefined) return;
			accepted++;
			expect(encodeBase64url(value)).toBe(text);
		});
		fc.assert(property, { seed: 2, numRuns: 3_000 });
		expect(accepted).toBeGreaterThan(100);
	});

	test.each([
		["padding", "YQ=="],
		["an impossible length", "YWJjZ"],
		["a character of plain base64", "+/+/"],
		["a space", "YW Jj"],
		["a newline at the end", "YWJj\n"],
		["spare bits after one byte", "YR"],
		["spare bits after two bytes", "YWJ"],
		["a letter that only looks like one", "YWJс"],
		["a character outside the basic plane", "YW🔑"],
	])("[HASH5] refuses %s", (_, text) => {
		expect(decodeBase64url(text)).toBeUndefined();
	});
});
