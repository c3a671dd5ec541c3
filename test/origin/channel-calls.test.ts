import { describe, expect, test } from "vitest";
import { fakeOrigin, fault, type Reply } from "./fake.ts";

const answer = (body: object): Reply => ({ status: 200, body });
const asked = ({ sent }: ReturnType<typeof fakeOrigin>) => sent.map(({ method, url, body }) => [method, url, body]);

describe("what an origin asks of one channel", () => {
	test("[MOD1] [MOD3] [MOD4] kicks, bans and mutes", async () => {
		const fake = fakeOrigin(() => answer({}));
		await fake.origin.kick("k.h.s", "ada");
		await fake.origin.kick("k.h.s", 7, { ban: true, mute: 60 });
		expect(asked(fake)).toEqual([
			["POST", "https://p.example/v1/channels/k.h.s/kick", { user: "ada" }],
			["POST", "https://p.example/v1/channels/k.h.s/kick", { user: "7", ban: true, mute: 60 }],
		]);
		expect(fake.sent[0]?.headers["Authorization"]).toMatch(/^Basic /);
	});

	test.each([{ guests: true }, { guests: false }, {}])("[MOD8] a measure is answered with %j", async (body) => {
		const fake = fakeOrigin(() => answer(body));
		expect(await fake.origin.kick("k.h.s", "ada", { ban: 60 })).toEqual(body);
	});

	test("[MOD5] redacts by numbers and by user, and answers the numbers", async () => {
		const fake = fakeOrigin(() => answer({ seqs: [3, 4] }));
		expect(await fake.origin.redact("k.h.s", { seqs: [3, 4] })).toEqual([3, 4]);
		expect(await fake.origin.redact("k.h.s", { user: "ada" })).toEqual([3, 4]);
		expect(fake.sent.map(({ body }) => body)).toEqual([{ seqs: [3, 4] }, { user: "ada" }]);
	});

	test("[MOD7] erases once, whatever comes of it", async () => {
		const fake = fakeOrigin((_, index) => (index === 0 ? answer({}) : new Error("gone")));
		await fake.origin.erase("k.h.s");
		await expect(fake.origin.erase("k.h.s")).rejects.toMatchObject({ code: "unreachable" });
		expect(asked(fake)).toEqual([
			["DELETE", "https://p.example/v1/channels/k.h.s", null],
			["DELETE", "https://p.example/v1/channels/k.h.s", null],
		]);
	});

	test("[PRES9] [LOG11] reads presence and history", async () => {
		const present = { count: 2, members: [{ id: "ada", name: "Ada" }] };
		const page = { events: [{ type: "event", seq: 1, at: 5, name: "n", data: null, from: { id: "ada" } }], more: true };
		const fake = fakeOrigin((_, index) => answer(index === 0 ? present : page));
		expect(await fake.origin.presence("k.h.s")).toEqual(present);
		expect(await fake.origin.history("k.h.s", { before: "e:9", limit: 1 })).toMatchObject({
			events: [{ seq: 1, name: "n", from: { id: "ada" } }],
			more: true,
		});
		await fake.origin.history("k.h.s");
		expect(fake.sent.map(({ url }) => url.replace("https://p.example/v1/channels/", ""))).toEqual([
			"k.h.s/presence",
			"k.h.s/history?before=e%3A9&limit=1",
			"k.h.s/history",
		]);
	});

	test("a hash from outside names no other path", async () => {
		const fake = fakeOrigin(() => fault(403, "bad_hash"));
		await expect(fake.origin.presence("../../x?y")).rejects.toMatchObject({ code: "bad_hash", status: 403 });
		expect(fake.sent[0]?.url).toBe("https://p.example/v1/channels/..%2F..%2Fx%3Fy/presence");
	});

	test("what passes is tried again, and what lasts is not", async () => {
		const passing = fakeOrigin((_, index) => (index === 0 ? fault(503, "overloaded") : answer({})));
		await passing.origin.kick("k.h.s", "ada");
		expect(passing.sent).toHaveLength(2);
		const lasting = fakeOrigin(() => fault(403, "forbidden"));
		await expect(lasting.origin.kick("k.h.s", "ada")).rejects.toMatchObject({ code: "forbidden" });
		expect(lasting.sent).toHaveLength(1);
	});
});
