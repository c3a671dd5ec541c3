import type { Room } from "./room.ts";

/** How near to the end, in pixels, somebody is taken to read what is new. */
const NEAR_PX = 60;
/** How long screen readers are given to notice what is not to be read out, in milliseconds. */
const QUIET_MS = 150;

/** Where the reader is in the log: the newest message stays in view for who is there, everything in its place otherwise. */
export class List {
	atEnd = true;
	/** How many messages have come that the reader is not down at. */
	unseen = 0;
	/** Whether what is put in is not to be read out. */
	quiet = true;
	element: HTMLElement | undefined;
	readonly #room: Room;
	#timer: ReturnType<typeof setTimeout> | undefined;
	#resized: ResizeObserver | undefined;

	constructor(room: Room) {
		this.#room = room;
	}

	/** Takes the element that scrolls, and the one that grows in it. */
	readonly mount = (element: HTMLElement): void => {
		this.element = element;
		this.#resized = new ResizeObserver(() => this.atEnd && this.#toEnd());
		for (const one of [element, ...element.children]) this.#resized.observe(one);
	};

	readonly scrolled = (): void => {
		if (!this.element) return;
		const { scrollHeight, scrollTop, clientHeight } = this.element;
		const atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
		if (atEnd !== this.atEnd) {
			this.atEnd = atEnd;
			if (atEnd) this.unseen = 0;
			this.#room.update();
		}
		this.#room.history.look();
	};

	/** A message of somebody else has come. */
	news(): void {
		if (!this.atEnd) this.unseen += 1;
	}

	/** Goes to the newest message. */
	end(): void {
		this.atEnd = true;
		this.unseen = 0;
		this.#room.later(() => this.#toEnd());
	}

	/** Puts in what is not to be read out: a page of the history. */
	quietly(change: () => void): void {
		this.quiet = true;
		change();
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.quiet = false;
			this.#room.update();
		}, QUIET_MS);
	}

	/** Notes where the reader is; the answer puts it back there after a drawing. */
	place(): () => void {
		const { element } = this;
		const fromEnd = element ? element.scrollHeight - element.scrollTop : 0;
		const first = firstKey(element);
		return () => {
			if (this.atEnd) this.#toEnd();
			else if (element && first !== firstKey(element)) element.scrollTop = element.scrollHeight - fromEnd;
		};
	}

	#toEnd(): void {
		if (this.element) this.element.scrollTop = this.element.scrollHeight;
	}

	stop(): void {
		clearTimeout(this.#timer);
		this.#resized?.disconnect();
	}
}

function firstKey(element: HTMLElement | undefined): string | null | undefined {
	return element?.querySelector("[data-key]")?.getAttribute("data-key");
}
