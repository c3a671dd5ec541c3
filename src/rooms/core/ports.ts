import type { Batch, Encoded } from "./encode.ts";

/** A row of the log. */
export interface LogRow {
	readonly seq: number;
	/** When it was stored, in milliseconds since 1970; never less than the row before. */
	readonly at: number;
	/** The event's frame as it is sent, or `null` where its content was redacted. */
	readonly frame: Encoded | null;
	/** User ids that the event is kept from. */
	readonly exclude?: readonly string[];
}

/** A row to store. */
export interface NewRow extends LogRow {
	readonly frame: Encoded;
	/** The message's idempotency id. */
	readonly id?: string;
}

/**
 * The log of one channel. Synchronous, so that numbering and storing are one step that nothing can come between.
 * Implemented on SQLite and in memory; one suite of tests runs on both.
 */
export interface LogStore {
	/** Changes when the log is begun anew. */
	readonly epoch: string;
	/** The highest number ever given, 0 in a new log. */
	readonly head: number;
	/** All rows up to this one are gone. */
	readonly floor: number;
	/** When the newest row was stored, 0 in a new log; milliseconds. */
	readonly newestAt: number;
	/** When the oldest row that is left was stored; milliseconds. */
	oldestAt(): number | undefined;
	/** Stores rows that continue the log, all or none. */
	append(rows: readonly NewRow[]): void;
	/** Rows with `after` < seq <= `to` in their order; stops once their frames have come to `maxBytes` characters. */
	read(after: number, to: number, maxBytes: number): LogRow[];
	/** The newest `limit` rows with `after` < seq < `before`, oldest first. */
	readBack(after: number, before: number, limit: number): LogRow[];
	/** Where a message with this id was stored, as far back as ids are remembered. */
	find(id: string): { readonly seq: number; readonly at: number } | undefined;
	/** The highest row stored at or before `at` (milliseconds); `floor` where there is none. */
	lastAt(at: number): number;
	/** Deletes all rows up to `seq` and raises the floor to it. Ids are remembered. */
	trim(seq: number): void;
}

/** Where a reader's frames go: a socket, or a poll that waits. */
export interface Sink {
	/** Hands over frames; `seq` is where the reader then stands. Never throws. */
	deliver(batch: Batch, seq: number): void;
	/** Bytes handed over that the network has not taken yet. */
	buffered(): number;
	close(code: number, reason: string): void;
}

export interface Clock {
	/** Milliseconds since 1970. */
	now(): number;
}

export interface Timers {
	/** Runs `run` after `ms` milliseconds; answers how to call it off. */
	after(ms: number, run: () => void): () => void;
}

/** What a room needs of the object it lives in. */
export interface RoomHost extends Clock, Timers {
	/** Resolves when all that has been stored is durable. */
	durable(): Promise<void>;
	/** Sets what heartbeats are answered with while the room sleeps. */
	announceHead(cursor: string): void;
	/** A fresh random id. */
	newId(): string;
}
