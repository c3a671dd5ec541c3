import { decodeProtectedHeader } from "jose";
import type { Keyring } from "../config/keys.ts";
import type { FaultCode } from "../protocol/faults.ts";
import { parseHash } from "../protocol/hash.ts";
import { API, MY_CHANNEL, PARTY, TICKET_SUBPROTOCOL } from "../protocol/paths.ts";
import { credentialsOf } from "./auth/credentials.ts";
import { subprotocols } from "./subprotocols.ts";

/** Faults that say how something is set up, and not what a user did: an operator wants to know of each. */
const OF_SET_UP: ReadonlySet<FaultCode> = new Set([
	"bad_hash",
	"bad_ticket",
	"bad_credentials",
	"bad_origin",
	"area_off",
	"not_configured",
]);

/** One line of the log about a request that was refused. */
export interface RefusedLine {
	readonly event: "refused";
	/** The id that the platform or a proxy gave the request, or one of its own. */
	readonly request: string;
	readonly code: FaultCode;
	/** The key id that the hash or the ticket names, where the deployment has such a key; others may be anything. */
	readonly key?: string;
	readonly channel?: { readonly component: string; readonly area: string };
}

/**
 * Returns the line for a request that was refused; `undefined` for faults that are no matter of set-up. It holds ids
 * and the names of areas alone: never a ticket, a secret, a signature, or anything of a body.
 */
export function refusedLine(code: FaultCode, request: Request, keyring: Keyring | undefined): RefusedLine | undefined {
	if (!OF_SET_UP.has(code)) return undefined;
	const hash = hashIn(new URL(request.url).pathname);
	const parsed = parseHash(hash);
	const key = code === "bad_ticket" ? keyOfTicket(request) : parsed?.keyId;
	// The hash is looked at before the ticket and the area; what was not verified is anybody's text.
	const isVerified = code !== "bad_hash" && code !== "not_configured";
	const area = hash === MY_CHANNEL ? { component: "chat", area: "inbox" } : isVerified ? parsed?.channel : undefined;
	return {
		event: "refused",
		request: idOf(request),
		code,
		...(key !== undefined && { key: keyring?.has(key) ? key : "unknown" }),
		...(area && { channel: { component: area.component, area: area.area } }),
	};
}

function hashIn(path: string): string {
	const prefix = [`${API}/channels/`, `${PARTY}/`].find((one) => path.startsWith(one));
	return prefix === undefined ? "" : (path.slice(prefix.length).split("/")[0] ?? "");
}

function keyOfTicket(request: Request): string | undefined {
	const credentials = credentialsOf(request.headers.get("Authorization") ?? undefined);
	const protocol = subprotocols(request).find((one) => one.startsWith(TICKET_SUBPROTOCOL));
	const ticket = credentials.scheme === "bearer" ? credentials.token : protocol?.slice(TICKET_SUBPROTOCOL.length);
	try {
		const { kid } = decodeProtectedHeader(ticket ?? "");
		return kid;
	} catch {
		return undefined;
	}
}

/** The id of the platform, of a proxy in front of it, or a new one. */
function idOf({ headers }: Request): string {
	const given = headers.get("CF-Ray") ?? headers.get("X-Request-Id") ?? "";
	return /^[\w-]{1,64}$/.test(given) ? given : crypto.randomUUID();
}
