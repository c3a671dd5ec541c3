import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start } from "../../scripts/lib/workerd.mjs";
import { hmacSha256 } from "../../src/crypto/hmac.ts";
import { channelOf } from "../../src/protocol/channel.ts";
import { formatHash, hashInput } from "../../src/protocol/hash.ts";
import { API, channelPath } from "../../src/protocol/paths.ts";

const SECRET = "parlour-bench-secret-0123456789";

/** Starts the Worker on an empty store, and says how to reach one channel of it. */
export async function startWorker() {
	const storage = await mkdtemp(join(tmpdir(), "parlour-bench-"));
	const running = await start({ keys: `bench/bench:${SECRET}`, storage, log: () => {} });
	const channel = channelOf({ component: "bench", item: 1 });
	const hash = formatHash("bench", channel, await hmacSha256(SECRET, hashInput(channel)));
	/** @type {import("./load.mjs").Target} */
	const target = {
		port: running.port,
		socketPath: channelPath(hash, "socket"),
		notifyPath: `${API}/notify`,
		authorization: `Basic ${btoa(`bench:${SECRET}`)}`,
		hash,
	};
	return {
		pid: running.pid,
		target,
		async stop() {
			await running.kill();
			await rm(storage, { recursive: true, force: true });
		},
	};
}
