import { DurableObject } from "cloudflare:workers";

/** As little as a room can be: whatever is posted goes to every socket. */
export class Room extends DurableObject {
	/**
	 * @override
	 * @param {Request} request
	 */
	async fetch(request) {
		if (request.method === "POST") {
			const text = await request.text();
			for (const socket of this.ctx.getWebSockets()) socket.send(text);
			return new Response("ok");
		}
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}
}

export default {
	/**
	 * @param {Request} request
	 * @param {{ ROOM: DurableObjectNamespace }} env
	 */
	async fetch(request, env) {
		return env.ROOM.getByName("bench").fetch(request);
	},
};
