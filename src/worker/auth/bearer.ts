import { verifyToken } from "../../auth/token.ts";
import type { Keyring } from "../../config/keys.ts";
import { FaultError } from "../../protocol/fault.ts";
import { readClaims, type Ticket } from "../../protocol/ticket.ts";
import { credentialsOf } from "./credentials.ts";

/**
 * Who asks for something that is of no channel: the bearer of a ticket, and their app.
 *
 * @throws FaultError `ticket_required`, `bad_ticket`, `ticket_expired`, or `forbidden` where the ticket is good for some
 * channels only
 */
export async function bearerOf(
	authorization: string | undefined,
	keyring: Keyring,
): Promise<{ readonly app: string; readonly ticket: Ticket }> {
	const credentials = credentialsOf(authorization);
	if (credentials.scheme === "none") throw new FaultError("ticket_required");
	if (credentials.scheme !== "bearer") throw new FaultError("bad_ticket");
	const { key, payload } = await verifyToken(credentials.token, keyring, "bad_ticket");
	const ticket = readClaims(payload, Date.now());
	if (ticket.channels !== undefined) throw new FaultError("forbidden", "The ticket is good for some channels only.");
	return { app: key.app, ticket };
}
