import { byId } from "../dom.ts";

const NEAR = 80;

/** Keeps the newest message in view for who is reading there, and everything in its place for who is reading above. */
export class Scroll {
	readonly #box = byId("scroll", HTMLElement);
	readonly #newest = byId("newest", HTMLButtonElement);
	#inPage = false;

	constructor() {
		this.#newest.addEventListener("click", () => this.#toEnd());
		this.#box.addEventListener("scroll", () => {
			if (this.#isAtEnd()) this.#newest.hidden = true;
		});
		// A keyboard that comes up, or a line under a message, must not push the newest one out of view.
		let wasAtEnd = true;
		this.#box.addEventListener("scroll", () => (wasAtEnd = this.#isAtEnd()));
		const resized = new ResizeObserver(() => wasAtEnd && this.#toEnd());
		for (const element of [this.#box, byId("log", HTMLElement)]) resized.observe(element);
	}

	/** @param follow whether to go to the end whatever was in view */
	keep(follow: boolean, change: () => void): void {
		if (this.#inPage) return change();
		const wasAtEnd = this.#isAtEnd();
		change();
		if (wasAtEnd || follow) this.#toEnd();
		else this.#newest.hidden = false;
	}

	/** For what is put in above. */
	keepPage(change: () => void): void {
		const { scrollHeight, scrollTop } = this.#box;
		const wasAtEnd = this.#isAtEnd();
		this.#inPage = true;
		change();
		this.#inPage = false;
		if (wasAtEnd) this.#toEnd();
		else this.#box.scrollTop = scrollTop + this.#box.scrollHeight - scrollHeight;
	}

	#isAtEnd(): boolean {
		const { scrollHeight, scrollTop, clientHeight } = this.#box;
		return scrollHeight - scrollTop - clientHeight < NEAR;
	}

	#toEnd(): void {
		this.#box.scrollTop = this.#box.scrollHeight;
		this.#newest.hidden = true;
	}
}
