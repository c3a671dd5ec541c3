import { REDACT } from "../../../src/protocol/names.ts";
import { roomHash, type Session, signIn } from "../backend.ts";
import { type Channel, type EventFrame, type Gap, subscribe } from "../client.ts";
import { byId, say } from "../dom.ts";
import { History } from "./history.ts";
import { Log } from "./log.ts";
import { shownOf } from "./message.ts";
import { sendMessage } from "./outgoing.ts";
import { showState } from "../state-line.ts";
import { Typing } from "./typing.ts";

const ABOUT = "A room on Parlour";
const MEANWHILE = "What you write waits here and goes out when the connection is back.";

/** The room on the page: one channel at a time, as a guest first and as a member after joining. */
export class Room {
	readonly #log = new Log();
	readonly #history = new History(this.#log, () => ({ channel: this.#channel, me: this.#me?.id }));
	readonly #typing = new Typing();
	readonly #who = byId("who", HTMLElement);
	#channel: Channel | undefined;
	/** Known from signing in, so that one can write before the first welcome. */
	#me: Session["user"] | undefined;

	/** Reads along without a ticket. */
	async watch(): Promise<void> {
		this.#open(await roomHash(), undefined);
	}

	/** Joins under a name. Throws what the backend says against it; the room stays as it was then. */
	async join(name: string): Promise<Session["user"]> {
		let first: Session | undefined = await signIn(name);
		const { hash, user } = first;
		this.#me = user;
		this.#open(hash, async () => {
			const session = first ?? (await signIn(name));
			first = undefined;
			return session.ticket;
		});
		return user;
	}

	send(text: string): void {
		if (this.#me === undefined) return;
		this.#typing.sent();
		sendMessage(this.#log, () => this.#channel, { me: this.#me, text });
	}

	typed(): void {
		this.#typing.typed(this.#channel);
	}

	/** Takes the place of the channel before, and goes on reading where that one stood. */
	#open(hash: string, ticket: (() => Promise<string>) | undefined): void {
		const since = this.#channel?.hash === hash ? this.#channel.cursor : undefined;
		this.#channel?.close();
		const channel = subscribe(hash, { ticket, since });
		this.#channel = channel;
		let isLoaded = since !== undefined && this.#log.first !== undefined;
		channel.onState((change) => {
			if (channel !== this.#channel) return;
			showState(channel, change, MEANWHILE);
			// Who is here is known while live only.
			if (change.to !== "live") say(this.#who, ABOUT);
			if (change.to !== "live" || isLoaded) return;
			isLoaded = true;
			void this.#history.load();
		});
		channel.on("*", (event) => this.#show(event));
		channel.onGap((gap) => this.#missed(gap));
		channel.onSignal("typing", (signal) => this.#typing.heard(signal, this.#me?.id));
		channel.onPresence(({ count }) => say(this.#who, count === 1 ? "1 person is here" : `${count} people are here`));
		showState(channel);
	}

	#show(event: EventFrame): void {
		this.#typing.stopped(event.from?.id);
		const { name, data } = event;
		if (name === REDACT && typeof data === "object" && data !== null && "seqs" in data) this.#log.remove(data.seqs);
		const shown = shownOf(event, this.#me?.id);
		if (shown !== undefined) this.#log.add(shown);
	}

	#missed(gap: Gap): void {
		if (gap.resumed === "partial") {
			const count = gap.before - gap.after - 1;
			this.#log.note(`You were away for long: ${count} messages are no longer kept and cannot be shown.`);
			return;
		}
		this.#log.clear();
		this.#log.note("The room has begun a new log. What was said before is gone.");
		void this.#history.load();
	}
}
