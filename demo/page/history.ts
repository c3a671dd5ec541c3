import type { Channel } from "./client.ts";
import { byId } from "./dom.ts";
import type { Log } from "./log.ts";
import { shownOf } from "./message.ts";

const PAGE = 50;

/** Loads what was said before, page by page, as the reader goes up. */
export class History {
	readonly #log: Log;
	readonly #button = byId("earlier", HTMLButtonElement);
	readonly #channel: () => Channel | undefined;
	#loading = false;

	constructor(log: Log, channel: () => Channel | undefined) {
		this.#log = log;
		this.#channel = channel;
		this.#button.addEventListener("click", () => void this.load());
		const root = byId("scroll", HTMLElement);
		// A little before the top is reached; the button does the same for those who do not scroll.
		const seen = new IntersectionObserver(
			(entries) => entries.some((entry) => entry.isIntersecting) && void this.load(),
			{
				root,
				rootMargin: "200px 0px 0px",
			},
		);
		seen.observe(this.#button);
	}

	/** Loads the newest page where there is none yet, the one before the first message otherwise. */
	async load(): Promise<void> {
		const channel = this.#channel();
		if (channel === undefined || this.#loading) return;
		this.#loading = true;
		try {
			const before = this.#log.first;
			const { events, more } = await channel.history(before === undefined ? { limit: PAGE } : { before, limit: PAGE });
			this.#log.addPage(events.flatMap((event) => shownOf(event, channel.you?.id) ?? []));
			this.#button.hidden = !more;
		} catch {
			// The button stays, and a click tries again.
			this.#button.hidden = false;
		} finally {
			this.#loading = false;
		}
	}
}
