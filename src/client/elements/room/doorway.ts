import type { Crowd } from "./crowd.ts";
import { mergeMoves, type Movement } from "./moves.ts";

/** How long comings and goings are put together before they are told, in milliseconds. */
const WAIT_MS = 2_000;
/** In a room with more people than this it is not told who comes and goes: it would be about nothing else. */
const MOST_PEOPLE = 50;

const NOBODY: Movement = { entered: [], left: [] };

/** Puts comings and goings together, so that a reload of somebody's page tells nobody anything. */
export class Doorway {
	readonly #tell: (movement: Movement) => void;
	#waiting = NOBODY;
	#timer: ReturnType<typeof setTimeout> | undefined;

	constructor(tell: (movement: Movement) => void) {
		this.#tell = tell;
	}

	/** Whether a room is small enough for it to be told. */
	static isQuiet({ count = 0, isSample }: Crowd): boolean {
		return count <= MOST_PEOPLE && !isSample;
	}

	add(movement: Movement): void {
		if (movement.entered.length + movement.left.length === 0) return;
		this.#waiting = mergeMoves(this.#waiting, movement);
		this.#timer ??= setTimeout(() => {
			const waiting = this.#waiting;
			this.clear();
			if (waiting.entered.length + waiting.left.length > 0) this.#tell(waiting);
		}, WAIT_MS);
	}

	/** Somebody is known to be here: that they entered is no news any more. */
	spoke(id: string): void {
		const { entered, left } = this.#waiting;
		this.#waiting = { entered: entered.filter((one) => one.id !== id), left };
	}

	clear(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#waiting = NOBODY;
	}
}
