import { join, resolve } from "node:path";
import { parseKeys } from "../src/config/keys.ts";
import { ROOT } from "./lib/run.mjs";
import { buildFiles } from "./lib/start/files.mjs";
import { greeting } from "./lib/start/greeting.mjs";
import { lock } from "./lib/start/lock.mjs";
import { loginFor } from "./lib/start/login.mjs";
import { freePort, readPort } from "./lib/start/port.mjs";
import { program } from "./lib/start/program.mjs";
import { webhookDefault, workerVariables } from "./lib/start/variables.mjs";
import { start } from "./lib/workerd.mjs";

// `npm start`: the Worker and the demo's page in the runtime on this machine. The runtime itself, without the deploying
// tool around it: that one starts slower, puts a proxy in front, and has to be told not to call home.

const GRACE_MS = 1_500;

await program(async () => {
	// Not at the top: what is wrong with it is to be said in one line, too.
	const { default: config } = await import("../parlour.config.ts");
	const host = process.env["PARLOUR_HOST"] || "127.0.0.1";
	const wanted = readPort(process.env["PORT"]);
	const storage = resolve(process.env["PARLOUR_STATE"] || join(ROOT, ".wrangler/parlour"));
	const { variables, keys, keysFrom } = workerVariables(process.env, join(ROOT, ".dev.vars"));
	// Malformed keys are better said now than by the Worker.
	parseKeys(keys);
	await lock(storage);
	const port = await freePort(host, wanted);
	const assets = join(storage, "files");
	await buildFiles(assets);
	// In development the webhooks go to a server on the same machine.
	const running = await start({
		keys,
		variables: { ...webhookDefault(config, host, port), ...variables },
		storage: join(storage, "rooms"),
		host,
		port,
		assets,
		entry: join(ROOT, "demo/worker.ts"),
		privateNetwork: true,
		graceMs: GRACE_MS,
	});
	const login = loginFor(keys, keysFrom, join(storage, "curl-login"));
	console.log(greeting({ url: `http://localhost:${running.port}`, storage, ...login }));
	return { running, cleanUp: login.forget };
});
