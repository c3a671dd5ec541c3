import { describe, expect, test } from "vitest";
import { storedFrame } from "../../../../src/rooms/core/encode.ts";
import type { LogPage } from "../../../../src/rooms/core/relay/delivery.ts";
import { Tail } from "../../../../src/rooms/core/relay/tail.ts";
import { ManualHost, turn } from "../../../support/host.ts";
import { range } from "../../../support/room.ts";

/** A tail whose pages the test hands over. */
class Source {
	readonly host = new ManualHost();
	readonly asked: number[] = [];
	readonly #pages: PromiseWithResolvers<LogPage>[] = [];
	readonly tail = new Tail((after) => {
		this.asked.push(after);
		const page = Promise.withResolvers<LogPage>();
		this.#pages.push(page);
		return page.promise;
	}, this.host);

	constructor(head = 0) {
		this.tail.reset({ epoch: "e", head, floor: 0 });
	}

	append(after: number, to: number, text = "x"): void {
		this.tail.append({ items: rows(after + 1, to, text), after, to });
	}

	/** Answers the oldest question. */
	async answer(page: { first: number; last: number; floor?: number }): Promise<void> {
		const { first, last, floor = 0 } = page;
		this.#pages.shift()?.resolve({ epoch: "e", head: last, floor, rows: rows(first, last), end: last });
		await turn();
	}

	async fail(): Promise<void> {
		this.#pages.shift()?.reject(new Error("out of reach"));
		await turn();
	}

	seqs(after: number): number[] {
		return this.tail.read(after, this.tail.head, Number.POSITIVE_INFINITY).map(({ seq }) => seq);
	}
}

function rows(first: number, last: number, text = "x") {
	return range(first, last).map((seq) => ({ seq, at: 0, frame: storedFrame(text) }));
}

describe("a tail", () => {
	test("[RELAY3] holds what was passed on, and asks for what is older", () => {
		const source = new Source(5);
		source.append(5, 8);
		expect(source.tail.holds(5)).toBe(true);
		expect(source.seqs(6)).toEqual([7, 8]);
		expect(source.asked).toEqual([]);
		expect(source.tail.holds(3)).toBe(false);
		expect(source.asked).toEqual([3]);
	});

	test("[RELAY2] takes nothing twice, and begins anew after a hole", () => {
		const source = new Source();
		source.append(0, 4);
		source.append(2, 5);
		expect(source.seqs(0)).toEqual([1, 2, 3, 4, 5]);
		source.append(9, 10);
		expect(source.seqs(9)).toEqual([10]);
		expect(source.tail.holds(5)).toBe(false);
	});

	test("[RELAY3] forgets the oldest past its size", () => {
		const source = new Source();
		source.append(0, 10, "x".repeat(500_000));
		expect(source.tail.holds(0)).toBe(false);
		const kept = source.seqs(9);
		expect(kept).toEqual([10]);
		expect(source.tail.holds(5)).toBe(true);
		expect(source.seqs(5)).toEqual([6, 7, 8, 9, 10]);
	});

	test("[RELAY8] measures what is left once most of it was redacted", () => {
		const source = new Source();
		source.append(0, 8, "x".repeat(500_000));
		source.tail.blank(range(1, 8));
		source.append(8, 9, "x".repeat(3_000_000));
		source.append(9, 10, "x".repeat(3_000_000));
		expect(source.seqs(9)).toEqual([10]);
	});

	test("[RELAY3] knows of nothing lost beyond what was passed on", () => {
		const source = new Source(3);
		source.tail.advance({ head: 3, floor: 7 });
		expect(source.tail.floor).toBe(3);
		source.append(3, 9);
		expect(source.tail.floor).toBe(7);
	});
});

describe("pages of what is older", () => {
	test("[RELAY3] are read from until they end, and the next is asked for then", async () => {
		const source = new Source(20);
		source.tail.holds(0);
		await source.answer({ first: 1, last: 10 });
		expect(source.tail.holds(4)).toBe(true);
		expect(source.seqs(4)).toEqual([5, 6, 7, 8, 9, 10]);
		expect(source.tail.holds(10)).toBe(false);
		expect(source.asked).toEqual([0, 10]);
	});

	test("[RELAY3] tell what retention has taken meanwhile", async () => {
		const source = new Source(20);
		source.tail.holds(2);
		await source.answer({ first: 9, last: 20, floor: 8 });
		expect(source.tail.floor).toBe(8);
		expect(source.tail.holds(2)).toBe(true);
	});

	test("[RELAY8] that were under way when something was redacted are not taken", async () => {
		const source = new Source(20);
		source.tail.holds(0);
		source.tail.blank([3]);
		await source.answer({ first: 1, last: 20 });
		expect(source.tail.holds(0)).toBe(false);
		expect(source.asked).toEqual([0, 0]);
	});

	test("[RELAY3] are asked for a few at a time, and after a pause where the room could not be reached", async () => {
		const source = new Source(100);
		for (const after of range(0, 50)) source.tail.holds(after);
		expect(source.asked).toEqual([0, 1, 2, 3]);
		await source.fail();
		source.tail.holds(50);
		expect(source.asked).toHaveLength(4);
		source.host.advance(500);
		source.tail.holds(50);
		expect(source.asked).toEqual([0, 1, 2, 3, 50]);
	});
});
