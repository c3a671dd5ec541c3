import { API } from "../protocol/paths.ts";
import { utf8 } from "../protocol/utf8.ts";
import { OriginError } from "./errors.ts";
import { RETRY } from "./retry.ts";

/** The part of `fetch` that an origin uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Answer {
	readonly status: number;
	readonly body: string;
	/** Milliseconds, from the header `Retry-After` in seconds; what stands in front of a deployment may set it. */
	readonly retryAfter: number | undefined;
}

/** Sends one body to `/v1/notify`. */
export type SendNotify = (body: string) => Promise<Answer>;

/**
 * @param url where the deployment is
 * @param credentials `keyId:secret`
 */
export function notifySender(url: string, credentials: string, fetch: Fetch): SendNotify {
	const target = `${url}${API}/notify`;
	// The secret's UTF-8 bytes; btoa itself takes no character beyond Latin-1.
	const authorization = `Basic ${btoa(String.fromCharCode(...utf8(credentials)))}`;
	return async (body) => {
		try {
			const response = await fetch(target, {
				method: "POST",
				headers: { Authorization: authorization, "Content-Type": "application/json" },
				body,
				// A redirect would carry the credentials to wherever it points.
				redirect: "error",
				signal: AbortSignal.timeout(RETRY.attemptMs),
			});
			const seconds = Number(response.headers.get("Retry-After") ?? Number.NaN);
			const retryAfter = seconds >= 0 ? seconds * 1000 : undefined;
			return { status: response.status, body: await response.text(), retryAfter };
		} catch (thrown) {
			throw new OriginError("unreachable", `No answer from ${target}${reason(thrown)}.`);
		}
	};
}

/** The system's name for the error, such as ECONNREFUSED, and nothing else of it. */
function reason(thrown: unknown): string {
	const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : undefined;
	const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : undefined;
	if (typeof code === "string" && /^[A-Z0-9_]{1,40}$/.test(code)) return ` (${code})`;
	return thrown instanceof Error && thrown.name === "TimeoutError" ? ` within ${RETRY.attemptMs} ms` : "";
}
