/**
 * What is wrong, where the room has not said it, and what to do. A code without an entry has only the room's words. Loaded
 * with the first problem: see `problem.ts`, which has the entry of `unreachable`.
 */
export const ADVICE: { readonly [code: string]: string } = {
	area_off: "Switch the area on in parlour.config.ts.",
	bad_credentials: "Check the key id and the secret.",
	bad_hash: "Sign the hash with a key and secret of PARLOUR_KEYS, and put it into the page as it is.",
	bad_origin: "Add the page's origin to the app's origins in parlour.config.ts.",
	bad_ticket: "Sign tickets with a key and secret of PARLOUR_KEYS, and give the text of the ticket alone.",
	bad_url: "Give the whole address of the deployment, as in https://parlour.example.com.",
	forbidden: "Check the area's rules, and the channels that the ticket lists.",
	not_configured: "Set PARLOUR_KEYS where Parlour runs.",
	not_found: "Check that the url is where Parlour runs.",
	ticket_expired: "Give a function as the ticket, so that it can be renewed, and check the clock of the server.",
	ticket_failed: "Check what the ticket function or the ticket-url answers to a POST with the cookies of the page.",
	ticket_required:
		"Nobody is signed in, or the ticket function gave no ticket. Nothing is asked again until the page is loaded anew or says so.",
};
