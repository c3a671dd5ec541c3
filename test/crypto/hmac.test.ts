import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { hmacSha256, sameSecret, verifyHmacSha256 } from "../../src/crypto/hmac.ts";
import { utf8 } from "../../src/protocol/utf8.ts";

const SECRETS = ["s", "with spaces  ", "ключ-🔑", "x".repeat(200)];

describe("HMAC-SHA256", () => {
	test.each(SECRETS)("[HASH2] with the secret %j is what Node makes", async (secret) => {
		const expected = createHmac("sha256", Buffer.from(secret, "utf8")).update("some bytes").digest();
		expect(Buffer.from(await hmacSha256(secret, utf8("some bytes")))).toEqual(expected);
	});

	test("[HASH6] verifies its own, and no other, shorter or longer signature", async () => {
		const bytes = utf8("some bytes");
		const signature = await hmacSha256("s", bytes);
		expect(await verifyHmacSha256("s", signature, bytes)).toBe(true);
		expect(await verifyHmacSha256("t", signature, bytes)).toBe(false);
		expect(await verifyHmacSha256("s", signature, utf8("other bytes"))).toBe(false);
		expect(await verifyHmacSha256("s", signature.slice(0, 31), bytes)).toBe(false);
		expect(await verifyHmacSha256("s", Uint8Array.of(...signature, 0), bytes)).toBe(false);
		expect(await verifyHmacSha256("s", new Uint8Array(0), bytes)).toBe(false);
	});
});

describe("comparing secrets", () => {
	test.each(SECRETS)("[HTTP3] takes %j for itself only", (secret) => {
		expect(sameSecret(secret, secret)).toBe(true);
		const others = ["", secret.slice(0, -1), `${secret} `, `${secret}x`, `${secret}\0`];
		expect(others.map((other) => sameSecret(other, secret))).toEqual(others.map(() => false));
	});
});
