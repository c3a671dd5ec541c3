import { PartySocket } from "partysocket";

// PartyKit's URL shape reaches the same room: whatever speaks PartySocket already can listen to a channel.
const [, , room = ""] = process.argv;
const { host, protocol } = new URL(process.env["PARLOUR_URL"] ?? "http://localhost:8787");
// Node has a WebSocket from version 22 on; before that it is the package `ws`.
const WebSocket = globalThis.WebSocket ?? (await import("ws")).default;
const socket = new PartySocket({
	host,
	party: "channel",
	room,
	protocol: protocol === "https:" ? "wss" : "ws",
	WebSocket,
});

socket.addEventListener("message", ({ data }) => {
	// A frame, or a batch of them.
	for (const frame of [JSON.parse(String(data))].flat()) {
		if (frame.type === "welcome") console.log(`listening from ${frame.cursor}`);
		if (frame.type === "event") console.log(`${frame.seq} ${frame.name} ${JSON.stringify(frame.data)}`);
	}
});
