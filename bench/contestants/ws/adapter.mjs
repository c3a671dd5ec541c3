import { startNodeServer } from "../../lib/contest/node-server.mjs";
import { versionOf } from "../../lib/versions.mjs";
import { contestant } from "../../lib/contestant.mjs";

export const ws = contestant({
	name: "ws",
	about: `ws ${versionOf("ws")} on Node ${process.versions.node}: \`send\` of each body to each client, no compression (the default)`,
	start: async () =>
		startNodeServer(new URL("server.mjs", import.meta.url), { socketPath: "/", publishPath: "/publish" }),
});
