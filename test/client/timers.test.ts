import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { expect, test } from "vitest";

const ROOT = new URL("../../src/client/", import.meta.url);
/** The environment is where the page's clocks and timers come from. */
const ENVIRONMENT = "core/environment.ts";
/** What sets a timer, or reads a clock, by itself. A name after a dot or in braces is the environment's. */
const OWN = [
	/(?:globalThis|window|self)\.(?:set(?:Timeout|Interval)|performance)\b/,
	/\b(?:setInterval|requestIdleCallback|requestAnimationFrame)\(/,
	/\bDate\.now\b|\bnew Date\(\)|\bperformance\.now\b|\bAbortSignal\.timeout\b/,
];
const BARE = /(?<![.\w])setTimeout\(/;
const GIVEN = /\bsetTimeout\b[^()\n]*\}\s*(?:=|:)/;

async function ownIn(pattern: string, except: RegExp): Promise<string[]> {
	const found: string[] = [];
	for await (const file of glob(pattern, { cwd: ROOT })) {
		if (except.test(file) || file === ENVIRONMENT) continue;
		const text = readFileSync(new URL(file, ROOT), "utf8");
		if (OWN.some((own) => own.test(text)) || (BARE.test(text) && !GIVEN.test(text))) found.push(file);
	}
	return found;
}

test("[CLIENT20][CLIENT21] timers and spans are the environment's, whose timers have a limit and whose clock never goes back", async () => {
	expect(await ownIn("**/*.ts", /^elements\//)).toEqual([]);
	// The elements have timers of their own, and so would be found: the search is one that finds.
	expect(await ownIn("elements/**/*.ts", /^core\//)).toContain("elements/room/barred.ts");
});
