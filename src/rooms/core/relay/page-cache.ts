import type { LogRow } from "../ports.ts";
import type { LogPage } from "./delivery.ts";

/** How many pages are kept, of some hundred kilobytes each. Readers that resume together stand at few places. */
const PAGES = 16;

interface Page extends LogPage {
	readonly after: number;
}

/** Pages of a log that lies elsewhere. Each is asked for once, however many readers wait for it. */
export class PageCache {
	readonly #fetch: (after: number) => Promise<LogPage>;
	readonly #onPage: (page: LogPage) => void;
	readonly #underWay = new Set<number>();
	#pages: Page[] = [];
	#age = 0;

	constructor(fetch: (after: number) => Promise<LogPage>, onPage: (page: LogPage) => void) {
		this.#fetch = fetch;
		this.#onPage = onPage;
	}

	/** Whether there are rows after a number. If not, they are asked for. */
	holds(after: number): boolean {
		if (this.#find(after) !== undefined) return true;
		if (!this.#underWay.has(after)) void this.#get(after);
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
			const page = await this.#fetch(after);
			if (age !== this.#age) return;
			this.#onPage(page);
			if (page.end > after) this.#pages = [{ ...page, after }, ...this.#pages.slice(0, PAGES - 1)];
		} catch {
			// Whoever waits asks again.
		} finally {
			this.#underWay.delete(after);
		}
	}
}
