import { startSmallWorker } from "../../lib/contest/small-worker.mjs";
import { workerdVersion } from "../../lib/versions.mjs";
import { contestant } from "../../lib/contestant.mjs";

export const bare = contestant({
	name: "bare Durable Object",
	about: `sends each body to each hibernatable socket and does nothing else: the runtime's limit; workerd ${workerdVersion()}`,
	start: async () =>
		startSmallWorker(
			new URL("worker.js", import.meta.url),
			{ binding: "ROOM", className: "Room" },
			{ socketPath: "/socket", publishPath: "/publish" },
		),
});
