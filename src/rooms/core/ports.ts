import type { Json } from "../../protocol/json.ts";
import type { Member } from "../../protocol/server-frames.ts";
import type { Caller } from "./access.ts";
import type { Batch, Encoded } from "./encode.ts";
import type { RelaySeat } from "./relay/placement.ts";

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
	/** Whose id it is; the origin's where it is missing. Ids of two authors are never the same. */
	readonly author?: string;
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
	/** Until when cursors without a proof are honoured, which an older program gave; milliseconds since 1970. */
	readonly plainUntil?: number | undefined;
	/** When the oldest row that is left was stored; milliseconds. */
	oldestAt(): number | undefined;
	/** Stores rows that continue the log, all or none. */
	append(rows: readonly NewRow[]): void;
	/** Rows with `after` < seq <= `to` in their order; stops once their frames have come to `maxBytes` characters. */
	read(after: number, to: number, maxBytes: number): LogRow[];
	/** The newest `limit` rows with `after` < seq < `before`, oldest first. */
	readBack(after: number, before: number, limit: number): LogRow[];
	/** Returns where an author's message with this id was stored, as far back as ids are remembered. */
	find(id: string, author?: string): { readonly seq: number; readonly at: number } | undefined;
	/** The same for ids that were stored before they had authors. */
	findUnowned(id: string): { readonly seq: number; readonly at: number } | undefined;
	/** The highest row stored at or before `at` (milliseconds); `floor` where there is none. */
	lastAt(at: number): number;
	/** The numbers of all messages of a user. */
	byUser(id: string): number[];
	/** Takes the content out of rows, leaving their numbers; answers those that had any. */
	blank(seqs: readonly number[]): number[];
	/** When rows were first seen to be too old, in milliseconds since 1970; kept through restarts. */
	readonly overdueSince: number | undefined;
	setOverdueSince(at: number | undefined): void;
	/** Deletes all rows up to `seq` and raises the floor to it. Ids are remembered. */
	trim(seq: number): void;
}

/** What of a reader outlives sleep. */
export interface Remembered {
	readonly session: string;
	readonly caller: Caller;
	readonly state?: Json;
	/** Where it was let in, if it may not read what was before. */
	readonly floor?: number;
	/** When it was last heard of when this was written, heartbeats aside; milliseconds since 1970. */
	readonly seenAt?: number;
}

/** Where a reader's frames go: a socket, or a poll that waits. */
export interface Sink {
	/** Hands over frames; `seq` is where the reader then stands. Never throws. */
	deliver(batch: Batch, seq: number): void;
	/** Bytes handed over that the network has not taken yet. */
	buffered(): number;
	close(code: number, reason: string): void;
	/** Keeps what must outlive sleep. */
	remember(session: Remembered): void;
	/** When the last heartbeat was answered while the room slept or woke, in milliseconds since 1970. */
	heartbeatAt(): number | undefined;
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
	/** Runs something after each step back of the clock: what waits for a time by the clock must not wait that much longer. */
	onSetBack(run: () => void): void;
	/** Resolves when all that has been stored is durable. */
	durable(): Promise<void>;
	/** Sees to it that the room's alarm runs at or soon after this time, in milliseconds since 1970. */
	wakeAt(at: number): void;
	/** Who the bearer of a ticket is. @throws FaultError */
	verifyTicket(ticket: string): Promise<Caller>;
	/** Sets what heartbeats are answered with while the room sleeps. */
	announceHead(cursor: string): void;
	/** What was last set so, if it has outlived sleep; a crash takes it. */
	announcedHead(): string | undefined;
	/** Tells the operator something, in one line of the log. It must hold nothing that users sent. */
	report(line: string): void;
	/** Returns the 16 characters (`A-Za-z0-9_-`) that prove that this channel's room has written a text. */
	sign(text: string): Promise<string>;
	/** Returns whether a signature is one of {@link sign}, by this room or an earlier one of the same channel. */
	isSigned(text: string, signature: string): Promise<boolean>;
	/** A fresh random id. */
	newId(): string;
	/** From 0 to 1. */
	random(): number;
}

/** Who has been in a channel. */
export interface MemberStore {
	/** Members who were there when last written. */
	present(): Member[];
	/** Ids of all users that the channel knows. */
	known(): string[];
	/** A user has been there. Writes where that is news. */
	know(member: Member): void;
	/** A user is there, and is to be found there after a crash. */
	enter(member: Member): void;
	leave(id: string, at: number): void;
	/** Whether anybody was there, guests included. */
	readonly occupied: boolean;
	setOccupied(occupied: boolean): void;
}

/** A ban or a mute as it is stored; `until` in milliseconds since 1970, 0 to lift it. */
export interface StoredSanction {
	readonly kind: "ban" | "mute";
	readonly user: string;
	readonly until: number;
}

export interface SanctionStore {
	/** Those that still hold. */
	load(nowMs: number): StoredSanction[];
	save(sanction: StoredSanction): void;
}

/** A webhook in the outbox: what it says, or the event that it tells of. Times in milliseconds since 1970. */
export interface OutboxEntry {
	readonly id: string;
	readonly type: string;
	readonly data?: { readonly [key: string]: Json };
	readonly seq?: number;
	readonly at: number;
	readonly tries: number;
	readonly nextAt: number;
}

/** First in, first out. */
export interface OutboxStore {
	first(): OutboxEntry | undefined;
	add(entry: OutboxEntry): void;
	postpone(id: string, tries: number, nextAt: number): void;
	remove(id: string): void;
}

/** The relays of a channel. */
export interface RelayStore {
	load(): RelaySeat[];
	save(seat: RelaySeat): void;
	remove(id: string): void;
}

/** All that a room stores. */
export interface RoomStore {
	readonly log: LogStore;
	readonly members: MemberStore;
	readonly sanctions: SanctionStore;
	readonly outbox: OutboxStore;
	readonly relays: RelayStore;
}

/** What an origin made of a request. */
export type OriginAnswer =
	| { readonly kind: "answered"; readonly status: number; readonly body: string }
	| { readonly kind: "timeout" }
	| { readonly kind: "unreachable" };

/** What is sent to an origin; the port adds the channel and signs it. */
export interface OriginRequest {
	/** Stays the same over the tries of one webhook; made anew where missing. */
	readonly id?: string;
	readonly type: string;
	/** When it happened, in milliseconds since 1970; now where missing. */
	readonly at?: number;
	readonly data: { readonly [key: string]: Json };
}

/** The app's webhook address. */
export interface OriginPort {
	/** Whether there is an address, and a key to sign with. */
	readonly configured: boolean;
	/** Sends a signed request. Never throws. */
	send(request: OriginRequest, timeoutMs: number): Promise<OriginAnswer>;
}
