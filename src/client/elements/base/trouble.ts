import { globalEnvironment } from "../../core/environment.ts";
import { logProblem } from "../../core/problem.ts";
import { Parlour, ParlourError, type ParlourOptions } from "../../index.ts";

/** What `parlour-error` says of what is wrong. */
export interface TroubleDetail {
	readonly code: string;
	readonly message: string;
}

/** Tells a page what keeps its element from working. */
export function tellTrouble(element: Element, { code, message }: ParlourError): void {
	const detail: TroubleDetail = { code, message };
	element.dispatchEvent(new CustomEvent("parlour-error", { detail }));
}

/**
 * Makes an element's client. Where the attributes cannot be right there is none: the console says why, the page is told,
 * and the element shows it.
 */
export function clientFor(element: Element, options: () => ParlourOptions): Parlour | ParlourError {
	try {
		const parlour = new Parlour(options());
		parlour.on("error", (error) => tellTrouble(element, error));
		return parlour;
	} catch (thrown) {
		if (!(thrown instanceof ParlourError)) throw thrown;
		void logProblem(globalEnvironment(), thrown);
		tellTrouble(element, thrown);
		return thrown;
	}
}
