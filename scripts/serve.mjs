import { join, resolve } from "node:path";
import { parseKeys } from "../src/config/keys.ts";
import { ROOT, run } from "./lib/run.mjs";
import { lock } from "./lib/start/lock.mjs";
import { freePort, readPort } from "./lib/start/port.mjs";
import { program } from "./lib/start/program.mjs";
import { givenVariables } from "./lib/start/variables.mjs";
import { start } from "./lib/workerd.mjs";

// `npm run serve`: the deployed Worker on one's own machine, in the runtime itself. No demo, no key made up.

const GRACE_MS = 3_000;

await program(async () => {
	const { PARLOUR_KEYS: keys, ...variables } = givenVariables(process.env);
	// Refused here already: a server that answers nothing but `not_configured` looks as if it ran.
	parseKeys(keys);
	const host = process.env["PARLOUR_HOST"] || "127.0.0.1";
	const wanted = readPort(process.env["PORT"]);
	const storage = resolve(process.env["PARLOUR_STATE"] || join(ROOT, ".wrangler/serve"));
	await lock(storage);
	const port = await freePort(host, wanted);
	const built = await run("node", ["scripts/build.mjs"]);
	if (!built.ok) throw new Error(built.output);
	const running = await start({
		keys: keys ?? "",
		variables,
		storage: join(storage, "rooms"),
		host,
		port,
		// The app's own backend is where webhooks go, and it often runs beside this one.
		privateNetwork: true,
		graceMs: GRACE_MS,
	});
	console.log(`Parlour is listening on ${running.url}, with its data in ${storage}`);
	return { running };
});
