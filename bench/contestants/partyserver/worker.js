import { routePartykitRequest, Server } from "partyserver";

/** A room as the library's own guide writes it. */
export class Room extends Server {
	/** @override */
	static options = { hibernate: true };

	/**
	 * @override
	 * @param {Request} request
	 */
	async onRequest(request) {
		this.broadcast(await request.text());
		return new Response("ok");
	}
}

export default {
	/**
	 * @param {Request} request
	 * @param {{ Room: DurableObjectNamespace<Room> }} env
	 */
	async fetch(request, env) {
		return (await routePartykitRequest(request, env)) ?? new Response("Not found", { status: 404 });
	},
};
