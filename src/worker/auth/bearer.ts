import { type Bearer, verifyOwnTicket } from "../../auth/ticket.ts";
import type { Keyring } from "../../config/keys.ts";
import { FaultError } from "../../protocol/fault.ts";
import { credentialsOf, NOT_BEARER } from "./credentials.ts";

/**
 * Who asks for something that is their own and of no channel: the bearer of a ticket, and their app.
 *
 * @throws FaultError `ticket_required`, `bad_ticket`, `ticket_expired`, or `forbidden` where the ticket is not good for
 * the user's own channel
 */
export async function bearerOf(
	authorization: string | undefined,
	keyring: Keyring,
): Promise<{ readonly app: string; readonly caller: Bearer }> {
	const credentials = credentialsOf(authorization);
	if (credentials.scheme === "none") throw new FaultError("ticket_required");
	if (credentials.scheme !== "bearer") throw new FaultError("bad_ticket", NOT_BEARER);
	return verifyOwnTicket(credentials.token, keyring);
}
