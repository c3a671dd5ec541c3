import type { Channel } from "../client.ts";
import { byId } from "../dom.ts";
import type { Log } from "./log.ts";
import { shownOf } from "./message.ts";

const PAGE = 50;

/** Where the history comes from at present, and who is reading. */
interface Source {
	readonly channel: Channel | undefined;
	readonly me: string | undefined;
}

/** Loads what was said before, page by page, as the reader goes up. */
export class History {
	readonly #log: Log;
	readonly #button = byId("earlier", HTMLButtonElement);
	readonly #source: () => Source;
	#loading = false;

	constructor(log: Log, source: () => Source) {
		this.#log = log;
		this.#source = source;
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
		const { channel, me } = this.#source();
		if (channel === undefined || this.#loading) return;
		this.#loading = true;
		try {
			const before = this.#log.first;
			const { events, more } = await channel.history(before === undefined ? { limit: PAGE } : { before, limit: PAGE });
			this.#log.addPage(events.flatMap((event) => shownOf(event, me) ?? []));
			this.#button.hidden = !more;
		} catch {
			// The button stays, and a click tries again.
			this.#button.hidden = false;
		} finally {
			this.#loading = false;
		}
	}
}
