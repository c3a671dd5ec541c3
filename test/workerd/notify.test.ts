import { describe, expect, test } from "vitest";
import type { Json } from "../../src/protocol/json.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { basic, hashOf, jwt, originToken, ticketOf } from "../support/tokens.ts";
import { open, openAs } from "./support/socket.ts";
import { ask, askJson, faultCode, isAwake, newChannel, notify, publish } from "./support/worker.ts";

type Result = { readonly seq?: number; readonly fault?: { readonly code: string; readonly message: string } };

async function results(messages: Json): Promise<Result[]> {
	const { body } = await notify(messages);
	return body["results"] as Result[];
}

function brief(all: readonly Result[]): (string | number | undefined)[] {
	return all.map(({ seq, fault }) => fault?.code ?? seq);
}

describe("notify", () => {
	test("[NOTIFY1][NOTIFY6] goes to any channels and answers in the order of the messages", async () => {
		const [one, two] = [newChannel(), newChannel("mod_quiz")];
		const order = [one, two, one, two, one].map((channel, data) => ({ channel, name: "a", data }));
		const { status, body } = await notify(order);
		expect(status).toBe(200);
		expect(body["results"]).toMatchObject([1, 1, 2, 2, 3].map((seq) => ({ seq, recipients: 0 })));
		const socket = await open(one, { since: `${await epochOf(one)}:0` });
		expect((await socket.take("event", 3)).map(({ data }) => data)).toEqual([0, 2, 4]);
	});

	test("[NOTIFY1] takes its limit of messages, and neither one more nor none", async () => {
		const channel = newChannel();
		const most = Array.from({ length: LIMITS.notifyMessages }, (_, data) => ({ channel, name: "a", data }));
		expect(brief(await results(most))).toEqual(most.map((_, index) => index + 1));
		for (const wrong of [[...most, most[0]], []] as Json[]) {
			const answer = await notify(wrong);
			expect([answer.status, faultCode(answer)]).toEqual([400, "bad_request"]);
		}
		expect(await publish(channel, "next")).toMatchObject({ seq: most.length + 1 });
	});

	test("[NOTIFY3] a fault in one message keeps none of the others back", async () => {
		const channel = newChannel();
		const hash = await hashOf(channel);
		const mixed: Json = [
			{ channel, name: "first" },
			{ channel },
			{ name: "nowhere" },
			{ channel: { item: 1.5 }, name: "a" },
			{ hash: `${hash}x`, name: "a" },
			{ channel, name: "parlour.redact" },
			{ channel, name: "a", data: "x".repeat(LIMITS.messageBytes) },
			{ channel, name: "a", expectHead: 99 },
			{ channel, name: "a", exclude: Array.from({ length: LIMITS.excludeUsers + 1 }, String) },
			"text",
			{ hash, name: "last" },
		];
		const { status, body } = await notify(mixed);
		expect(status).toBe(200);
		expect(brief(body["results"] as Result[])).toEqual([
			1,
			"bad_request",
			"bad_request",
			"bad_request",
			"bad_hash",
			"forbidden",
			"too_large",
			"unknown_cursor",
			"bad_request",
			"bad_request",
			2,
		]);
		expect((body["results"] as Result[])[1]?.fault?.message).toContain("name");
	});

	test.each<[string, Json, string]>([
		["a message", { dta: 1 }, 'A message has no field "dta". Did you mean "data"?'],
		["a channel", { channel: { contxt: "a" } }, 'channel has no field "contxt". Did you mean "context"?'],
		["receipts", { receipts: { wiat: 5 } }, 'receipts has no field "wiat". Did you mean "wait"?'],
	])("[HTTP15] a slip in a field of %s is refused, and nothing is stored", async (_, slip, message) => {
		const channel = newChannel();
		const [refused, stored] = await results([
			{ channel, name: "a", ...(slip as object) },
			{ channel, name: "b" },
		] as Json);
		expect(refused?.fault).toMatchObject({ code: "bad_request", message });
		expect(stored?.seq).toBe(1);
	});

	test("[HTTP15] a slip in the body's own field is refused", async () => {
		const body = { message: [{ channel: newChannel(), name: "a" }] };
		const answer = await askJson("/v1/notify", body, { Authorization: basic() });
		expect(answer.status).toBe(400);
		expect(JSON.stringify(answer.body)).toMatch(/Did you mean .*messages/);
		const hash = await askJson("/v1/hash", { channel: { iten: 7 } }, { Authorization: basic() });
		expect(hash.status).toBe(400);
		expect(JSON.stringify(hash.body)).toMatch(/Did you mean .*item/);
	});

	test("[HTTP15] what a message may have by the book is taken", async () => {
		const channel = { ...newChannel(), item: 7, details: "d" };
		const message = { channel, name: "a", data: 1, id: "i", exclude: "ada", expectHead: 0, receipts: { wait: 0 } };
		expect(brief(await results([message]))).toEqual([1]);
	});

	test.each<[Json, string]>([
		[true, "exclude must be a text or a whole number or a list."],
		["", "exclude must be a text of 1 to 128 bytes."],
		[["ada", 4.5], "exclude[1] must be a whole number."],
		[{ "0": "ada" }, "exclude must be a text or a whole number or a list."],
	])("[NOTIFY9] %j to exclude is refused with what it must be", async (exclude, message) => {
		const [refused] = await results([{ channel: newChannel(), name: "a", exclude }]);
		expect(refused?.fault).toMatchObject({ code: "bad_request", message });
	});

	test("[NOTIFY2] a message that names its channel in both ways is a bad request, even where they agree", async () => {
		const channel = newChannel();
		const both = [{ channel, hash: await hashOf(channel), name: "a" }];
		expect(brief(await results(both))).toEqual(["bad_request"]);
	});

	test("[HTTP4] a hash of another app is forbidden, and its room is left alone", async () => {
		const channel = newChannel();
		expect(brief(await results([{ hash: await hashOf(channel, TEST_KEYS.o1), name: "a" }]))).toEqual(["forbidden"]);
		expect(await isAwake(channel, "other")).toBe(false);
	});

	test("[NOTIFY4][LOG4] is answered with 409 where every result is a conflict, and with 200 where one is not", async () => {
		const channel = newChannel();
		await publish(channel, "a");
		const lost = { channel, name: "b", expectHead: 0 };
		const conflict = await notify([lost, lost]);
		expect(conflict.status).toBe(409);
		expect(conflict.body["results"]).toMatchObject([
			{ fault: { code: "conflict", newer: [{ type: "event", seq: 1, name: "a" }] } },
			{ fault: { code: "conflict" } },
		]);
		expect((await notify([lost, { channel, name: "c" }])).status).toBe(200);
	});

	test("[NOTIFY8][LOG8] counts who it was handed to, and those excluded get a skip", async () => {
		const channel = newChannel();
		const [ada, bob] = [await openAs("ada", channel), await openAs("bob", channel)];
		expect(await publish(channel, "a", { exclude: "ada" })).toMatchObject({ recipients: 1 });
		expect(await bob.take("event")).toMatchObject([{ seq: 1 }]);
		expect(await ada.take("skip")).toEqual([{ type: "skip", seq: 1 }]);
	});

	test("[LOG2] with an id that is known stores nothing, and answers the same", async () => {
		const channel = newChannel();
		const first = await publish(channel, "a", { id: "x" });
		const again = await publish(channel, "b", { id: "x" });
		expect(again).toMatchObject({ seq: first.seq, at: first.at, cursor: first.cursor });
		expect(await publish(channel, "c")).toMatchObject({ seq: 2 });
	});

	test("[LOG5] an expected head of another epoch is unknown, and a malformed one bad", async () => {
		const channel = newChannel();
		await publish(channel, "a");
		const message = { channel, name: "b" };
		const heads = ["otherepoch:0", "nonsense"].map((expectHead) => ({ ...message, expectHead }));
		expect(brief(await results(heads))).toEqual(["unknown_cursor", "bad_cursor"]);
	});
});

