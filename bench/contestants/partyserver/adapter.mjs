import { startSmallWorker } from "../../lib/contest/small-worker.mjs";
import { versionOf, workerdVersion } from "../../lib/versions.mjs";
import { contestant } from "../../lib/contestant.mjs";

const ROOM = "/parties/room/bench";

export const partyserver = contestant({
	name: "PartyServer",
	about: `partyserver ${versionOf("partyserver")}, \`hibernate: true\`, \`broadcast\` of each body; workerd ${workerdVersion()}`,
	start: async () =>
		startSmallWorker(
			new URL("worker.js", import.meta.url),
			{ binding: "Room", className: "Room" },
			{ socketPath: ROOM, publishPath: ROOM },
		),
});
