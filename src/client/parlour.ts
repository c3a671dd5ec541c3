import { Channel } from "./channel.ts";
import type { Settings } from "./core/connection.ts";
import { type Environment, globalEnvironment } from "./core/environment.ts";
import { pollTransport } from "./core/lazy.ts";
import { socketTransport } from "./core/socket.ts";
import type { State } from "./core/state.ts";
import { Tickets, type TicketSource } from "./core/ticket.ts";
import type { Transport } from "./core/transport.ts";

export interface ParlourOptions {
	/** Where Parlour is deployed, as in `https://parlour.example.com`. */
	readonly url: string;
	/**
	 * Who the user is: a ticket, or a function that gets one from the origin. With a function, tickets are renewed before
	 * they run out and after a refusal. `undefined` means a guest; what the function throws is taken for a failure of the
	 * network, and it is called again later.
	 */
	readonly ticket?: TicketSource;
	/** `auto` (the default) takes a socket, polls where sockets are blocked, and climbs back. */
	readonly transport?: State["mode"];
	/** How long a publish, a call or a request may wait for its answer, in milliseconds; 30,000 by default. */
	readonly timeout?: number;
	/** How many publishes and calls may wait for an answer in a channel; 100 by default. */
	readonly queue?: number;
	/** Takes what handlers throw, and faults that answer no request; by default they become uncaught errors of the page. */
	readonly onError?: (error: unknown) => void;
	/** Replaces parts of the environment: the `WebSocket` and `fetch` of a server runtime, the clock of a test. */
	readonly environment?: Partial<Environment>;
	/** Replaces a transport, as an in-memory one in tests. */
	readonly transports?: { readonly socket?: Transport; readonly poll?: Transport };
}

/**
 * The browser's end of Parlour.
 *
 * @example
 * const parlour = new Parlour({ url: "https://parlour.example.com", ticket: () => fetchTicket() });
 * const channel = parlour.subscribe(hash);
 * channel.on("message", ({ data, from }) => show(data, from));
 * await channel.publish("message", { text: "Hello" });
 */
export class Parlour {
	/** @internal What headless parts on top of the channels keep time and are signed in by. */
	readonly settings: Settings;
	readonly #channels = new Set<Channel>();

	constructor(options: ParlourOptions) {
		const { ticket, transport = "auto", timeout = 30_000, queue = 100, onError, transports } = options;
		const environment: Environment = {
			...globalEnvironment(),
			...(onError && { report: onError }),
			...options.environment,
		};
		const { socket = socketTransport(environment), poll = pollTransport(environment) } = transports ?? {};
		const isSocketless = environment.WebSocket === undefined && transports?.socket === undefined;
		this.settings = {
			url: options.url.replace(/^ws/, "http").replace(/\/+$/, ""),
			environment,
			transports: { socket, poll },
			tickets: new Tickets(ticket, environment.now),
			mode: transport === "auto" && isSocketless ? "poll" : transport,
			timeout,
			queue,
		};
	}

	/**
	 * Subscribes to a channel. Each subscription has its own connection and is closed by itself.
	 *
	 * @param hash the signed channel hash that the origin put into the page
	 * @param options `since`: a cursor to go on from; without it, the channel begins with what is published from now on
	 */
	subscribe(hash: string, { since }: { readonly since?: string | undefined } = {}): Channel {
		const channel = new Channel(this.settings, hash, since);
		this.#channels.add(channel);
		channel.onState(({ to }) => {
			if (to === "closed" || to === "lost") this.#channels.delete(channel);
		});
		return channel;
	}

	/** Closes every channel. */
	close(): void {
		for (const channel of this.#channels) channel.close();
	}
}
