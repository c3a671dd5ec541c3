interface Handler {
	readonly topic: string;
	readonly name: string;
	readonly run: (value: never) => void;
}

/** Handlers by topic, and within a topic by name or for every name (`*`). What one throws is reported, and keeps nothing from the others. */
export class Emitter<Topics extends object> {
	/** Exchanged and not changed: a handler may add and take back others. */
	#handlers: readonly Handler[] = [];
	readonly #report: (error: unknown) => void;

	constructor(report: (error: unknown) => void) {
		this.#report = report;
	}

	/** Adds a handler; answers the undo. */
	on<T extends string & keyof Topics>(topic: T, run: (value: Topics[T]) => void, name = "*"): () => void {
		// A handler that is added twice is called twice, and each undo takes back one.
		const handler = { topic, name, run };
		this.#handlers = [...this.#handlers, handler];
		return () => void (this.#handlers = this.#handlers.filter((one) => one !== handler));
	}

	emit<T extends string & keyof Topics>(topic: T, value: Topics[T], name?: string): void {
		for (const handler of this.#handlers) {
			if (handler.topic !== topic || (handler.name !== "*" && handler.name !== name)) continue;
			try {
				const done = (handler.run as (value: Topics[T]) => unknown)(value);
				// A handler may be an async function, whose error comes later.
				if (done instanceof Promise) done.catch(this.#report);
			} catch (error) {
				this.#report(error);
			}
		}
	}
}
