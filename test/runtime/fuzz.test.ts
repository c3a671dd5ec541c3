import * as fc from "fast-check";
import { expect, test } from "vitest";
import { Origin } from "../../src/origin/index.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { hashOf, notify } from "./support/origin.ts";
import { Reader } from "./support/reader.ts";
import { runtime } from "./support/runtime.ts";

const SEED = 20_261_121;
const FRAMES = 20_000;
/** So many that each stays under its rate: a frame over the rate is refused before anything reads it. */
const SOCKETS = 25;
const CHANNEL = { component: "chat", area: "fuzz" };
const { id: key, secret } = TEST_KEYS.dev;

const anything = fc.jsonValue({ maxDepth: 3 });
const type = fc.constantFrom("publish", "signal", "call", "replay", "renew", "state", "receipt");
const field = fc.constantFrom(
	"ref",
	"name",
	"data",
	"id",
	"expectHead",
	"after",
	"ticket",
	"seq",
	"component",
	"__proto__",
);

/** What a page may send, in proportions that keep both the decoders and what lies behind them busy. */
const frame = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.record({
			type,
			ref: fc.string({ maxLength: 8 }),
			name: fc.string({ maxLength: 20 }),
			data: anything,
		}),
	},
	{
		weight: 3,
		arbitrary: fc.tuple(type, fc.dictionary(field, anything)).map(([of, fields]) => ({ ...fields, type: of })),
	},
	{
		weight: 1,
		arbitrary: fc.record({ type: fc.constant("replay"), after: fc.oneof(fc.nat(), fc.string(), fc.constant("x:9")) }),
	},
	{ weight: 1, arbitrary: fc.record({ type: fc.string(), data: anything }) },
	{ weight: 1, arbitrary: anything },
);

/** As it goes over the wire: mostly JSON, at times cut off, deep, binary, or long. */
const wire = fc.oneof(
	{ weight: 20, arbitrary: frame.map((value) => JSON.stringify(value)) },
	{ weight: 2, arbitrary: frame.map((value) => JSON.stringify(value).slice(0, -1)) },
	{ weight: 1, arbitrary: fc.string() },
	{
		weight: 1,
		arbitrary: fc.nat(200).map((depth) => `{"type":"state","data":${"[".repeat(depth)}${"]".repeat(depth)}}`),
	},
	{ weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((bytes) => Buffer.from(bytes)) },
	{ weight: 1, arbitrary: fc.constant(`{"type":"signal","name":"long","data":"${"x".repeat(40_000)}"}`) },
);

test("[FRAME5][FRAME6][FRAME8] nothing that a page sends keeps the room from serving the others", async () => {
	const { url } = await runtime();
	const hash = await hashOf(CHANNEL);
	const origin = new Origin({ url, key, secret });
	const witness = new Reader(url, hash);
	const pages = await Promise.all(
		Array.from(
			{ length: SOCKETS },
			async (_, n) => new Reader(url, hash, undefined, await origin.ticket({ user: `u${n}` })),
		),
	);
	await Promise.all([witness, ...pages].map(async (reader) => reader.welcome()));

	const sent = fc.sample(wire, { seed: SEED, numRuns: FRAMES });
	for (const [index, message] of sent.entries()) pages[index % SOCKETS]?.socket.send(message);
	// A page's frames are read in their order: where the last is answered, all are done with.
	for (const page of pages) page.send({ type: "the last", ref: "last" });
	await Promise.all(pages.map(async (page) => page.until(() => page.of("fault").some(({ ref }) => ref === "last"))));
	expect(sent).toHaveLength(FRAMES);

	const [result] = await notify(url, hash, [{ name: "still-here", data: 1 }]);
	await witness.until(({ events }) => events.some(({ name }) => name === "still-here"));
	expect(result).toMatchObject({ recipients: expect.any(Number) as number });
	const late = new Reader(url, hash);
	expect((await late.welcome()).cursor).toMatch(new RegExp(`:${result?.seq}$`));
	// The room was kept busy: it took some, and refused some for each of its reasons.
	const codes = new Set(pages.flatMap((page) => page.of("fault").map(({ code }) => code)));
	expect([...codes]).toEqual(
		expect.arrayContaining(["bad_frame", "bad_cursor", "bad_ticket", "too_large", "unknown_cursor"]),
	);
	// Whatever the pages did to the log, the witness saw it in order and without a hole.
	const seqs = witness.of("event").map(({ seq }) => seq);
	expect(seqs).toEqual(seqs.map((_, index) => index + 1));
});
