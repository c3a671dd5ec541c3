/** How long the dock waits to learn what was open, in milliseconds, before it shows itself without. */
const PATIENCE_MS = 1_500;

/** When the dock may be drawn: once it is known what its user had open, so that nothing moves on the page afterwards. */
export class Entrance {
	/** Counts the first drawings: where one came too early, all is made anew, because what is new has not moved. */
	round = 0;
	#state: "waiting" | "early" | "entered" = "waiting";
	#isOverdue = false;
	readonly #timer: ReturnType<typeof setTimeout>;

	constructor(update: () => void) {
		this.#timer = setTimeout(() => {
			this.#isOverdue = true;
			update();
		}, PATIENCE_MS);
	}

	/** Whether to draw now. `isKnown`: whether that is all that was open. */
	mayDraw(isKnown: boolean): boolean {
		if (isKnown) {
			if (this.#state === "early") this.round++;
			this.#state = "entered";
		} else if (this.#isOverdue && this.#state === "waiting") this.#state = "early";
		return this.#state !== "waiting";
	}

	stop(): void {
		clearTimeout(this.#timer);
	}
}
