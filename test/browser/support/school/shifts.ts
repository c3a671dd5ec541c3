import type { Page } from "playwright-core";

/** How far things have moved by themselves: all that is to be seen, and what is the page's own. */
export interface Shifts {
	readonly all: number;
	readonly page: number;
}

type Counting = typeof globalThis & { shifts: { all: number; page: number } };
type Shift = PerformanceEntry & { readonly value: number; readonly sources: readonly { readonly node?: Node }[] };

/** Watches the pages that are visited from here on; the answer tells of the present one. */
export async function watchShifts(page: Page): Promise<() => Promise<Shifts>> {
	await page.addInitScript(() => {
		const shifts = ((globalThis as Counting).shifts = { all: 0, page: 0 });
		const observer = new PerformanceObserver((list) => {
			for (const { value, sources } of list.getEntries() as unknown as readonly Shift[]) {
				shifts.all += value;
				// What is in a shadow root is not named.
				if (sources.some(({ node }) => node)) shifts.page += value;
			}
		});
		observer.observe({ type: "layout-shift", buffered: true });
	});
	return async () => {
		// What has been drawn by now is told with the second frame from here.
		await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		return page.evaluate(() => (globalThis as Counting).shifts);
	};
}
