import type { Page } from "playwright-core";

/** What `watch` leaves in the page. */
interface Counting {
	held(): string[];
	known: readonly string[];
}

/**
 * Notes, from before any script of the page, who listens to the page and which timers wait. Answers what has come to it
 * since the first time that it was asked: until then, what drives the browser has put in its own.
 */
export async function watchHeld(page: Page): Promise<() => Promise<string[]>> {
	await page.addInitScript(watch);
	return () =>
		page.evaluate(() => {
			const counting = globalThis as unknown as Counting;
			counting.known ??= counting.held().filter((one) => !one.startsWith("timer"));
			return counting.held().filter((one) => !counting.known.includes(one));
		});
}

function watch(): void {
	const all = new Set<string>();
	const ids = new Map<unknown, number>();
	/** By the listener itself, so that one of the same name does not hide another. */
	const nameOf = (type: string, listener: unknown): string => {
		if (!ids.has(listener)) ids.set(listener, ids.size);
		return `${type} ${ids.get(listener)}`;
	};
	for (const target of [window, document]) {
		const add = target.addEventListener.bind(target) as Window["addEventListener"];
		const remove = target.removeEventListener.bind(target) as Window["removeEventListener"];
		target.addEventListener = (type: string, listener: EventListener, options?: AddEventListenerOptions) => {
			const name = nameOf(type, listener);
			all.add(name);
			options?.signal?.addEventListener("abort", () => all.delete(name));
			add(type, listener, options);
		};
		target.removeEventListener = (type: string, listener: EventListener, options?: EventListenerOptions) => {
			all.delete(nameOf(type, listener));
			remove(type, listener, options);
		};
	}
	const { setTimeout, clearTimeout } = globalThis;
	const set = (run: () => void, ms = 0): number => {
		const timer = Number(
			setTimeout(() => {
				all.delete(`timer ${timer}`);
				run();
			}, ms),
		);
		all.add(`timer ${timer}`);
		return timer;
	};
	const clear = (timer: number): void => {
		all.delete(`timer ${timer}`);
		clearTimeout(timer);
	};
	Object.assign(globalThis, { setTimeout: set, clearTimeout: clear, held: () => [...all] });
}
