import type { Channel, SignalFrame } from "../client.ts";
import { byId, say } from "../dom.ts";

const SEND_EVERY_MS = 2_500;
const SHOWN_MS = 4_500;

/** Who is typing: sent as a signal, which nobody stores, at most every few seconds; shown until it grows old. */
export class Typing {
	readonly #line = byId("typing", HTMLElement);
	readonly #people = new Map<string, { name: string; timer: ReturnType<typeof setTimeout> }>();
	#sentAt = Number.NEGATIVE_INFINITY;

	/** The visitor has changed the text. */
	typed(channel: Channel | undefined): void {
		const now = performance.now();
		if (channel?.may?.signal !== true || now - this.#sentAt < SEND_EVERY_MS) return;
		if (channel.signal("typing", null)) this.#sentAt = now;
	}

	/** The visitor has sent the text: the next letter is news again. */
	sent(): void {
		this.#sentAt = Number.NEGATIVE_INFINITY;
	}

	heard({ from }: SignalFrame, me: string | undefined): void {
		if (from === undefined || from.id === me) return;
		const { id, name = id } = from;
		clearTimeout(this.#people.get(id)?.timer);
		this.#people.set(id, { name, timer: setTimeout(() => this.stopped(id), SHOWN_MS) });
		this.#show();
	}

	/** What they were typing has come, or does not come any more. */
	stopped(id: string | undefined): void {
		if (id === undefined) return;
		clearTimeout(this.#people.get(id)?.timer);
		this.#people.delete(id);
		this.#show();
	}

	#show(): void {
		const [first, second, ...others] = [...this.#people.values()].map(({ name }) => name);
		if (first === undefined) say(this.#line, "");
		else if (second === undefined) say(this.#line, `${first} is typing…`);
		else say(this.#line, others.length > 0 ? "Several people are typing…" : `${first} and ${second} are typing…`);
	}
}
