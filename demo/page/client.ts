import type { Channel as ChannelClass, Parlour as ParlourClass } from "../../src/client/index.ts";

export type { EventFrame, Gap, Receipt, SignalFrame, StateChange, StateName } from "../../src/client/index.ts";
export type Channel = ChannelClass;

/** What `/parlour.js` defines: pages without a bundler use the client in the same way. */
declare const Parlour: typeof ParlourClass;

interface Subscription {
	/** Without one, as a guest. */
	readonly ticket?: (() => Promise<string>) | undefined;
	/** The cursor to go on from. */
	readonly since?: string | undefined;
	readonly transport?: "auto" | "poll";
}

/** Subscribes to a channel of the server that this page is from. */
export function subscribe(hash: string, { ticket, since, transport = "auto" }: Subscription): Channel {
	const options = { url: location.origin, transport, onError };
	return new Parlour(ticket === undefined ? options : { ...options, ticket }).subscribe(hash, { since });
}

/** What the room says against the connection is shown with its state; everything else is a mistake in the page. */
function onError(error: unknown): void {
	if (!(error instanceof Error && error.name === "ParlourError")) reportError(error);
}
