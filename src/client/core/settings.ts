import type { Environment } from "./environment.ts";
import type { ParlourError } from "./errors.ts";
import type { State } from "./state.ts";
import type { Tickets } from "./ticket.ts";
import type { Transport } from "./transport.ts";

/** What the channels of one `Parlour` share. */
export interface Settings {
	readonly url: string;
	readonly environment: Environment;
	readonly transports: { readonly socket: Transport; readonly poll: Transport };
	readonly tickets: Tickets;
	readonly mode: State["mode"];
	/** Milliseconds. */
	readonly timeout: number;
	readonly queue: number;
	/** Takes what keeps a channel from being live, when it is noticed. */
	readonly problem: (error: ParlourError) => void;
}
