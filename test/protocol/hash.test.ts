import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ChannelInput, canonicalForm, channelOf } from "../../src/protocol/channel.ts";
import { formatHash, hashInput, parseHash } from "../../src/protocol/hash.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { hmacSha256, verifyHmacSha256 } from "../../src/crypto/hmac.ts";

interface Accepted {
	readonly name: string;
	readonly key: string;
	readonly secret: string;
	readonly channel: ChannelInput;
	readonly canonical: string;
	readonly hash: string;
}

interface Rejected {
	readonly name: string;
	readonly hash: string;
}

const file = new URL("../vectors/channel-hash.json", import.meta.url);
const { accept, reject } = JSON.parse(readFileSync(file, "utf8")) as { accept: Accepted[]; reject: Rejected[] };

/** The secrets of the keys that the vectors name. */
const SECRETS = new Map(accept.map(({ key, secret }) => [key, secret]));

async function accepts(hash: string): Promise<boolean> {
	const parsed = parseHash(hash);
	const secret = parsed && SECRETS.get(parsed.keyId);
	return secret !== undefined && verifyHmacSha256(secret, parsed!.signature, parsed!.signed);
}

describe("the vectors", () => {
	test("hold enough to mean something", () => {
		expect(accept.length).toBeGreaterThanOrEqual(20);
		expect(reject.length).toBeGreaterThanOrEqual(12);
	});

	test.each(accept)("[HASH8][HASH2] signs $name with $key to the letter", async ({ key, secret, channel, hash }) => {
		const whole = channelOf(channel);
		expect(formatHash(key, whole, await hmacSha256(secret, hashInput(whole)))).toBe(hash);
	});

	test.each(accept)("[HASH8] accepts $name of $key", async ({ channel, canonical, hash, secret }) => {
		const parsed = parseHash(hash)!;
		expect(parsed.channel).toEqual(channelOf(channel));
		expect(parsed.canonical).toBe(canonical);
		expect(canonicalForm(parsed.channel)).toBe(canonical);
		expect(await verifyHmacSha256(secret, parsed.signature, parsed.signed)).toBe(true);
	});

	test.each(reject)("[HASH8][HASH5] refuses $name", async ({ hash }) => {
		expect(await accepts(hash)).toBe(false);
	});

	test("[HASH6] no single changed character leaves a hash good", async () => {
		const { hash } = accept[0]!;
		const changed = Array.from(
			hash,
			(character, at) => hash.slice(0, at) + (character === "A" ? "B" : "A") + hash.slice(at + 1),
		);
		expect(await Promise.all(changed.map(accepts))).toEqual(changed.map(() => false));
	});
});

describe("taking a hash apart", () => {
	const { hash } = accept[0]!;
	test.each([
		["a further dot", `${hash}.`],
		["a missing part", hash.slice(0, hash.lastIndexOf("."))],
		["an empty key id", hash.slice(hash.indexOf("."))],
		["a key id with a foreign character", `d/v${hash.slice(3)}`],
		["a key id that is too long", "k".repeat(65) + hash.slice(3)],
		["padding", `${hash}=`],
		["a signature of 31 bytes", hash.slice(0, -2)],
		["a signature of 33 bytes", `${hash}A`],
		["a hash over its limit", `dev.${"A".repeat(LIMITS.hashBytes)}.${"A".repeat(43)}`],
	])("[HASH5] refuses %s", (_, text) => {
		expect(parseHash(text)).toBeUndefined();
	});
});
