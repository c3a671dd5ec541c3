import { type Channel, type StateChange, subscribe } from "../client.ts";
import { byId, say } from "../dom.ts";
import { showState } from "../state-line.ts";
import type { TestSession } from "./session.ts";

const WAYS = { socket: "WebSocket", poll: "long polling" };

/** The page's subscription: one at a time, over a socket or by polling only. */
export class Line {
	readonly #session: TestSession;
	readonly #onGap: () => void;
	#channel: Channel;

	/** @param onGap runs when messages were lost on the way */
	constructor(session: TestSession, poll: boolean, onGap: () => void) {
		this.#session = session;
		this.#onGap = onGap;
		this.#channel = this.#open(poll, undefined);
	}

	/** Takes the other way, and goes on where this one stands. */
	change(poll: boolean): void {
		const since = this.#channel.cursor;
		this.#channel.close();
		this.#channel = this.#open(poll, since);
	}

	/** @throws where it will not be live */
	async live(): Promise<Channel> {
		const channel = this.#channel;
		if (channel.state === "live") return channel;
		if (channel.state === "lost") throw new Error("The connection is lost.");
		return new Promise((resolve, reject) => {
			const undo = channel.onState(({ to, reason }) => {
				if (to === "connecting" || to === "recovering") return;
				undo();
				if (to === "live") resolve(channel);
				else reject(new Error(reason === "" ? "The connection is lost." : reason));
			});
		});
	}

	#open(poll: boolean, since: string | undefined): Channel {
		const { hash, ticket } = this.#session;
		const channel = subscribe(hash, { ticket, since, transport: poll ? "poll" : "auto" });
		channel.onState((change) => channel === this.#channel && show(channel, change));
		channel.onPresence(({ count }) => say(byId("people", HTMLElement), count.toLocaleString("en")));
		channel.onGap(this.#onGap);
		show(channel);
		return channel;
	}
}

function show(channel: Channel, change?: StateChange): void {
	showState(channel, change);
	say(byId("connection", HTMLElement), channel.state);
	say(byId("transport", HTMLElement), WAYS[channel.transport]);
}
