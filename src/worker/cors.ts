import type { MiddlewareHandler } from "hono";
import { originAllowed } from "../config/config.ts";
import type { Keyring } from "../config/keys.ts";
import { appOfFile } from "../files/id.ts";
import { parseHash } from "../protocol/hash.ts";
import type { Context } from "./env.ts";

/** How long a browser may remember a preflight's answer, in seconds; browsers cap it at two hours or a day. */
const PREFLIGHT_SECONDS = 7_200;

/**
 * Cross-origin answers for the calls that pages make (the Fetch standard's CORS protocol). No cookie is ever involved,
 * so no credentials mode is allowed. A page of an origin that the app does not list gets no header and reads nothing.
 */
export const cors: MiddlewareHandler<Context> = async (c, next) => {
	const origin = c.req.header("Origin");
	const app = appOf(c.req.param("hash") ?? "", c.var.keyring) ?? appOfFile(c.req.param("file") ?? "");
	// A hash of no known key names no app whose list could be asked; that page may read its fault.
	const allowed = origin !== undefined && (app === undefined || originAllowed(c.var.config, app, origin));
	if (c.req.method === "OPTIONS") c.res = new Response(null, { status: 204 });
	else await next();
	if (!allowed || c.res.status === 101) return;
	// Made anew: the headers of an answer that came from a binding cannot be changed.
	const response = new Response(c.res.body, c.res);
	response.headers.set("Access-Control-Allow-Origin", origin);
	response.headers.append("Vary", "Origin");
	response.headers.set("Access-Control-Expose-Headers", "Retry-After");
	if (c.req.method === "OPTIONS") {
		response.headers.set("Access-Control-Allow-Methods", "GET, POST, DELETE");
		response.headers.set("Access-Control-Allow-Headers", "Authorization, Content-Type");
		response.headers.set("Access-Control-Max-Age", String(PREFLIGHT_SECONDS));
	}
	c.res = undefined;
	c.res = response;
};

function appOf(hash: string, keyring: Keyring): string | undefined {
	return keyring.get(parseHash(hash)?.keyId ?? "")?.app;
}
