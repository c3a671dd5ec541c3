import type { Locator } from "playwright-core";

export interface Box {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Returns where something stands once it is there and has come to rest: the same in two drawings of the page. */
export async function boxOf(locator: Locator): Promise<Box> {
	await locator.waitFor();
	return locator.evaluate(async (element) => {
		const box = () => {
			const { x, y, width, height } = element.getBoundingClientRect();
			return { x, y, width, height };
		};
		for (let before = box(); ;) {
			await new Promise((resolve) => requestAnimationFrame(resolve));
			const now = box();
			if (JSON.stringify(now) === JSON.stringify(before)) return now;
			before = now;
		}
	});
}
