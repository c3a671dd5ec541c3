import { KEY_ID } from "../protocol/hash.ts";

/** A key of an app. The secret is for signing and comparing only: it never goes into an answer, a log or an error. */
export interface Key {
	readonly app: string;
	readonly id: string;
	readonly secret: string;
}

/** The keys of a deployment by key id; ids are unique across its apps, since a hash names its key and not its app. */
export type Keyring = ReadonlyMap<string, Key>;

/** The id of an app. */
export const APP_ID = /^[A-Za-z0-9_-]{1,64}$/;

/** What an operator must mend. Its message names keys by id only and is safe to show. */
export class ConfigurationError extends Error {
	override readonly name = "ConfigurationError";
}

/**
 * Reads `PARLOUR_KEYS`: `app/keyId:secret`, several separated by commas. A secret may hold anything but a comma, and its
 * spaces count.
 *
 * @throws ConfigurationError for a missing or malformed value, or a key id that is given twice
 */
export function parseKeys(value: string | undefined): Keyring {
	if (value === undefined || value.trim() === "")
		throw new ConfigurationError(
			"PARLOUR_KEYS is not set. Set it to app/keyId:secret, for example with: wrangler secret put PARLOUR_KEYS",
		);
	const keys = new Map<string, Key>();
	for (const [index, entry] of value.split(",").entries()) {
		const key = parseKey(entry.trimStart().replace(/[\r\n]+$/, ""), index + 1);
		if (keys.has(key.id)) throw new ConfigurationError(`PARLOUR_KEYS gives the key id "${key.id}" twice.`);
		keys.set(key.id, key);
	}
	return keys;
}

function parseKey(entry: string, position: number): Key {
	const slash = entry.indexOf("/");
	const colon = entry.indexOf(":", slash);
	const key = { app: entry.slice(0, slash), id: entry.slice(slash + 1, colon), secret: entry.slice(colon + 1) };
	if (slash < 0 || colon < 0 || !APP_ID.test(key.app) || !KEY_ID.test(key.id) || key.secret === "")
		throw new ConfigurationError(`PARLOUR_KEYS: entry ${position} is not of the form app/keyId:secret.`);
	return key;
}

/** The keys of one app, in the order in which they were given. */
export function keysOf(keyring: Keyring, app: string): Key[] {
	return [...keyring.values()].filter((key) => key.app === app);
}
