import { isWithin } from "../../lately.ts";
import type { Clock } from "../../ports.ts";
import type { Directory } from "./directory.ts";
import type { InboxLine, Present } from "./ports.ts";

/** After how long somebody of whom nothing was heard is asked after, in milliseconds. */
const DOUBTED_MS = 6 * 3_600_000;
/** The least time between two looks, in milliseconds, and how many are asked after in one. */
const LOOK_MS = 60_000;
const ASKED = 10;

export interface GhostsParts {
	readonly host: Clock;
	readonly line: InboxLine;
	readonly directory: Directory;
	/** They are there. */
	readonly seen: (present: Present) => void;
	/** They are not. */
	readonly gone: (user: string) => void;
}

/**
 * The second fence against ghosts. An inbox takes its user out when its last page is gone, also after a crash; were one
 * ever to lose what it knows, the group finds out by asking, when somebody looks at the list: a few of those of whom it
 * has heard nothing for hours, and never those who come and go as everybody does.
 */
export class Ghosts {
	readonly #parts: GhostsParts;
	#lookedAt = Number.NEGATIVE_INFINITY;

	constructor(parts: GhostsParts) {
		this.#parts = parts;
	}

	/** Somebody looks at the list. Nobody waits for what is asked. */
	look(): void {
		const { host, directory } = this.#parts;
		const now = host.now();
		if (isWithin(this.#lookedAt, LOOK_MS, now)) return;
		this.#lookedAt = now;
		for (const present of directory.notSeenSince(now - DOUBTED_MS, ASKED)) void this.#ask(present);
	}

	async #ask(present: Present): Promise<void> {
		const { line, directory, seen, gone } = this.#parts;
		const { id } = present.member;
		let isThere = true;
		try {
			isThere = await line.isThere(id);
		} catch {
			// Asked after again some time: who cannot be reached is not gone for that.
			return;
		}
		// They may have been heard of meanwhile.
		if (directory.get(id) !== present) return;
		if (isThere) seen(present);
		else gone(id);
	}
}
