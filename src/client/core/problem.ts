import { within } from "./deadline.ts";
import type { Environment } from "./environment.ts";
import type { ParlourError } from "./errors.ts";

/** The page of the documentation that has an entry for each code. */
const PAGE = "docs/troubleshooting.md";
/** How long the sentences may take to load before a problem is told without them, in milliseconds. */
export const ADVICE_WAIT_MS = 300;
/** Here, and not with the other sentences: where the page cannot reach the deployment, they may not come either. */
const UNREACHABLE = "Nothing answers as Parlour at the url. Check the url, that Parlour runs there, and the network.";

/** Codes with which a person was sent away: nothing is wrong with how the page is set up. */
const QUIET: readonly string[] = ["kicked", "banned"];

/** Returns whether there is something to mend. */
export function isProblem({ code }: ParlourError): boolean {
	return !QUIET.includes(code);
}

/** Returns the sentence for the console. */
export function sentenceOf({ code, message }: ParlourError, advice = ""): string {
	const said = message === code ? "" : ` ${message}`;
	const todo = code === "unreachable" ? UNREACHABLE : advice;
	return `Parlour: ${code}.${said} ${todo} See ${PAGE}#${code}`.replaceAll("  ", " ");
}

/** Says in the console what is wrong and what to do; without the latter, where that does not load at once. */
export async function logProblem(environment: Environment, error: ParlourError): Promise<void> {
	let advice: string | undefined;
	try {
		const { ADVICE } = await within(environment, ADVICE_WAIT_MS, () => import("./advice.ts"));
		// A code may be any text, which a newer room has chosen.
		if (Object.hasOwn(ADVICE, error.code)) advice = ADVICE[error.code];
	} catch {
		// What is known is told.
	}
	try {
		// Most visitors of many sites are not signed in.
		environment.log(sentenceOf(error, advice), error.code === "ticket_required" ? "info" : "error");
	} catch (thrown) {
		environment.report(thrown);
	}
}
