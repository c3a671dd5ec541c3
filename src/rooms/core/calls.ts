import { FaultError } from "../../protocol/fault.ts";
import { type Json, parseJson } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import type { Caller } from "./access.ts";
import type { OriginAnswer, OriginPort } from "./ports.ts";

/** A page's question to its origin. */
export interface Call {
	readonly data: Json;
	readonly component?: string;
}

/**
 * Carries calls to the origin and its answers back to the caller alone. Each waits by itself: a slow origin holds up
 * neither the room nor other callers, and no more than a few may wait at once.
 */
export class Calls {
	readonly #origin: OriginPort;
	#inRoom = 0;
	readonly #bySession = new Map<string, number>();

	constructor(origin: OriginPort) {
		this.#origin = origin;
	}

	/**
	 * Asks the origin.
	 *
	 * @param session whose calls are counted together; each HTTP request is its own
	 * @throws FaultError `not_supported`, `rate_limited`, `origin_timeout`, or `origin_failed` with the origin's message
	 */
	async ask(caller: Caller, call: Call, session: string): Promise<Json> {
		if (!this.#origin.configured) throw new FaultError("not_supported", "The app has no webhook address.");
		const ofSession = this.#bySession.get(session) ?? 0;
		if (ofSession >= LIMITS.callsPerSocket || this.#inRoom >= LIMITS.callsPerRoom)
			throw new FaultError("rate_limited", "Too many calls are waiting for the origin.", { retryAfter: 1_000 });
		this.#bySession.set(session, ofSession + 1);
		this.#inRoom += 1;
		try {
			return readAnswer(await this.#origin.send({ type: "call", data: describe(caller, call) }, LIMITS.callMs));
		} finally {
			this.#inRoom -= 1;
			const left = (this.#bySession.get(session) ?? 1) - 1;
			if (left > 0) this.#bySession.set(session, left);
			else this.#bySession.delete(session);
		}
	}
}

function describe(caller: Caller, { data, component }: Call): { [key: string]: Json } {
	const user = caller.kind === "member" ? caller.user : undefined;
	const { id, name, role, info } = user ?? {};
	const shown = id === undefined ? null : defined({ id, name, role, info });
	return { user: shown, component: component ?? null, data };
}

function defined(fields: { readonly [key: string]: Json | undefined }): { [key: string]: Json } {
	return Object.fromEntries(
		Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
	);
}

/** The JSON that the origin answered. @throws FaultError */
function readAnswer(answer: OriginAnswer): Json {
	if (answer.kind === "timeout") throw new FaultError("origin_timeout");
	if (answer.kind === "unreachable") throw new FaultError("origin_failed", "The origin could not be reached.");
	const body = readBody(answer.body);
	if (answer.status >= 200 && answer.status < 300) {
		if (body === undefined) throw new FaultError("origin_failed", "The origin's answer is not JSON.");
		return body;
	}
	throw new FaultError("origin_failed", messageOf(body) ?? `The origin answered with status ${answer.status}.`);
}

/** Its JSON, `null` where there is no body, and `undefined` where it is not JSON. */
function readBody(text: string): Json | undefined {
	try {
		return text === "" ? null : parseJson(text, "origin_failed", LIMITS.jsonDepth);
	} catch {
		return undefined;
	}
}

/** The message of an origin's error, in the forms that origins give it: `{"error":{"message"}}`, `{"error"}`, `{"message"}`. */
function messageOf(body: Json | undefined): string | undefined {
	if (typeof body !== "object" || body === null || Array.isArray(body)) return undefined;
	const { error, fault, message } = body as { readonly [key: string]: Json | undefined };
	const found = [message, error].find((one) => typeof one === "string");
	if (typeof found === "string") return fitsUtf8(found, LIMITS.originMessageBytes) ? found : undefined;
	return messageOf(error ?? fault);
}
