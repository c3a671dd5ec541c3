import type { Page } from "playwright-core";

/** Watches the pages that are visited from here on; the answer tells how far the present one's content has moved. */
export async function watchShifts(page: Page): Promise<() => Promise<number>> {
	await page.addInitScript(() => {
		const all = globalThis as typeof globalThis & { shifted: number };
		all.shifted = 0;
		const observer = new PerformanceObserver((list) => {
			for (const entry of list.getEntries()) all.shifted += (entry as PerformanceEntry & { value: number }).value;
		});
		observer.observe({ type: "layout-shift", buffered: true });
	});
	return async () => {
		// What has been drawn by now is told with the second frame from here.
		await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
		return page.evaluate(() => (globalThis as typeof globalThis & { shifted: number }).shifted);
	};
}
