import { Channel } from "./channel.ts";
import type { Settings } from "./core/settings.ts";
import { Emitter } from "./core/emitter.ts";
import { deploymentOf } from "./core/deployment.ts";
import { type Environment, environmentOf } from "./core/environment.ts";
import type { ParlourError } from "./core/errors.ts";
import { pollTransport } from "./core/lazy.ts";
import { isProblem, logProblem } from "./core/problem.ts";
import { socketTransport } from "./core/socket.ts";
import type { State } from "./core/state.ts";
import { Tickets, type TicketSource, type UserId } from "./core/ticket.ts";
import type { Transport } from "./core/transport.ts";
import { UserWatch } from "./core/user-watch.ts";

export interface ParlourOptions {
	/** Where Parlour is deployed, a whole address as in `https://parlour.example.com`. */
	readonly url: string;
	/**
	 * Who the user is: a ticket, or a function that gets one from the origin. With a function, tickets are renewed before
	 * they run out and after a refusal, and the function is asked again when somebody comes back to the page. `undefined`,
	 * `null` and `""` mean a guest. A ticket of another user than before, or none after there was one, ends all channels with
	 * `user_changed`. What the function throws is taken for a failure of the network, and it is called again later.
	 */
	readonly ticket?: TicketSource;
	/** `auto` (the default) takes a socket, polls where sockets are blocked, and climbs back. */
	readonly transport?: State["mode"];
	/** How long a publish, a call or a request may wait for its answer, in milliseconds; 30,000 by default. */
	readonly timeout?: number;
	/** How many publishes and calls may wait for an answer in a channel; 100 by default. */
	readonly queue?: number;
	/**
	 * Takes what handlers throw, and faults that answer no request; by default they become uncaught errors of the page. What
	 * keeps a channel from being live comes here, too, as a `ParlourError`; the console has a sentence about it in any case.
	 */
	readonly onError?: (error: unknown) => void;
	/** Replaces parts of the environment: the `WebSocket` and `fetch` of a server runtime, the clock of a test. */
	readonly environment?: Partial<Environment>;
	/** Replaces a transport, as an in-memory one in tests. */
	readonly transports?: { readonly socket?: Transport; readonly poll?: Transport };
}

/** The page has another user: their ids, `undefined` for a guest. */
export interface UserChange {
	readonly from: string | undefined;
	readonly to: string | undefined;
}

/** What handlers can be added for at a `Parlour`. */
export interface ParlourTopics {
	readonly user: UserChange;
	readonly error: ParlourError;
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
	readonly #emitter: Emitter<ParlourTopics>;
	readonly #watch: UserWatch;
	/** What has been said about what is wrong. */
	readonly #told = new Set<string>();

	/** @throws ParlourError `bad_url` or `bad_ticket` for options that cannot be right */
	constructor(options: ParlourOptions) {
		const { ticket, transport = "auto", timeout = 30_000, queue = 100, onError, transports } = options;
		const environment = environmentOf({ ...(onError && { report: onError }), ...options.environment });
		const { socket = socketTransport(environment), poll = pollTransport(environment) } = transports ?? {};
		const isSocketless = environment.WebSocket === undefined && transports?.socket === undefined;
		this.settings = {
			url: deploymentOf(options.url),
			environment,
			transports: { socket, poll },
			tickets: new Tickets(ticket, environment),
			mode: transport === "auto" && isSocketless ? "poll" : transport,
			timeout,
			queue,
			problem: (error) => this.#problem(error, onError),
		};
		const { tickets } = this.settings;
		this.#emitter = new Emitter(environment.report);
		this.#watch = new UserWatch(this.settings.url, environment, tickets);
		tickets.onUser = (user, before) => this.#userKnown(user, before);
	}

	/**
	 * Calls `handler` when something happens that concerns all channels. Answers the undo.
	 *
	 * `error`: something keeps a channel from being live that does not pass by itself, such as a refused ticket or a wrong
	 * address; each distinct one is told once. docs/troubleshooting.md has every code.
	 *
	 * `user`: the page has another user than before, a guest being one too. All channels have ended with `user_changed`;
	 * what is shown of the earlier user is to be taken from the page, and new subscriptions are the new user's.
	 */
	on<T extends keyof ParlourTopics>(topic: T, handler: (told: ParlourTopics[T]) => void): () => void {
		return this.#emitter.on(topic, handler);
	}

	/**
	 * Asks the ticket function again who the user is: call it when the page has signed somebody in or out without being
	 * loaded anew.
	 *
	 * @throws ParlourError `ticket_failed` where the ticket function fails, with what it threw as `cause`; `bad_ticket`
	 */
	async checkUser(): Promise<void> {
		if (this.settings.tickets.canAsk) await this.settings.tickets.again();
	}

	/** Says once what keeps a channel from being live, however often it is tried. */
	#problem(error: ParlourError, onError?: (error: unknown) => void): void {
		const said = `${error.code} ${error.message}`;
		if (!isProblem(error) || this.#told.has(said)) return;
		this.#told.add(said);
		void logProblem(this.settings.environment, error);
		this.#emitter.emit("error", error);
		try {
			onError?.(error);
		} catch (thrown) {
			this.settings.environment.report(thrown);
		}
	}

	#userKnown(user: UserId, before: UserId | undefined): void {
		this.#watch.tell(user);
		if (before === undefined) return;
		const ended = Array.from(this.#channels);
		this.#channels.clear();
		// A handler may subscribe anew meanwhile, which is the new user's.
		for (const channel of ended) channel.userChanged();
		this.#emitter.emit("user", { from: before ?? undefined, to: user ?? undefined });
	}

	/**
	 * Subscribes to a channel. Each subscription has its own connection and is closed by itself.
	 *
	 * @param hash the signed channel hash that the origin put into the page
	 * @param options `since`: a cursor to go on from; without it, the channel begins with what is published from now on
	 */
	subscribe(hash: string, { since }: { readonly since?: string | undefined } = {}): Channel {
		this.#watch.start();
		const channel = new Channel(this.settings, hash, since);
		this.#channels.add(channel);
		channel.onState(({ to }) => {
			if (to !== "closed" && to !== "lost") return;
			this.#channels.delete(channel);
			if (this.#channels.size === 0) this.#watch.stop();
		});
		return channel;
	}

	/** Closes every channel. */
	close(): void {
		for (const channel of this.#channels) channel.close();
	}
}
