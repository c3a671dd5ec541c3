import { describe, expect, test } from "vitest";
import { Coalescer, type CoalescerOptions } from "../../src/worker/coalescer.ts";
import { ManualHost } from "../support/host.ts";

interface Call {
	readonly items: readonly string[];
	readonly answer: () => void;
	readonly fail: (thrown: Error) => void;
}

/** A coalescer, and the calls that it makes; the test answers them. */
function setUp(options: Partial<CoalescerOptions> = {}) {
	const host = new ManualHost();
	const calls: Call[] = [];
	const kept: Promise<unknown>[] = [];
	const limits = { underWay: 1, items: 10, calls: 10, patienceMs: 1_000, answerMs: 30_000 };
	const coalescer = new Coalescer<string, string>({ ...limits, ...options, after: (ms, task) => host.after(ms, task) });
	const call = (items: readonly string[]): Promise<string[]> => {
		const { promise, resolve, reject } = Promise.withResolvers<string[]>();
		calls.push({ items, answer: () => resolve(items.map((item) => item.toUpperCase())), fail: reject });
		return promise;
	};
	const send = (...items: string[]) =>
		coalescer.send("room", items, { call, keep: (promise) => void kept.push(promise) });
	return { coalescer, host, calls, kept, send, call };
}

/** Lets everything run that waits for nothing else. */
async function settled(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}

describe("what several requests have for one object", () => {
	test("goes at once while few calls are under way, then together, each answered with its own", async () => {
		const { calls, send } = setUp({ underWay: 2 });
		const sent = [send("a"), send("b"), send("c", "d"), send("e")];
		await settled();
		expect(calls.map(({ items }) => items)).toEqual([["a"], ["b"]]);
		calls[1]?.answer();
		await settled();
		expect(calls.map(({ items }) => items)).toEqual([["a"], ["b"], ["c", "d", "e"]]);
		calls[0]?.answer();
		calls[2]?.answer();
		expect(await Promise.all(sent)).toEqual([["A"], ["B"], ["C", "D"], ["E"]]);
	});

	test("goes to each object by itself", async () => {
		const { calls, coalescer, call, send } = setUp();
		const sent = [send("a"), coalescer.send("other", ["b"], { call, keep: () => undefined })];
		await settled();
		expect(calls.map(({ items }) => items)).toEqual([["a"], ["b"]]);
		for (const { answer } of calls) answer();
		expect(await Promise.all(sent)).toEqual([["A"], ["B"]]);
	});

	test("takes no more into one call than it carries, and a single request whole", async () => {
		const { calls, send } = setUp({ items: 3 });
		const sent = [send("a"), send("b", "c"), send("d", "e"), send("f", "g", "h", "i")];
		for (let call = 0; call < 4; call++) {
			await settled();
			calls[call]?.answer();
		}
		await Promise.all(sent);
		expect(calls.map(({ items }) => items.join(""))).toEqual(["a", "bc", "de", "fghi"]);
	});

	test("fails together, and what comes after it does not", async () => {
		const { calls, send } = setUp();
		const sent = [send("a"), send("b"), send("c")];
		await settled();
		calls[0]?.answer();
		await settled();
		calls[1]?.fail(new Error("overloaded"));
		const results = await Promise.allSettled(sent);
		expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "rejected"]);
		const next = send("d");
		calls[2]?.answer();
		expect(await next).toEqual(["D"]);
	});

	test("is kept going by the request that carries it, although that one's own answer is there", async () => {
		const { calls, kept, send } = setUp();
		const [first, second] = [send("a"), send("b")];
		await settled();
		calls[0]?.answer();
		expect(await first).toEqual(["A"]);
		let isOver = false;
		void kept[0]?.then(() => (isOver = true));
		await settled();
		expect(isOver).toBe(false);
		calls[1]?.answer();
		expect(await second).toEqual(["B"]);
		await settled();
		expect(isOver).toBe(true);
	});
});

describe("a request that is cut off", () => {
	test("holds up those who wait no longer than their patience, and those who come then not at all", async () => {
		const { calls, host, send } = setUp();
		// Never answered, as if its request had ended.
		void send("lost");
		const waiting = [send("a"), send("b")];
		await settled();
		expect(calls).toHaveLength(1);
		host.advance(1_000);
		for (const call of [1, 2]) {
			await settled();
			calls[call]?.answer();
		}
		expect(await Promise.all(waiting)).toEqual([["A"], ["B"]]);
		expect(calls.map(({ items }) => items)).toEqual([["lost"], ["a"], ["b"]]);
		const next = send("c");
		await settled();
		expect(calls.at(-1)?.items).toEqual(["c"]);
		calls.at(-1)?.answer();
		expect(await next).toEqual(["C"]);
	});

	test("leaves those that it took along with a fault in the end, for nobody knows what became of theirs", async () => {
		const { calls, host, send } = setUp();
		void send("a");
		const taken = send("b");
		await settled();
		calls[0]?.answer();
		await settled();
		expect(calls).toHaveLength(2);
		host.advance(1_000);
		host.advance(30_000);
		await expect(taken).rejects.toMatchObject({ fault: { code: "internal" } });
	});

	test("makes so many calls for others and no more; the next request goes on", async () => {
		const { calls, send } = setUp({ calls: 2, items: 1 });
		const sent = [send("a"), send("b"), send("c")];
		for (const call of [0, 1]) {
			await settled();
			calls[call]?.answer();
		}
		await settled();
		expect(calls).toHaveLength(2);
		sent.push(send("d"));
		for (const call of [2, 3]) {
			await settled();
			calls[call]?.answer();
		}
		expect(await Promise.all(sent)).toEqual([["A"], ["B"], ["C"], ["D"]]);
	});
});
