import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { start as startWorkerd } from "../../../scripts/lib/workerd.mjs";
import { hmacSha256 } from "../../../src/crypto/hmac.ts";
import { channelOf } from "../../../src/protocol/channel.ts";
import { formatHash, hashInput } from "../../../src/protocol/hash.ts";
import { API, channelPath } from "../../../src/protocol/paths.ts";
import { workerdVersion } from "../../lib/versions.mjs";
import { contestant } from "../../lib/contestant.mjs";

const SECRET = "parlour-bench-secret-0123456789";

export const parlour = contestant({
	name: "Parlour",
	about: `the Worker as it is deployed, every message stored in SQLite on disk; workerd ${workerdVersion()}`,
	start,
});

export const parlourInTens = contestant({
	name: "Parlour, 10 a request",
	about: "the same, with ten messages in each notify, as an origin sends that has many",
	batch: 10,
	only: [100],
	start,
});

/** Starts the Worker on an empty store, and says how to reach one channel of it. */
async function start() {
	const storage = await mkdtemp(join(tmpdir(), "parlour-bench-"));
	const running = await startWorkerd({ keys: `bench/bench:${SECRET}`, storage, log: () => {} });
	const channel = channelOf({ component: "bench", item: 1 });
	const hash = formatHash("bench", channel, await hmacSha256(SECRET, hashInput(channel)));
	const item = `{"hash":"${hash}","name":"bench","data":`;
	/** @type {import("../../lib/contestant.mjs").Target} */
	const target = {
		port: running.port,
		socketPath: channelPath(hash, "socket"),
		ready: '{"type":"welcome"',
		publishPath: `${API}/notify`,
		headers: `Authorization: Basic ${btoa(`bench:${SECRET}`)}\r\n`,
		envelope: [`{"messages":[${item}`, `},${item}`, "}]}"],
		refusal: '"fault"',
	};
	return {
		target,
		pids: () => [running.pid],
		async stop() {
			await running.kill();
			await rm(storage, { recursive: true, force: true });
		},
	};
}
