import { describe, expect, test } from "vitest";
import { answerCall, Origin, OriginError, type OriginOptions, verifyWebhook } from "../../src/origin/index.ts";
import { fakeOrigin, storeAll } from "./fake.ts";

const channel = { context: "course:15", item: 7 };
const whole: OriginOptions = { url: "https://p.example", key: "dev", secret: "s" };

/** What a slip of the hand is told; as a program without types would make it. */
async function complaint(work: (origin: Origin) => unknown): Promise<string> {
	const { origin, sent } = fakeOrigin(storeAll);
	const thrown: unknown = await Promise.resolve()
		.then(() => work(origin))
		.then(
			() => undefined,
			(error: unknown) => error,
		);
	expect(sent).toEqual([]);
	expect(thrown).toBeInstanceOf(OriginError);
	expect(thrown).toHaveProperty("code", "bad_request");
	return (thrown as OriginError).message;
}

/** As a program without types writes it. */
const slip = (value: unknown): never => value as never;

describe("a slip in a name", () => {
	test.for<[string, (origin: Origin) => unknown, string[]]>([
		["a channel", (o) => o.channelHash(slip({ contxt: "a" })), ["channel", '"contxt"', '"context"']],
		["a message", (o) => o.notify(slip({ channel, name: "n", dta: 1 })), ["messages[0]", '"dta"', '"data"']],
		["a message's channel", (o) => o.notify([slip({ channel: { iten: 7 }, name: "n" })]), ["channel", '"item"']],
		[
			"what waits for receipts",
			(o) => o.notify(slip({ channel, name: "n", receipts: { wiat: 5 } })),
			["messages[0].receipts", '"wait"'],
		],
		["a ticket", (o) => o.ticket(slip({ user: 1, nmae: "Ada" })), ["ticket", '"nmae"', '"name"']],
		["a ticket of Python's", (o) => o.ticket(slip({ user: 1, expires_in: 5 })), ['"expiresIn"']],
		["a ticket's channel", (o) => o.ticket({ user: 1, channels: [slip({ aera: "x" })] }), ["channels[0]", '"area"']],
		["a measure", (o) => o.kick("k.h.s", "ada", slip({ bann: 60 })), ['"bann"', '"ban"']],
		["a redaction", (o) => o.redact("k.h.s", slip({ seq: [1] })), ['"seq"', '"seqs"']],
		["a page", (o) => o.history("k.h.s", slip({ limt: 5 })), ['"limt"', '"limit"']],
		["an opening", (o) => o.chat.open(slip({ kind: "group", user: [], name: "n" })), ['"user"', '"users"']],
		["a person", (o) => o.chat.introduce([slip({ id: "1", nam: "Ada" })]), ["users", '"name"']],
		["a saying", (o) => o.chat.post("g.1", slip({ txt: "hi" })), ['"txt"', '"text"']],
		["a change of members", (o) => o.chat.members("g.1", slip({ adds: [] })), ['"adds"', '"add"']],
		["an option", () => new Origin(slip({ ...whole, secrt: "s" })), ['"secrt"', '"secret"']],
	])("[SDK3] in %s is refused with the name and the likely one", async ([, work, told]) => {
		const message = await complaint(work);
		for (const word of told) expect(message).toContain(word);
	});

	test("[SDK3] that is like no other is told all that there are", async () => {
		expect(await complaint(async (origin) => origin.ticket(slip({ user: 1, zebra: 1 })))).toContain(
			"It takes user, name, info, role, channels, groups, expiresIn.",
		);
	});

	test("[SDK3] a message or a ticket that is no object is refused", async () => {
		expect(await complaint(async (origin) => origin.notify(slip([undefined as unknown as object])))).toContain(
			"messages[0] must be an object",
		);
		expect(await complaint(async (origin) => origin.ticket("ada" as never))).toContain("must be an object");
	});
});

describe("a variable of the environment that is not set", () => {
	const none: { readonly [name: string]: string | undefined } = {};

	test.for<[keyof OriginOptions, RegExp]>([
		["secret", /^secret is undefined/],
		["key", /^key is missing/],
		["url", /^url is missing/],
	])("[SDK4] as %s of an origin is refused by its name", ([name, message]) => {
		expect(() => new Origin({ ...whole, [name]: none["PARLOUR_UNSET"] })).toThrow(message);
	});

	test("[SDK4] as a secret of webhooks is refused, and is no wrong signature", async () => {
		const request = { body: "{}", headers: {} };
		await expect(verifyWebhook(request, none["PARLOUR_UNSET"])).rejects.toThrow("secret is undefined");
		await expect(answerCall(request, ["s", none["PARLOUR_UNSET"]], () => null)).rejects.toThrow(
			"secrets[1] is undefined",
		);
		await expect(answerCall(request, "", () => null)).rejects.toThrow("secret is empty");
	});
});

describe("a body that something has parsed already", () => {
	const headers = { "webhook-id": "1", "webhook-timestamp": "1", "webhook-signature": "v1,x" };

	test.for<[string, () => unknown]>([
		["an object", () => ({ type: "call" })],
		["nothing", () => undefined],
	])("[SDK5] %s is refused with what to hand over", async ([, body]) => {
		const request = { headers, body: body() } as { headers: object; body: string } as never;
		await expect(answerCall(request, "s", () => null)).rejects.toMatchObject({ code: "bad_request" });
		await expect(verifyWebhook(request, "s")).rejects.toThrow("raw text");
	});

	test("[SDK5] a Request whose body was read is refused in the same way", async () => {
		const request = new Request("https://a.example/hook", { method: "POST", body: "{}", headers });
		await request.json();
		await expect(answerCall(request, "s", () => null)).rejects.toThrow("has been read already");
	});
});
