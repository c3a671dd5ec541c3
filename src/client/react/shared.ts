/**
 * Something that is open for as long as somebody holds it, and made for the first who does. It outlives a component that
 * is unmounted and mounted again in the same turn, as strict mode does with each, and as going from page to page does.
 */
export class Shared<T> {
	readonly #make: () => T;
	readonly #end: (held: T) => void;
	#holders = 0;
	/** What is held at present. */
	current: T | undefined;

	constructor(make: () => T, end: (held: T) => void) {
		this.#make = make;
		this.#end = end;
	}

	/** Holds it. Each who does lets go once. */
	hold(): T {
		this.#holders++;
		return (this.current ??= this.#make());
	}

	letGo(): void {
		this.#holders--;
		queueMicrotask(() => {
			const { current } = this;
			if (this.#holders > 0 || current === undefined) return;
			this.current = undefined;
			this.#end(current);
		});
	}
}
