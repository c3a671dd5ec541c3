import { utf8 } from "../protocol/utf8.ts";
import { OriginError } from "./errors.ts";
import type { Ports } from "./retry.ts";

/** The part of `fetch` that an origin uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Ask {
	readonly method: "GET" | "POST" | "DELETE";
	/** Below the deployment's address, with its slash and its query. */
	readonly path: string;
	readonly body?: string;
}

export interface Answer {
	readonly status: number;
	readonly body: string;
	/** Milliseconds, from the header `Retry-After`; what stands in front of a deployment may set it. */
	readonly retryAfter: number | undefined;
}

/** Makes one request, which is given up after `patienceMs` milliseconds. */
export type Send = (ask: Ask & { readonly patienceMs: number }) => Promise<Answer>;

/**
 * @param url where the deployment is
 * @param credentials `keyId:secret`
 */
export function sender(url: string, credentials: string, fetch: Fetch, ports: Ports): Send {
	// The secret's UTF-8 bytes; btoa itself takes no character beyond Latin-1.
	const headers = { Authorization: `Basic ${btoa(String.fromCharCode(...utf8(credentials)))}` };
	return async ({ method, path, body, patienceMs }) => {
		try {
			const response = await fetch(url + path, {
				method,
				...(body === undefined ? { headers } : { headers: { ...headers, "Content-Type": "application/json" }, body }),
				// A redirect would carry the credentials to wherever it points. As an answer, since "error" would make it look
				// like a network that is down, and Workers do not know that value.
				redirect: "manual",
				signal: AbortSignal.timeout(Math.ceil(patienceMs)),
			});
			const retryAfter = waitOf(response.headers.get("Retry-After") ?? "", ports.now());
			return { status: response.status, body: await response.text(), retryAfter };
		} catch (thrown) {
			throw new OriginError("unreachable", `No answer from ${url}${path}${reason(thrown, patienceMs)}.`);
		}
	};
}

/** Milliseconds out of a `Retry-After` in either of its forms (RFC 9110 section 10.2.3). */
function waitOf(header: string, now: number): number | undefined {
	if (/^[0-9]{1,9}$/.test(header)) return Number(header) * 1000;
	const date = header.endsWith(" GMT") ? Date.parse(header) : Number.NaN;
	return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** The system's name for the error, such as ECONNREFUSED, and nothing else of it. */
function reason(thrown: unknown, patienceMs: number): string {
	const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : undefined;
	const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
	if (typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code)) return ` (${code})`;
	return thrown instanceof Error && thrown.name === "TimeoutError" ? ` within ${Math.ceil(patienceMs)} ms` : "";
}
