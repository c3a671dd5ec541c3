import { ParlourError } from "./errors.ts";

/**
 * Returns the address of a deployment, as `http…` and without a slash at its end.
 *
 * @throws ParlourError `bad_url` for what is no whole address of http or https; `ws` and `wss` stand for them
 */
export function deploymentOf(url: unknown): string {
	const isText = typeof url === "string" && url !== "";
	const address = isText ? parsed(url) : undefined;
	if (!isText || !address || !/^(?:https?|wss?):$/.test(address.protocol) || address.search || address.hash)
		throw new ParlourError(
			"bad_url",
			`The url ${isText ? `"${url.slice(0, 200)}" is no whole address` : "is missing"}.`,
		);
	return url.replace(/^ws/i, "http").replace(/\/+$/, "");
}

function parsed(url: string): URL | undefined {
	try {
		return new URL(url);
	} catch {
		return undefined;
	}
}
