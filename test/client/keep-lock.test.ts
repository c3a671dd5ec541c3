import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { keptInBrowser } from "../../src/client/keep/browser.ts";
import { settle } from "./support/clock.ts";

/** Locks that another page holds, until the test grants them. */
class Locks {
	grant: (() => Promise<void>) | undefined;

	request(_name: string, { signal }: LockOptions, run: () => Promise<void>): Promise<void> {
		return new Promise((resolve, reject) => {
			signal?.addEventListener("abort", () => reject(new Error("aborted")));
			this.grant = async () => {
				await run().then(resolve, reject);
			};
		});
	}
}

let locks: Locks;
beforeEach(() => {
	locks = new Locks();
	vi.stubGlobal("navigator", { locks });
	vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

test("[KEEP4] a page that has stopped in the midst of sending is waited for a minute, and no longer", async () => {
	const run = vi.fn<() => Promise<void>>(async () => undefined);
	const alone = keptInBrowser().alone("lane", run);
	await vi.advanceTimersByTimeAsync(59_000);
	expect(run).not.toHaveBeenCalled();
	await vi.advanceTimersByTimeAsync(1_000);
	await alone;
	expect(run).toHaveBeenCalledTimes(1);
});

test("[KEEP4] what has begun takes its time, and what it throws is thrown", async () => {
	const work = Promise.withResolvers<void>();
	const run = vi.fn<() => Promise<void>>(() => work.promise);
	const alone = keptInBrowser().alone("lane", run);
	const failure = alone.catch((thrown: unknown) => thrown);
	void locks.grant?.();
	await vi.advanceTimersByTimeAsync(120_000);
	expect(vi.getTimerCount()).toBe(0);
	work.reject(new Error("no network"));
	expect(await failure).toMatchObject({ message: "no network" });
	await settle();
	expect(run).toHaveBeenCalledTimes(1);
});
