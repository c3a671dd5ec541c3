/** Handlers by topic. What one throws is reported, and keeps nothing from the others. */
export class Emitter<Topics extends { readonly [topic: string]: unknown }> {
	readonly #handlers = new Map<string, Set<(value: never) => void>>();
	readonly #report: (error: unknown) => void;

	constructor(report: (error: unknown) => void) {
		this.#report = report;
	}

	/** Adds a handler; answers the undo. */
	on<T extends string & keyof Topics>(topic: T, handler: (value: Topics[T]) => void): () => void {
		const handlers = this.#handlers.get(topic) ?? new Set();
		this.#handlers.set(topic, handlers);
		// A handler that is added twice is called twice, and each undo takes back one.
		const own = (value: Topics[T]): void => handler(value);
		handlers.add(own);
		return () => void handlers.delete(own);
	}

	emit<T extends string & keyof Topics>(topic: T, value: Topics[T]): void {
		// A copy: a handler may add and take back others.
		const handlers = [...(this.#handlers.get(topic) ?? [])];
		for (const handler of handlers) {
			try {
				(handler as (value: Topics[T]) => void)(value);
			} catch (error) {
				this.#report(error);
			}
		}
	}
}