async function epochOf(channel: Parameters<typeof open>[0]): Promise<string> {
	return (await open(channel)).of("welcome")[0]!.cursor.split(":")[0]!;
}

const seconds = () => Math.floor(Date.now() / 1000);
const { dev, o1 } = TEST_KEYS;

describe("an origin's credentials", () => {
	const good: readonly (readonly [string, () => string | Promise<string>])[] = [
		["Basic", () => basic()],
		["Basic of the app's other key", () => basic(TEST_KEYS.k2)],
		["basic in small letters", () => basic().replace("Basic", "basic")],
		["a Bearer token", async () => `Bearer ${await originToken()}`],
	];
	test.each(good)("[HTTP3] %s are taken", async (_, make) => {
		const { body } = await notify([{ channel: newChannel(), name: "a" }], await make());
		expect(body["results"]).toMatchObject([{ seq: 1 }]);
	});

	const bad: readonly (readonly [string, () => string | Promise<string>])[] = [
		["that are missing", () => ""],
		["Basic with a wrong secret", () => basic({ id: dev.id, secret: `${dev.secret}x` })],
		["Basic with no secret", () => basic({ id: dev.id, secret: "" })],
		["Basic with another key's secret", () => basic({ id: dev.id, secret: o1.secret })],
		["Basic with an unknown key", () => basic({ id: "nobody", secret: dev.secret })],
		["Basic without a colon", () => `Basic ${btoa("dev")}`],
		["Basic that is no base64", () => "Basic ***"],
		["of another scheme", () => "Digest x"],
		["a bare word", () => "Basic"],
		["a token of another scope", async () => `Bearer ${await originToken({ scope: "page" })}`],
		["a token with a list of scopes", async () => `Bearer ${await originToken({ scope: ["origin"] })}`],
		["a token that has expired", async () => `Bearer ${await originToken({ exp: seconds() - 1 })}`],
		["a token that is not valid yet", async () => `Bearer ${await originToken({ nbf: seconds() + 600 })}`],
		[
			"a token without an end",
			async () => `Bearer ${await jwt({ alg: "HS256", kid: "dev" }, { scope: "origin" }, dev.secret)}`,
		],
		[
			"a token by another secret",
			async () => `Bearer ${await originToken({}, { ...dev, secret: o1.secret } as unknown as typeof dev)}`,
		],
		["a ticket", async () => `Bearer ${await ticketOf("ada")}`],
	];
	test.each(bad)("[HTTP3][NOTIFY5] %s are refused, and nothing is stored", async (_, make) => {
		const channel = newChannel();
		const headers: Record<string, string> = {};
		const authorization = await make();
		if (authorization !== "") headers["Authorization"] = authorization;
		const answer = await askJson("/v1/notify", { messages: [{ channel, name: "a" }] }, headers);
		expect([answer.status, faultCode(answer)]).toEqual([401, "bad_credentials"]);
		expect(answer.headers.get("WWW-Authenticate")).toContain("Basic");
		expect(await isAwake(channel)).toBe(false);
	});
});

