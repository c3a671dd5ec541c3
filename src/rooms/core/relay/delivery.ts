import type { FaultCode } from "../../../protocol/faults.ts";
import type { Json } from "../../../protocol/json.ts";
import type { Member, Presence } from "../../../protocol/server-frames.ts";
import type { Message } from "../../../protocol/message.ts";
import type { Caller } from "../access.ts";
import type { Call } from "../calls.ts";
import type { Flush } from "../fanout.ts";
import type { LogRow, StoredSanction } from "../ports.ts";
import type { Published } from "../publisher.ts";

/** Where a channel's log stands, as far as readers may know it. */
export interface Standing {
	readonly epoch: string;
	readonly head: number;
	readonly floor: number;
}

/** What a relay is to do beside passing frames on. Kept until it has arrived. */
export type Order =
	| { readonly kind: "dismiss"; readonly user: string; readonly code: FaultCode }
	| { readonly kind: "ban"; readonly user: string; readonly forMs: number }
	| { readonly kind: "mute"; readonly user: string; readonly forMs: number }
	| { readonly kind: "blank"; readonly seqs: readonly number[] }
	| { readonly kind: "end"; readonly code: "erased" | "restarting"; readonly reason: string };

/** A flush on its way to a relay. A relay that does not stand at `after` has missed some and gets it from the room. */
export interface Delivery extends Flush {
	readonly epoch: string;
	readonly floor: number;
	readonly orders: readonly Order[];
	/** The relays that this one passes it on to. */
	readonly children: readonly string[];
	/** The least time between two reports, in milliseconds. */
	readonly paceMs: number;
	/** Whether the room wants to know who is there. */
	readonly roll: boolean;
	/** Whether something that stands in no log was lost on the way. */
	readonly resync: boolean;
}

export interface Delivered {
	readonly sockets: number;
}

/** The way down: from a room, or a relay of the first level, to the relays under it. */
export interface RelayPort {
	/** How many relays one object calls for each flush, where it is not what the placement has by default. */
	readonly fanIn?: number;
	/** Rejects where the relay could not be reached. */
	deliver(id: string, delivery: Delivery): Promise<Delivered>;
}

/** Who is at a relay. */
export interface Roll {
	readonly sockets: number;
	/** Connections without a user. */
	readonly guests: number;
	readonly members: readonly Member[];
}

/** What has changed at a relay since it last told. */
export interface Report {
	readonly sockets: number;
	readonly guests: number;
	/** How many users there are, by which the room knows whether it has them all. */
	readonly users: number;
	readonly joined: readonly Member[];
	readonly left: readonly string[];
}

/** What a relay must know before it takes readers. */
export interface Enrolment extends Standing {
	/** Whether the room wants this relay; if not, readers go back to the room. */
	readonly seated: boolean;
	/** Whether it was among the channel's relays all along; if not, it has missed orders. */
	readonly wasKnown: boolean;
	/** How far the log goes, passed on or not: readers of the room itself may have seen that much. */
	readonly stored: number;
	readonly bans: readonly StoredSanction[];
	readonly presence: Presence | undefined;
	readonly paceMs: number;
	/** Until when cursors without a proof are honoured; milliseconds since 1970. */
	readonly plainUntil?: number;
}

/** What a room answers to a report. */
export interface Noted extends Standing {
	/** Whether the room knows this relay and who is there; if not, it must enrol again. */
	readonly known: boolean;
}

/** A page of the log: the rows after a number, in their order, and how far it reaches. */
export interface LogPage extends Standing {
	readonly rows: readonly LogRow[];
	/** All rows up to this number are in it, or will never be. */
	readonly end: number;
}

/** The way up: from a relay to its channel's room. Rejects where the room cannot be reached. */
export interface Uplink {
	enrol(id: string, roll: Roll): Promise<Enrolment>;
	report(id: string, report: Report): Promise<Noted>;
	/** A page of the log after a number. */
	page(after: number): Promise<LogPage>;
	/** @throws FaultError */
	publish(caller: Caller, message: Message): Promise<Published>;
	/** @throws FaultError */
	signal(
		caller: Caller,
		signal: { readonly name: string; readonly data: Json; readonly session: string },
	): Promise<void>;
	/** @param session whose calls are counted together. @throws FaultError */
	call(caller: Caller, call: Call, session: string): Promise<Json>;
	/** Users, and up to which number each has everything. */
	acknowledge(reached: readonly (readonly [user: string, seq: number])[]): Promise<void>;
}
