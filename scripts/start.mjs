import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import { parseKeys } from "../src/config/keys.ts";
import { ROOT } from "./lib/run.mjs";
import { buildFiles } from "./lib/start/files.mjs";
import { greeting, quoted, writeLogin } from "./lib/start/greeting.mjs";
import { watchNpm } from "./lib/start/parents.mjs";
import { ensureFree, readPort } from "./lib/start/port.mjs";
import { workerVariables } from "./lib/start/variables.mjs";
import { start } from "./lib/workerd.mjs";

// `npm start`: the Worker and the demo's page in the runtime on this machine. The runtime itself, without the deploying
// tool around it: that one starts slower, puts a proxy in front, and has to be told not to call home.

const GRACE_MS = 1_500;

/** @type {() => Promise<void>} */
let stop = async () => {};
const end = () => void stop().then(() => process.exit(0));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, end);
watchNpm(process.env, end);

try {
	await main();
} catch (error) {
	console.error(`\n  Parlour did not start. ${error instanceof Error ? error.message : String(error)}\n`);
	process.exit(1);
}

async function main() {
	const host = process.env["PARLOUR_HOST"] || "127.0.0.1";
	const port = readPort(process.env["PORT"]);
	const storage = resolve(process.env["PARLOUR_STATE"] || join(ROOT, ".wrangler/parlour"));
	const { variables, keys, keysFrom } = workerVariables(process.env, join(ROOT, ".dev.vars"));
	const [key] = parseKeys(keys).values();
	await ensureFree(host, port);
	const assets = join(storage, "files");
	await buildFiles(assets);
	// In development the webhooks go to a server on the same machine.
	const running = await start({
		keys,
		variables,
		storage: join(storage, "rooms"),
		host,
		port,
		assets,
		entry: join(ROOT, "demo/worker.ts"),
		privateNetwork: true,
		graceMs: GRACE_MS,
	});
	const login = loginFor(
		/** @type {import("../src/config/keys.ts").Key} */ (key),
		keysFrom,
		join(storage, "curl-login"),
	);
	let stopping = false;
	stop = async () => {
		// Asked a second time, it does not wait.
		if (stopping) return running.kill();
		stopping = true;
		login.forget();
		await running.stop();
	};
	void running.exited.then(async () => {
		// A terminal's Ctrl-C reaches the runtime too, and may be quicker there.
		await setTimeout(100);
		if (stopping) return;
		console.error("\n  The runtime ended unexpectedly.\n");
		process.exit(1);
	});
	console.log(greeting({ url: `http://localhost:${running.port}`, storage, ...login }));
}

/**
 * The key of this machine is printed, ready to paste. One that was given in the environment may be a real one: it goes
 * neither onto the screen nor into the list of processes, and its file goes when this ends.
 *
 * @param {import("../src/config/keys.ts").Key} key
 * @param {"environment" | "file"} keysFrom
 * @param {string} file
 */
function loginFor(key, keysFrom, file) {
	if (keysFrom === "file") {
		const keyNote = `${key.id}, in .dev.vars, which git ignores`;
		return { login: `-u ${quoted(`${key.id}:${key.secret}`)}`, keyNote, forget: () => {} };
	}
	writeLogin(file, key);
	const keyNote = `${key.id}, from PARLOUR_KEYS in the environment`;
	return { login: `-K ${quoted(file)}`, keyNote, forget: () => rmSync(file, { force: true }) };
}
