import fc from "fast-check";

/** Something that happens to a world; it tells what it is where a run fails. */
export class Step<World> {
	readonly run: (world: World) => void | Promise<void>;
	readonly #text: string;

	constructor(text: string, run: Step<World>["run"]) {
		this.#text = text;
		this.run = run;
	}

	[fc.toStringMethod](): string {
		return this.#text;
	}
}
