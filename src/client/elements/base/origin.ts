import { ParlourError } from "../../index.ts";

/** How long a site may take to say who is signed in, in milliseconds. */
const TICKET_MS = 10_000;

/**
 * Returns where Parlour is deployed, as an element's attribute `url` says it: a whole address, or a path of the page's own
 * site, which begins with a slash; the empty text is the site itself.
 *
 * @throws ParlourError `bad_url`
 */
export function deploymentOf(element: Element): string {
	const given = element.getAttribute("url");
	if (given === null) throw new ParlourError("bad_url", `The attribute url of <${element.localName}> is missing.`);
	// A name of a server without a scheme would be taken for a file beside the page.
	if (given === "" || given.startsWith("/")) return new URL(given || "/", document.baseURI).href;
	return given;
}

/**
 * Asks a site who is signed in: a POST with the cookies of the page, answered with `{"ticket"}`.
 *
 * @returns `undefined` where nobody is: the status 401 or 403, or no ticket in the answer
 * @throws ParlourError `ticket_failed`, with what was answered
 */
export async function ticketAt(url: string): Promise<string | undefined> {
	const failed = (what: string): ParlourError => new ParlourError("ticket_failed", `The ticket-url ${url} ${what}.`);
	let answer: Response;
	let body: string;
	try {
		const signal = AbortSignal.timeout(TICKET_MS);
		answer = await fetch(url, { method: "POST", credentials: "same-origin", signal });
		body = await answer.text();
	} catch {
		throw failed("cannot be reached");
	}
	if (answer.status === 401 || answer.status === 403) return undefined;
	if (!answer.ok) throw failed(`answered with the status ${answer.status}`);
	return ticketIn(body) ?? undefined;

	function ticketIn(text: string): string | null | undefined {
		let value: unknown;
		try {
			value = JSON.parse(text);
		} catch {
			throw failed(/^\s*</.test(text) ? "answered with a page in the place of JSON" : "answered with no JSON");
		}
		const { ticket } = (value ?? {}) as { readonly ticket?: unknown };
		if (ticket === undefined || ticket === null || typeof ticket === "string") return ticket;
		throw failed("answered with a ticket that is no text");
	}
}
