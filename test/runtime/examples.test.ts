import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { Webhook } from "standardwebhooks";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { TEST_KEYS } from "../support/keys.ts";
import { type Runtime, startRuntime } from "./support/runtime.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const { id: key, secret } = TEST_KEYS.dev;

const CHANNEL = { context: "", component: "", area: "", item: "", details: "" };

let server: Runtime;
beforeAll(async () => {
	server = await startRuntime();
});
afterAll(async () => server.end());

/** Starts a program of the examples as its README says, and reads its lines as they come. */
function example(command: string, args: readonly string[], env: Record<string, string> = {}) {
	const given = { PARLOUR_URL: server.url, PARLOUR_KEY: key, PARLOUR_SECRET: secret, ...env };
	const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...given } });
	onTestFinished(() => void child.kill("SIGKILL"));
	const looks = new Set<() => void>();
	let printed = "";
	for (const stream of [child.stdout, child.stderr])
		stream.setEncoding("utf8").on("data", (text: string) => {
			printed += text;
			for (const look of looks) look();
		});
	const until = async (wanted: RegExp) =>
		new Promise<RegExpExecArray>((resolve, reject) => {
			const look = () => {
				const found = wanted.exec(printed);
				if (found !== null) resolve(found);
			};
			looks.add(look);
			child.once("exit", () => reject(new Error(`ended without ${wanted.source}: ${printed}`)));
			look();
		});
	return { until };
}

test.each([
	["Node", "node", ["examples/node/notify.mjs"], {}],
	["PHP", "php", ["examples/php/notify.php"], {}],
	["Python", "python3", ["examples/python/notify.py"], { PYTHONPATH: "sdk/python/src" }],
])("the %s example signs a channel and pushes to it", async (_, command, args, env) => {
	const [, hash] = await example(command, args, env).until(/^(\S+)\nstored as [0-9]+, handed to 0$/m);
	const { events } = (await (await fetch(`${server.url}/v1/channels/${hash}/history?limit=1`)).json()) as {
		events: { name: string; data: object }[];
	};
	expect(events).toMatchObject([{ name: "state", data: { question: 3 } }]);
});

test.each([
	["with its own WebSocket", []],
	["as before version 22, without one", ["--no-experimental-websocket"]],
])("the PartySocket example hears what the Node example pushes, in a Node %s", async (_, flags) => {
	const [, hash] = await example("node", ["examples/node/notify.mjs"]).until(/^(\S+)\nstored as/m);
	const listener = example("node", [...flags, "examples/partysocket/listen.mjs", String(hash)]);
	await listener.until(/listening from/);
	example("node", ["examples/node/notify.mjs"]);
	const [heard] = await listener.until(/^[0-9]+ state \{"question":3\}$/m);
	expect(heard).toContain("question");
});

test.each([
	{ name: "Node", command: "node", args: ["examples/dock/site.mjs"], said: /port: ([0-9]+)/ },
	{ name: "PHP", command: "php", args: ["-S", "127.0.0.1:0", "examples/dock/site.php"], said: /:([0-9]+)\) started/ },
])("the $name site with the dock serves its page, and tickets that name the user", async ({ command, args, said }) => {
	const [, port] = await example(command, args, { NAME: "Ada", PORT: "0" }).until(said);
	const site = `http://127.0.0.1:${port}`;
	const page = await (await fetch(site)).text();
	expect(page).toContain(`<parlour-dock url="${server.url}" ticket-url="/ticket"></parlour-dock>`);
	const { ticket } = (await (await fetch(`${site}/ticket`, { method: "POST" })).json()) as { ticket: string };
	const headers = { authorization: `Bearer ${ticket}` };
	const answer = await fetch(`${server.url}/v1/channels/me/poll`, { headers });
	expect(await answer.json()).toMatchObject({ frames: [{ type: "welcome", you: { id: "ada", name: "Ada" } }] });
});

test("the webhooks example answers a signed call, and nobody else's", async () => {
	const [, port] = await example("node", ["examples/node/webhooks.mjs"], { PORT: "0" }).until(/port: ([0-9]+)/);
	const body = JSON.stringify({
		type: "call",
		timestamp: new Date().toISOString(),
		data: { app: "test", channel: CHANNEL, user: { id: "ada", name: "Ada" }, component: null, data: "what" },
	});
	const ask = async (signature: string) => {
		const headers = { "webhook-id": "msg_1", "webhook-timestamp": String(Math.floor(Date.now() / 1000)) };
		const url = `http://127.0.0.1:${port}/`;
		return fetch(url, { method: "POST", body, headers: { ...headers, "webhook-signature": signature } });
	};
	const signer = new Webhook(`whsec_${Buffer.from(secret).toString("base64")}`);
	const answer = await ask(signer.sign("msg_1", new Date(), body));
	expect(await answer.json()).toEqual({ hello: "Ada", asked: "what" });
	expect((await ask("v1,bm9ib2R5")).status).toBe(401);
});
