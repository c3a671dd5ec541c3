import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Origin } from "../../src/origin/index.ts";
import type { ChannelInput } from "../../src/origin/index.ts";

interface Vector {
	readonly key: string;
	readonly secret: string;
	readonly channel: ChannelInput;
	readonly hash: string;
}

const file = new URL("../vectors/channel-hash.json", import.meta.url);
const { accept } = JSON.parse(readFileSync(file, "utf8")) as { accept: Vector[] };
const url = "https://parlour.example";

describe("channelHash", () => {
	test("[HASH8] signs what the vectors say, to the letter", async () => {
		expect(accept.length).toBeGreaterThan(5);
		for (const { key, secret, channel, hash } of accept)
			expect(await new Origin({ url, key, secret }).channelHash(channel)).toBe(hash);
	});

	test("[HASH3] takes a missing property as empty and a whole number as its decimal text", async () => {
		const origin = new Origin({ url, key: "dev", secret: "s" });
		const short = await origin.channelHash({ context: "c", item: 7 });
		expect(short).toBe(await origin.channelHash({ context: "c", component: "", area: "", item: "7", details: "" }));
	});

	test("[HASH3] refuses a property that is neither a text nor a whole number", async () => {
		const origin = new Origin({ url, key: "dev", secret: "s" });
		await expect(origin.channelHash({ item: 1.5 })).rejects.toMatchObject({ name: "OriginError", code: "bad_request" });
		await expect(origin.channelHash({ item: "\ud800" })).rejects.toMatchObject({ code: "bad_request" });
	});

	test("[HASH4] signs nothing that is over a limit", async () => {
		const origin = new Origin({ url, key: "dev", secret: "s" });
		await expect(origin.channelHash({ item: "é".repeat(101) })).rejects.toMatchObject({ code: "bad_request" });
		const long = "x".repeat(200);
		const channel = { context: long, component: long, area: long };
		await expect(origin.channelHash(channel)).rejects.toMatchObject({ code: "bad_request" });
	});
});

describe("new Origin", () => {
	test("refuses a malformed key id, an empty secret and an address that is no plain HTTP address", () => {
		const good = { url, key: "dev", secret: "s" };
		for (const wrong of [
			{ key: "a.b" },
			{ key: "" },
			{ secret: "" },
			{ url: "parlour.example" },
			{ url: "ftp://parlour.example" },
			{ url: "https://user:canary@parlour.example" },
		])
			expect(() => new Origin({ ...good, ...wrong })).toThrowError(expect.not.stringContaining("canary"));
	});
});
