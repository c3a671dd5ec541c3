import { FaultError } from "../protocol/fault.ts";

export interface CoalescerOptions {
	/** How many calls to one object may be under way before what comes in waits for one of them. */
	readonly underWay: number;
	/** How many items one call carries at most, where more than one request has some. */
	readonly items: number;
	/** How many calls one request makes for others: the platform bounds the calls of a request. */
	readonly calls: number;
	/** How long a request waits for its turn before it goes by itself, in milliseconds. */
	readonly patienceMs: number;
	/** How long a request waits for a call that another one makes for it, in milliseconds. */
	readonly answerMs: number;
	/** Runs something later, and returns how to call it off. */
	readonly after: (ms: number, task: () => void) => () => void;
}

/** What a request has of its own: nothing of the platform's can be used in another one. */
export interface Carrier<Item, Answer> {
	/** Makes a call, and answers each item in its place. */
	readonly call: (items: readonly Item[]) => Promise<readonly Answer[]>;
	/** Keeps the request going until a promise settles, also when its client is gone. */
	readonly keep: (promise: Promise<unknown>) => void;
}

interface Waiting<Item, Answer> {
	readonly items: readonly Item[];
	readonly answered: PromiseWithResolvers<readonly Answer[]>;
	isTaken: boolean;
}

interface Line<Item, Answer> {
	readonly object: string;
	underWay: number;
	waiting: Waiting<Item, Answer>[];
}

/**
 * Puts together what several requests have for one object. A call costs far more than what is in it, so the first few go
 * at once, and what comes in while those are under way is carried by whichever of them is back first. A request that is
 * never taken along, because the one that would have done it has been cut off, goes by itself after a while.
 */
export class Coalescer<Item, Answer> {
	readonly #options: CoalescerOptions;
	readonly #lines = new Map<string, Line<Item, Answer>>();

	constructor(options: CoalescerOptions) {
		this.#options = options;
	}

	/** Sends items to an object, and answers each in its place. Rejects with what its call was rejected with. */
	async send(object: string, items: readonly Item[], carrier: Carrier<Item, Answer>): Promise<readonly Answer[]> {
		const line = this.#lines.get(object) ?? { object, underWay: 0, waiting: [] };
		this.#lines.set(object, line);
		const own = { items, answered: Promise.withResolvers<readonly Answer[]>(), isTaken: false };
		if (line.underWay < this.#options.underWay) {
			own.isTaken = true;
			carrier.keep(this.#carry(line, [...this.#take(line, items.length), own], carrier));
			return own.answered.promise;
		}
		line.waiting.push(own);
		return this.#wait(line, own, carrier);
	}

	/** Makes calls until nobody waits any more. Never rejects. */
	async #carry(
		line: Line<Item, Answer>,
		first: readonly Waiting<Item, Answer>[],
		{ call }: Carrier<Item, Answer>,
	): Promise<void> {
		line.underWay += 1;
		let group = first;
		for (let calls = 1; group.length > 0; calls++) {
			await callFor(group, call);
			group = calls < this.#options.calls ? this.#take(line, 0) : [];
		}
		line.underWay -= 1;
		if (line.underWay + line.waiting.length === 0) this.#forget(line);
	}

	/** Who comes next begins another line. */
	#forget(line: Line<Item, Answer>): void {
		if (this.#lines.get(line.object) === line) this.#lines.delete(line.object);
	}

	/** Those who come next, as many as one call carries beside the items that it has already. */
	#take(line: Line<Item, Answer>, already: number): Waiting<Item, Answer>[] {
		let count = already;
		const end = line.waiting.findIndex(({ items }, index) => {
			count += items.length;
			return count > this.#options.items && already + index > 0;
		});
		const taken = line.waiting.splice(0, end < 0 ? line.waiting.length : end);
		for (const one of taken) one.isTaken = true;
		return taken;
	}

	/** Waits until another request has sent these, too; the timer also tells the runtime that something is to come. */
	async #wait(
		line: Line<Item, Answer>,
		own: Waiting<Item, Answer>,
		carrier: Carrier<Item, Answer>,
	): Promise<readonly Answer[]> {
		const { after, patienceMs, answerMs } = this.#options;
		let callOff = after(patienceMs, () => {
			if (own.isTaken) {
				callOff = after(answerMs, () => own.answered.reject(new FaultError("internal")));
				return;
			}
			// Who was to take it along is gone, and with it its place in the count.
			line.waiting = line.waiting.filter((one) => one !== own);
			this.#forget(line);
			own.answered.resolve(this.send(line.object, own.items, carrier));
		});
		try {
			return await own.answered.promise;
		} finally {
			callOff();
		}
	}
}

async function callFor<Item, Answer>(
	group: readonly Waiting<Item, Answer>[],
	call: Carrier<Item, Answer>["call"],
): Promise<void> {
	try {
		const answers = await call(group.flatMap(({ items }) => items));
		let at = 0;
		for (const { items, answered } of group) answered.resolve(answers.slice(at, (at += items.length)));
	} catch (thrown) {
		for (const { answered } of group) answered.reject(thrown);
	}
}
