import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
/** What WCAG 2.2 AA asks for, and what axe holds to be good practice beside. */
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Axe {
	run(
		context: { include: string[] },
		options: object,
	): Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }>;
}
declare const axe: Axe;

/** Which rules of accessibility an element breaks, as it is shown now. What moves is let come to rest first. */
export async function breachesIn(page: Page, selector: string): Promise<string[]> {
	await page.evaluate(AXE);
	await page.evaluate(async (host) => {
		const root = document.querySelector(host)?.shadowRoot;
		const ending = (root?.getAnimations() ?? []).filter((one) => one.effect?.getComputedTiming().endTime !== Infinity);
		await Promise.allSettled(ending.map(({ finished }) => finished));
	}, selector);
	const { violations } = await page.evaluate(
		async ({ include, values }) => axe.run({ include: [include] }, { runOnly: { type: "tag", values } }),
		{ include: selector, values: RULES },
	);
	return violations.flatMap(({ id, nodes }) =>
		nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
	);
}