/** A body that comes in pieces, without a length, and counts how much of it was asked for. */
function stream(pieces: number, piece: Uint8Array) {
	const taken = { bytes: 0 };
	const body = new ReadableStream<Uint8Array>({
		pull(controller) {
			if (taken.bytes >= pieces * piece.length) return controller.close();
			taken.bytes += piece.length;
			controller.enqueue(piece.slice());
		},
	});
	return { body, taken };
}

test.each([
	["half a surrogate pair in its data", String.raw`{"channel":{},"name":"a","data":"\ud83e"}`, "surrogate"],
	["half a surrogate pair in a key", String.raw`{"channel":{},"name":"a","data":{"\ud83e":1}}`, "surrogate"],
	["an integer that loses digits", '{"channel":{},"name":"a","data":9007199254740993}', "2^53"],
	[
		"data that is too deep",
		`{"channel":{},"name":"a","data":${"[".repeat(LIMITS.jsonDepth + 1)}${"]".repeat(LIMITS.jsonDepth + 1)}}`,
		"levels",
	],
])("[NOTIFY3][FRAME13][FRAME14][FRAME15] %s is the fault of its message alone", async (_, bad, says) => {
	const good = JSON.stringify({ channel: newChannel(), name: "a", data: 1e300 });
	const answer = await askJson("/v1/notify", `{"messages":[${good},${bad},${good}]}`, { Authorization: basic() });
	expect(answer.status).toBe(200);
	expect(answer.body["results"]).toMatchObject([
		{ seq: 1 },
		{ fault: { code: "bad_request", message: expect.stringContaining(says) as string } },
		{ seq: 2 },
	]);
});

describe("a body", () => {
	const authorized = { Authorization: basic() };

	test.each([
		["no JSON", "{"],
		["nothing", ""],
		["a list", "[]"],
		["no list of messages", '{"messages":{}}'],
		["a key __proto__", '{"messages":[{"channel":{},"name":"a","data":{"__proto__":1}}]}'],
		["too much nesting", `{"messages":[{"channel":{},"name":"a","data":${"[".repeat(40)}${"]".repeat(40)}}]}`],
	])("[HTTP6][HTTP7][NOTIFY5] of %s is a bad request", async (_, body) => {
		const answer = await askJson("/v1/notify", body, authorized);
		expect([answer.status, faultCode(answer)]).toEqual([400, "bad_request"]);
	});

	test("[HTTP6] that lacks a field is told which", async () => {
		const { body } = await askJson("/v1/notify", { message: [] }, authorized);
		expect(body).toMatchObject({ fault: { message: expect.stringContaining("messages") as string } });
	});

	test("[HTTP6] that is not UTF-8 is a bad request", async () => {
		const body = Uint8Array.of(0x22, 0xff, 0x22);
		const response = await ask("/v1/notify", { method: "POST", body, headers: authorized });
		expect(response.status).toBe(400);
	});

	test("[HTTP5] over the limit is refused by its length, before any of it is read", async () => {
		const body = new Uint8Array(LIMITS.notifyBytes + 1).fill(0x20);
		const response = await ask("/v1/notify", { method: "POST", body, headers: authorized });
		expect(response.status).toBe(413);
		expect(await response.json()).toMatchObject({ fault: { code: "too_large" } });
	});

	test("[HTTP5] over the limit without a length is refused as soon as it is passed", async () => {
		const { body, taken } = stream(64, new Uint8Array(1_048_576).fill(0x20));
		const response = await ask("/v1/notify", { method: "POST", body, headers: authorized });
		expect(response.status).toBe(413);
		await response.text();
		expect(taken.bytes).toBeLessThan(16 * 1_048_576);
	});

	test("[HTTP5] at the limit is read, in pieces too", async () => {
		const channel = newChannel();
		const text = JSON.stringify({ messages: [{ channel, name: "a" }] });
		const padded = new TextEncoder().encode(text.padEnd(LIMITS.notifyBytes));
		const { body } = stream(1, padded);
		const response = await ask("/v1/notify", { method: "POST", body, headers: authorized });
		expect(await response.json()).toMatchObject({ results: [{ seq: 1 }] });
	});
});
