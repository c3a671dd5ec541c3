import { Emitter } from "../core/emitter.ts";
import type { Environment } from "../core/environment.ts";
import type { Store } from "./types.ts";

/** A value in the place of another: of lists, what is the same in both stays the same object, and so may the list. */
function kept(now: unknown, before: unknown): unknown {
	if (!Array.isArray(now) || !Array.isArray(before)) return now;
	const known = new Set<unknown>(before);
	const stay = new Set<unknown>(now);
	// Only what is new to one of them is looked into.
	const texts = new Map(before.filter((one) => !stay.has(one)).map((one) => [JSON.stringify(one), one as unknown]));
	const list = now.map((one: unknown) => (known.has(one) ? one : (texts.get(JSON.stringify(one)) ?? one)));
	return list.length === before.length && list.every((one, at) => one === before[at]) ? before : list;
}

/** A state that is exchanged and never changed: the same object until something is different. */
export class State<T extends object> implements Store<T> {
	#value: T;
	#isFinal = false;
	readonly #emitter: Emitter<{ change: undefined }>;

	constructor(value: T, { report }: Environment) {
		this.#value = value;
		this.#emitter = new Emitter(report);
	}

	readonly get = (): T => this.#value;

	readonly subscribe = (run: () => void): (() => void) => this.#emitter.on("change", run);

	/** Exchanges some fields, and tells it if any of them is different. */
	set(change: Partial<T>): void {
		if (this.#isFinal) return;
		const before = this.#value;
		const value = { ...before };
		let isSame = true;
		for (const name in change) {
			value[name] = kept(change[name], before[name]) as T[typeof name];
			isSame &&= value[name] === before[name];
		}
		if (isSame) return;
		this.#value = value;
		this.#emitter.emit("change", undefined);
	}

	/** Exchanges fields for the last time: what is set later, as by an answer that was on its way, changes nothing. */
	end(last: Partial<T>): void {
		this.set(last);
		this.#isFinal = true;
	}
}
