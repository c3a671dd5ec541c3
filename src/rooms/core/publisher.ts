import { FAULTS } from "../../protocol/faults.ts";
import type { FaultBody } from "../../protocol/fault.ts";
import { type Intent, type Outcome, planCommit } from "./commit.ts";
import type { Log } from "./log.ts";
import { newerThan } from "./newer.ts";
import type { NewRow, RoomHost } from "./ports.ts";
import type { Receipts } from "./receipts.ts";
import type { Roster } from "./roster.ts";

/** What a publisher learns. */
export type Published =
	| {
			readonly seq: number;
			readonly at: number;
			readonly cursor: string;
			readonly recipients: number;
			readonly receipts?: Receipts;
	  }
	| { readonly fault: FaultBody };

export interface PublisherParts {
	readonly log: Log;
	readonly roster: Roster;
	readonly host: RoomHost;
	/** How many readers other objects hold for this one. */
	readonly elsewhere: () => number;
	/** Takes rows that have just been stored, in the same turn. */
	readonly onStored: (rows: readonly NewRow[]) => void;
}

interface Waiting {
	readonly intents: readonly Intent[];
	readonly settle: (published: Published[]) => void;
}

/**
 * Group commit. The first message is stored and sent at once; what comes in while that is made durable is stored
 * together, in one transaction, as soon as it is. Answers go out when their message is durable.
 */
export class Publisher {
	readonly #log: Log;
	readonly #roster: Roster;
	readonly #onStored: (rows: readonly NewRow[]) => void;
	readonly #host: RoomHost;
	readonly #elsewhere: () => number;
	#waiting: Waiting[] = [];
	#committing = false;

	constructor(parts: PublisherParts) {
		this.#log = parts.log;
		this.#roster = parts.roster;
		this.#onStored = parts.onStored;
		this.#host = parts.host;
		this.#elsewhere = parts.elsewhere;
	}

	/** Publishes messages in their order; answers in the same order once they are durable. */
	submit(intents: readonly Intent[]): Promise<Published[]> {
		const { promise, resolve } = Promise.withResolvers<Published[]>();
		this.#waiting.push({ intents, settle: resolve });
		if (!this.#committing) void this.#run();
		return promise;
	}

	async #run(): Promise<void> {
		this.#committing = true;
		while (this.#waiting.length > 0) {
			const group = this.#waiting;
			this.#waiting = [];
			const answers = this.#tryCommit(group);
			await this.#host.durable().catch(() => fail(answers));
			for (const [index, { settle }] of group.entries()) settle(answers[index] ?? []);
		}
		this.#committing = false;
	}

	/** Whatever goes wrong in a commit, its publishers are answered and the next commit follows. */
	#tryCommit(group: readonly Waiting[]): Published[][] {
		try {
			return this.#commit(group);
		} catch {
			return group.map(({ intents }) => intents.map(() => ({ fault: internal() })));
		}
	}

	#commit(group: readonly Waiting[]): Published[][] {
		const intents = group.flatMap((one) => one.intents);
		let outcomes = planCommit(intents, this.#log, this.#host.now());
		const rows = outcomes.flatMap((outcome) => ("row" in outcome && outcome.row !== undefined ? [outcome.row] : []));
		const stored = this.#store(rows);
		if (!stored) outcomes = outcomes.map((outcome) => (isStored(outcome, this.#log) ? outcome : { fault: internal() }));
		const published = outcomes.map((outcome, index) => this.#answer(outcome, intents[index]));
		if (stored) this.#onStored(rows);
		return group.map((one) => published.splice(0, one.intents.length));
	}

	/** Whether the rows are in the log: a full disk must not end the room, and its publishers must know. */
	#store(rows: readonly NewRow[]): boolean {
		try {
			if (rows.length > 0) this.#log.append(rows);
			return true;
		} catch {
			// What failed may be the tidying after the store: then the rows are in the log, and readers must get them.
			return (rows.at(-1)?.seq ?? 0) <= this.#log.head;
		}
	}

	#answer(outcome: Outcome, intent: Intent | undefined): Published {
		if ("fault" in outcome) return outcome;
		if ("expected" in outcome)
			return { fault: this.#conflict(Math.max(outcome.expected, intent?.floor ?? 0), intent?.from?.id) };
		const { seq, at, row } = outcome;
		const recipients = row === undefined ? 0 : this.#roster.recipients(row.exclude, intent?.own) + this.#elsewhere();
		return { seq, at, cursor: this.#log.cursorAt(seq), recipients };
	}

	/** Answers a fault whatever happens: were it thrown here, nobody of this commit would ever be answered. */
	#conflict(expected: number, userId: string | undefined): FaultBody {
		try {
			return { code: "conflict", message: FAULTS.conflict.message, newer: newerThan(this.#log, expected, userId) };
		} catch {
			return internal();
		}
	}
}

/** Whether an outcome holds although its commit failed: a double of a message that failed, or a conflict with it, does not. */
function isStored(outcome: Outcome, log: Log): boolean {
	if ("expected" in outcome) return outcome.expected < log.head;
	return !("seq" in outcome) || outcome.seq <= log.head;
}

function fail(answers: Published[][]): void {
	for (const group of answers) for (const index of group.keys()) group[index] = { fault: internal() };
}

function internal(): FaultBody {
	return { code: "internal", message: FAULTS.internal.message };
}
