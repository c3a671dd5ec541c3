import { OriginError } from "./errors.ts";

/** The secret of a key, or several while a key is replaced. Variables of the environment that are not set are refused. */
export type Secrets = string | undefined | ReadonlyArray<string | undefined>;

/**
 * The secret of a key.
 *
 * @throws OriginError `bad_request` where it is missing or empty
 */
export function checkedSecret(secret: unknown, at = "secret"): string {
	if (typeof secret === "string" && secret !== "") return secret;
	// Said by its type alone: what was given instead may be half of a secret.
	const given = secret === "" ? "empty" : secret === undefined ? "undefined" : "no text";
	throw new OriginError("bad_request", `${at} is ${given}. Is the variable of the environment set that holds it?`);
}

/** @throws OriginError `bad_request` for no secret, or one that is missing or empty */
export function checkedSecrets(secrets: Secrets): string[] {
	if (!Array.isArray(secrets)) return [checkedSecret(secrets)];
	if (secrets.length === 0) throw new OriginError("bad_request", "Webhooks need the secret of a key.");
	return secrets.map((secret: unknown, index) => checkedSecret(secret, `secrets[${index}]`));
}
