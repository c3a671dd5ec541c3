import { isWithin } from "../lately.ts";
import type { Clock, LogRow } from "../ports.ts";
import type { LogPage } from "./delivery.ts";

/** How many pages are kept, of some hundred kilobytes each. Readers that resume together stand at few places. */
const PAGES = 16;
/** How many pages are asked for at once: those who stand elsewhere find theirs among them, or wait for their turn. */
const UNDER_WAY = 4;
/** How long the room is left alone when it could not be reached, in milliseconds: whoever waits looks every moment. */
const RETRY_MS = 500;

interface Page extends LogPage {
	readonly after: number;
}

export interface PageCacheParts {
	/** Gets the page after a number. */
	readonly fetch: (after: number) => Promise<LogPage>;
	readonly clock: Clock;
	readonly onPage: (page: LogPage) => void;
}

/** Pages of a log that lies elsewhere. Each is asked for once, however many readers wait for it. */
export class PageCache {
	readonly #parts: PageCacheParts;
	readonly #underWay = new Set<number>();
	#pages: Page[] = [];
	#age = 0;
	#failedAt = Number.NEGATIVE_INFINITY;

	constructor(parts: PageCacheParts) {
		this.#parts = parts;
	}

	/** Whether there are rows after a number. If not, they are asked for. */
	holds(after: number): boolean {
		if (this.#find(after) !== undefined) return true;
		const isResting = isWithin(this.#failedAt, RETRY_MS, this.#parts.clock.now());
		if (!isResting && !this.#underWay.has(after) && this.#underWay.size < UNDER_WAY) void this.#get(after);
		return false;
	}

	/** The rows of the page that goes on after a number. */
	rows(after: number): readonly LogRow[] {
		return this.#find(after)?.rows ?? [];
	}

	clear(): void {
		this.#pages = [];
		// A page that is still under way may be of what was there before.
		this.#age += 1;
	}

	#find(after: number): Page | undefined {
		return this.#pages.find((page) => page.after <= after && after < page.end);
	}

	async #get(after: number): Promise<void> {
		const age = this.#age;
		this.#underWay.add(after);
		try {
			const page = await this.#parts.fetch(after);
			if (age !== this.#age) return;
			this.#parts.onPage(page);
			if (page.end > after) this.#pages = [{ ...page, after }, ...this.#pages.slice(0, PAGES - 1)];
		} catch {
			// Whoever waits asks again.
			this.#failedAt = this.#parts.clock.now();
		} finally {
			this.#underWay.delete(after);
		}
	}
}
