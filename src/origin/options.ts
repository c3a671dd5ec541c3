import { KEY_ID } from "../protocol/hash.ts";
import { OriginError } from "./errors.ts";
import { checkFields } from "./fields.ts";
import type { Fetch } from "./request.ts";
import { RETRY, type RetryTimes } from "./retry.ts";
import { checkedSecret } from "./secrets.ts";

/** How to reach a deployment. What is `undefined` of the first three is refused at run time, with its name. */
export interface OriginOptions {
	/** Where the deployment is, such as `https://parlour.example.org`. */
	readonly url: string | undefined;
	/** The key id. */
	readonly key: string | undefined;
	/** The key's secret. It stays in this process: hashes and tickets are signed here. */
	readonly secret: string | undefined;
	/** In the place of the runtime's own `fetch`. */
	readonly fetch?: Fetch | undefined;
	/**
	 * The longest that a request may take, in milliseconds, with all its attempts and the waits between them: 30,000 where
	 * it is missing. Receipts are waited for on top of it.
	 */
	readonly timeoutMs?: number | undefined;
	/**
	 * After a request that nobody answered in its time, further ones fail at once for so many milliseconds: 5,000 where it
	 * is missing, 0 to switch it off. A single attempt decides then.
	 */
	readonly failFastMs?: number | undefined;
}

/** Options that make sense. */
export interface CheckedOptions {
	readonly url: string;
	readonly key: string;
	readonly secret: string;
	readonly fetch: Fetch;
	readonly times: RetryTimes;
}

/** @throws OriginError `bad_request` that names the option */
export function checkedOptions(options: OriginOptions): CheckedOptions {
	checkFields<OriginOptions>(
		options,
		{ url: true, key: true, secret: true, fetch: true, timeoutMs: true, failFastMs: true },
		"An origin",
	);
	const { url, key, secret, fetch = globalThis.fetch } = options;
	if (typeof key !== "string" || !KEY_ID.test(key))
		throw new OriginError("bad_request", `key is ${kindOf(key)}. It must be a key id: letters, digits, _ and -.`);
	return {
		url: checkedUrl(url),
		key,
		secret: checkedSecret(secret),
		fetch,
		times: {
			timeoutMs: milliseconds("timeoutMs", options.timeoutMs ?? RETRY.timeoutMs, 1),
			failFastMs: milliseconds("failFastMs", options.failFastMs ?? RETRY.failFastMs, 0),
		},
	};
}

function checkedUrl(url: unknown): string {
	const parsed = typeof url === "string" && URL.canParse(url) ? new URL(url) : undefined;
	// Credentials in the address would stand in error messages, and fetch refuses them anyway.
	if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== "" || parsed.password !== "")
		throw new OriginError("bad_request", `url is ${kindOf(url)}. It must be the deployment's http or https address.`);
	return `${parsed.origin}${parsed.pathname.replace(/\/+$/, "")}`;
}

function milliseconds(name: string, value: number, least: number): number {
	if (Number.isSafeInteger(value) && value >= least) return value;
	throw new OriginError("bad_request", `${name} must be a whole number of milliseconds from ${least}.`);
}

/** Where a variable of the environment is not set, this says so; the value itself stays out of the message. */
function kindOf(value: unknown): string {
	return value === undefined || value === "" ? "missing" : "malformed";
}
