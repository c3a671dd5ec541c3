import { startNodeServer } from "../../lib/contest/node-server.mjs";
import { versionOf } from "../../lib/versions.mjs";
import { contestant } from "../../lib/contestant.mjs";

export const socketio = contestant({
	name: "Socket.IO",
	about: `socket.io ${versionOf("socket.io")} on Node ${process.versions.node}: \`emit\` of each body to all, over WebSockets, no compression (the default)`,
	start: async () =>
		startNodeServer(new URL("server.mjs", import.meta.url), {
			socketPath: "/socket.io/?EIO=4&transport=websocket",
			// The transport's `open` is answered by joining the main namespace, its `ping` by a `pong`.
			replies: { "0{": "40", 2: "3" },
			ready: "40",
			publishPath: "/publish",
		}),
});
