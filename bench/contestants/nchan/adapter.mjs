import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxConfig } from "./config.mjs";
import { contestant } from "../../lib/contestant.mjs";

const NGINX = "/usr/sbin/nginx";
const MODULE = "/usr/lib/nginx/modules/ngx_nchan_module.so";

export const nchan = contestant({
	name: "nchan",
	about:
		"nginx with the nchan module (Debian's `nginx` and `libnginx-mod-nchan`), one worker process, messages in memory",
	isThere: async () => existsSync(NGINX) && existsSync(MODULE),
	start,
});

/** @returns {Promise<import("../../lib/contestant.mjs").Running>} */
async function start() {
	const folder = await mkdtemp(join(tmpdir(), "parlour-bench-"));
	// Its worker runs as another user, and keeps bodies there.
	await chmod(folder, 0o777);
	const port = await freePort();
	await writeFile(join(folder, "nginx.conf"), nginxConfig({ folder, port, module: MODULE }));
	const child = spawn(NGINX, ["-p", folder, "-c", join(folder, "nginx.conf")], {
		stdio: ["ignore", "ignore", "inherit"],
	});
	const exited = once(child, "exit");
	const abandon = () => child.kill("SIGTERM");
	process.once("exit", abandon);
	await listening(port, exited);
	const master = child.pid ?? 0;
	return {
		target: { port, socketPath: "/subscribe", publishPath: "/publish" },
		pids: () => [master, ...childrenOf(master)],
		async stop() {
			process.off("exit", abandon);
			child.kill("SIGTERM");
			await exited;
			await rm(folder, { recursive: true, force: true });
		},
	};
}

/** nginx cannot be asked which port it was given. */
async function freePort() {
	const server = createServer().listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	server.close();
	await once(server, "close");
	return address !== null && typeof address === "object" ? address.port : 0;
}

/**
 * @param {number} port
 * @param {Promise<unknown>} exited
 */
async function listening(port, exited) {
	let isGone = false;
	void exited.then(() => (isGone = true));
	for (;;) {
		if (isGone) throw new Error("nginx ended before it listened.");
		const socket = connect({ port, host: "127.0.0.1" });
		const ok = await new Promise((resolve) =>
			socket.on("connect", () => resolve(true)).on("error", () => resolve(false)),
		);
		socket.destroy();
		if (ok) return;
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

/** @param {number} pid */
function childrenOf(pid) {
	return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
}
