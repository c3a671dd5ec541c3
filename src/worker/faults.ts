import { ConfigurationError, type Keyring } from "../config/keys.ts";
import { refuseUpgrade } from "../door/refusal.ts";
import { type FaultBody, faultOf } from "../protocol/fault.ts";
import { FAULTS } from "../protocol/faults.ts";
import { SUBPROTOCOL } from "../protocol/paths.ts";
import { refusedLine } from "./refused.ts";
import { subprotocols } from "./subprotocols.ts";

/**
 * Turns whatever was thrown into the answer to its request: the Worker's one error boundary. An unknown error is logged
 * by its name alone, because a message may hold what the caller sent; a refusal that says how something is set up is one
 * line, too.
 */
export function answerFault(thrown: unknown, request: Request, keyring?: Keyring): Response {
	const fault = faultFor(thrown);
	const line = refusedLine(fault.code, request, keyring);
	// oxlint-disable-next-line no-console -- where an operator looks for what is set up wrongly
	if (line) console.warn(JSON.stringify(line));
	if (!isUpgrade(request)) return faultResponse(fault);
	return refuseUpgrade(fault, subprotocols(request).includes(SUBPROTOCOL) ? SUBPROTOCOL : undefined);
}

/** The fault that stands for a thrown value of whatever kind: what the caller is told of it. */
export function faultFor(thrown: unknown): FaultBody {
	if (thrown instanceof ConfigurationError) return { code: "not_configured", message: thrown.message };
	if (isOverloaded(thrown)) return { code: "overloaded", message: FAULTS.overloaded.message };
	const fault = faultOf(thrown);
	// oxlint-disable-next-line no-console -- the one line that an operator finds in the logs
	if (fault.code === "internal") console.error(`internal: ${thrown instanceof Error ? thrown.name : typeof thrown}`);
	return fault;
}

/** Durable Objects mark their own errors so. */
function isOverloaded(thrown: unknown): boolean {
	return thrown instanceof Error && "overloaded" in thrown && thrown.overloaded === true;
}

/** A fault over HTTP. */
export function faultResponse(fault: FaultBody): Response {
	const headers = new Headers({ "Content-Type": "application/json", "Cache-Control": "no-store" });
	if (fault.retryAfter !== undefined) headers.set("Retry-After", String(Math.ceil(fault.retryAfter / 1000)));
	if (fault.code === "bad_credentials") headers.set("WWW-Authenticate", 'Basic realm="parlour", charset="UTF-8"');
	return new Response(JSON.stringify({ fault }), { status: FAULTS[fault.code].http, headers });
}

export function isUpgrade(request: Request): boolean {
	return request.headers.get("Upgrade")?.toLowerCase() === "websocket";
}
