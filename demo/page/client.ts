import type { Channel as ChannelClass, Parlour as ParlourClass } from "../../src/client/index.ts";

export type { EventFrame, Gap, Receipt, SignalFrame, StateChange, StateName } from "../../src/client/index.ts";
export type Channel = ChannelClass;

/** What `/parlour.js` defines: pages without a bundler use the client in the same way. */
declare const Parlour: typeof ParlourClass;

/** Subscribes to the room; as a guest where there is no way to a ticket. */
export function subscribe(
	hash: string,
	ticket: (() => Promise<string>) | undefined,
	since: string | undefined,
): Channel {
	const url = location.origin;
	return (ticket === undefined ? new Parlour({ url }) : new Parlour({ url, ticket })).subscribe(hash, { since });
}
