import { describe, expect, test } from "vitest";
import { LIMITS } from "../../src/protocol/limits.ts";
import { fakeOrigin, fault, storeAll } from "./fake.ts";

const channel = { component: "chat", item: 7 };
const message = { channel, name: "1", data: { text: "hi" } };
const stored = (seq: number) => ({ ok: true, seq, at: 5, cursor: `e:${seq}`, recipients: 2 });
const numbered = (count: number, data = "") =>
	Array.from({ length: count }, (_, index) => ({ channel, name: String(index + 1), data }));

describe("notify", () => {
	test("[HTTP3] authenticates with HTTP Basic over the UTF-8 bytes of key id and secret", async () => {
		const { origin, sent } = fakeOrigin(storeAll, { secret: "sécret: with spaces 🔑" });
		await origin.notify(message);
		const basic = sent[0]?.headers["Authorization"]?.replace("Basic ", "") ?? "";
		expect(Buffer.from(basic, "base64").toString("utf8")).toBe("dev:sécret: with spaces 🔑");
		expect(sent[0]?.url).toBe("https://p.example/v1/notify");
	});

	test("[NOTIFY1] answers one message with one result and a list with a list in its order", async () => {
		const { origin, sent } = fakeOrigin(storeAll);
		expect(await origin.notify(message)).toEqual(stored(1));
		expect(await origin.notify(numbered(3))).toEqual([stored(1), stored(2), stored(3)]);
		expect(await origin.notify([])).toEqual([]);
		expect(sent).toHaveLength(2);
		expect(sent[0]?.messages).toEqual([{ ...message, id: "id-1" }]);
	});

	test("[NOTIFY6] splits what one request may not hold, by number and by bytes, in order", async () => {
		const many = fakeOrigin(storeAll);
		const results = await many.origin.notify(numbered(2 * LIMITS.notifyMessages + 1));
		expect(many.sent.map(({ messages }) => messages.length)).toEqual([100, 100, 1]);
		expect(results.map((result) => result.ok && result.seq)).toEqual(numbered(201).map(({ name }) => Number(name)));

		const big = fakeOrigin(storeAll);
		await big.origin.notify(numbered(3, "x".repeat(LIMITS.notifyBytes / 2 - 200)));
		expect(big.sent.map(({ messages }) => messages.length)).toEqual([2, 1]);
	});

	test("[NOTIFY3] gives a refused message its fault and the others their places", async () => {
		const { origin } = fakeOrigin((sent) => {
			const refused = { fault: { code: "area_off", message: "This area is switched off." } };
			const all = storeAll(sent) as { status: number; body: { results: unknown[] } };
			return { status: 200, body: { results: [refused, ...all.body.results.slice(1)] } };
		});
		const results = await origin.notify(numbered(2));
		expect(results).toEqual([
			{ ok: false, fault: { code: "area_off", message: "This area is switched off." } },
			stored(2),
		]);
	});

	test("[NOTIFY4] reads the results also where every one is a conflict and the status says so", async () => {
		const conflict = { code: "conflict", message: "The log has moved on.", newer: [{ seq: 9 }] };
		const { origin, sent } = fakeOrigin(() => ({ status: 409, body: { results: [{ fault: conflict }] } }));
		expect(await origin.notify({ ...message, expectHead: 3 })).toEqual({ ok: false, fault: conflict });
		expect(sent).toHaveLength(1);
	});

	test.each([undefined, null, Number.NaN, Number.POSITIVE_INFINITY])(
		"[SDK8] an expectHead that is given as %s is refused before anything is sent",
		async (expectHead) => {
			const { origin, sent } = fakeOrigin(storeAll);
			// As a caller without a compiler, or without exact optional properties, hands it over.
			const conditional = { ...message, expectHead: expectHead as number };
			await expect(origin.notify([message, conditional])).rejects.toMatchObject({
				code: "bad_request",
				message: "messages[1].expectHead has no value; leave it out where there is no condition.",
			});
			expect(sent).toEqual([]);
			expect(await origin.notify(message)).toMatchObject({ ok: true });
		},
	);

	test("[NOTIFY5] throws what is wrong with the request as a whole, once, with its code and status", async () => {
		const { origin, sent } = fakeOrigin(() => fault(401, "bad_credentials"));
		await expect(origin.notify(message)).rejects.toMatchObject({ code: "bad_credentials", status: 401, results: [] });
		expect(sent).toHaveLength(1);
	});

	test("a later request that fails leaves the results of the earlier ones on the error", async () => {
		const { origin } = fakeOrigin((sent, index) => (index === 0 ? storeAll(sent) : fault(400, "bad_request")));
		const failed = await origin.notify(numbered(101)).catch((error: unknown) => error);
		expect(failed).toMatchObject({ code: "bad_request", results: { length: 100, 99: stored(100) } });
	});

	test("data that JSON cannot say is refused before anything is sent", async () => {
		const { origin, sent } = fakeOrigin(storeAll);
		await expect(origin.notify([message, { ...message, data: 1n }])).rejects.toMatchObject({ code: "bad_request" });
		expect(sent).toHaveLength(0);
	});
});
