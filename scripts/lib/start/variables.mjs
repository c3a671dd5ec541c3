import { randomBytes } from "node:crypto";
import { appendFileSync, chmodSync, existsSync, readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { likely } from "../../../src/protocol/likely.ts";

/** Settings of the scripts themselves; the Worker does not get them. */
const OWN = new Set(["PARLOUR_STATE", "PARLOUR_HOST", "PARLOUR_CHROMIUM"]);

/**
 * What the Worker gets: what `.dev.vars` says, and over it every `PARLOUR_…` of the environment, letter by letter. The
 * first start writes a random development key there.
 *
 * The environment's values never pass through a file of the dotenv kind: that cannot hold every secret (one with all
 * three kinds of quotes, for instance), and cuts others at a `#`.
 *
 * @param {NodeJS.ProcessEnv} env
 * @param {string} file
 * @returns {{ variables: Record<string, string>, keys: string, keysFrom: "environment" | "file" }}
 */
export function workerVariables(env, file) {
	const given = givenVariables(env);
	if (given["PARLOUR_KEYS"] === undefined) ensureKey(file);
	const written = existsSync(file) ? parseEnv(readFileSync(file, "utf8")) : {};
	const { PARLOUR_KEYS: keys = "", ...variables } = { .../** @type {Record<string, string>} */ (written), ...given };
	return { variables, keys, keysFrom: given["PARLOUR_KEYS"] === undefined ? "file" : "environment" };
}

/** What the Worker reads, and what the examples do. */
const READ = ["PARLOUR_KEYS", "PARLOUR_WEBHOOK", "PARLOUR_URL", "PARLOUR_KEY", "PARLOUR_SECRET"];
const PREFIX = "PARLOUR_";

/**
 * What the environment gives the Worker. A name that is nearly one of those that are read is refused; what is like none of
 * them may be for a Worker of one's own.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {Record<string, string>}
 * @throws Error with the name that was probably meant
 */
export function givenVariables(env) {
	const known = [...READ, ...OWN];
	for (const name of Object.keys(env).filter((one) => one.startsWith(PREFIX) && !known.includes(one))) {
		const meant = likely(
			name.slice(PREFIX.length),
			known.map((one) => one.slice(PREFIX.length)),
		);
		if (meant !== undefined) throw new Error(`There is no variable ${name}. Did you mean ${PREFIX}${meant}?`);
	}
	return Object.fromEntries(
		Object.entries(env).flatMap(([name, value]) =>
			/^PARLOUR_[A-Z0-9_]+$/.test(name) && !OWN.has(name) && value ? [[name, value]] : [],
		),
	);
}

/** @param {string} file */
function ensureKey(file) {
	const before = existsSync(file) ? readFileSync(file, "utf8") : "";
	if (parseEnv(before)["PARLOUR_KEYS"]) return;
	const secret = randomBytes(32).toString("base64url");
	const line = `# A random key for this machine alone.\nPARLOUR_KEYS="dev/local:${secret}"\n`;
	appendFileSync(file, before === "" || before.endsWith("\n") ? line : `\n${line}`, { mode: 0o600 });
	// The mode above counts only where the file is new.
	chmodSync(file, 0o600);
}

/**
 * Where webhooks and calls go where nobody has said so: to the demo's own backend, on the same server.
 *
 * @param {import("../../../src/config/config.ts").ParlourConfig} config its apps' own addresses must not be hidden
 * @param {string} host
 * @param {number} port
 * @returns {Record<string, string>}
 */
export function webhookDefault({ apps }, host, port) {
	if (Object.values(apps).some(({ webhook }) => webhook !== undefined)) return {};
	const reachable = host === "0.0.0.0" || host === "localhost" ? "127.0.0.1" : host;
	return { PARLOUR_WEBHOOK: `http://${reachable}:${port}/demo/hook` };
}
