import { Origin } from "parlour/origin";
import { createParlour, type ParlourEnv } from "parlour/server";
import { config } from "./config.ts";
import page from "./page.html";

const parlour = createParlour(config);
export const { ChannelRoom, RelayRoom, ConversationRoom, InboxRoom, PeopleRoom } = parlour;

interface Env extends ParlourEnv {
	/** The secret of the key "site"; it is in PARLOUR_KEYS too. */
	readonly PARLOUR_SECRET: string;
}

/** The room that the page shows. `origin.mjs` pushes to the same one. */
const ROOM = { context: "home", component: "chat", area: "room", item: "lobby" };

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname, origin: url } = new URL(request.url);
		const origin = new Origin({ url, key: "site", secret: env.PARLOUR_SECRET });
		if (pathname === "/") return showPage(await origin.channelHash(ROOM));
		if (pathname === "/ticket") return giveTicket(request, origin);
		// Everything else is Parlour's: sockets, notifies, scripts.
		return parlour.worker.fetch(request, env, context);
	},
};

function showPage(hash: string): Response {
	return new Response(page.replace("HASH", hash), { headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** Says who the visitor is. Replace this with your own sign-in: whoever has a ticket speaks in its name. */
async function giveTicket(request: Request, origin: Origin): Promise<Response> {
	const known = /(?:^|; )visitor=([\w-]{36})/.exec(request.headers.get("Cookie") ?? "")?.[1];
	const user = known ?? crypto.randomUUID();
	const ticket = await origin.ticket({ user, name: `Visitor ${user.slice(0, 4)}` });
	const cookie = `visitor=${user}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`;
	return Response.json({ ticket }, { headers: { "Set-Cookie": cookie, "Cache-Control": "no-store" } });
}
