const HEADER = "x-parlour-directions";

/** Where an upgrade goes instead of here: one of these relays, the room, or another relay than this one, which is full. */
export type Directions =
	{ readonly to: "relays"; readonly relays: readonly string[] } | { readonly to: "room" } | { readonly to: "other" };

/** The answer to an upgrade that belongs elsewhere. Only the Worker sees it. */
export function directionsResponse(directions: Directions): Response {
	return new Response(null, { status: 204, headers: { [HEADER]: JSON.stringify(directions) } });
}

/** Reads where an upgrade goes, or `undefined` from an answer that is for the client. */
export function readDirections(response: Response): Directions | undefined {
	const value = response.headers.get(HEADER);
	return value === null ? undefined : (JSON.parse(value) as Directions);
}
