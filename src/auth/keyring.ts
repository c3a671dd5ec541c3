import { type Keyring, parseKeys } from "../config/keys.ts";

let cached: { readonly value: string | undefined; readonly keyring: Keyring } | undefined;

/**
 * The keys of the deployment; parsed once for each value of the binding.
 *
 * @throws ConfigurationError
 */
export function keyringOf(value: string | undefined): Keyring {
	if (cached === undefined || cached.value !== value) cached = { value, keyring: parseKeys(value) };
	return cached.keyring;
}
