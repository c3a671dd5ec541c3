import type { Env } from "../src/worker/env.ts";
import production from "../src/worker/index.ts";
import { answerFault } from "../src/worker/faults.ts";
import { page } from "./page.ts";
import { room, session } from "./session.ts";

export * from "../src/worker/index.ts";

// What `npm start` runs: the Worker as it is deployed, and before it the page of a site that uses it, with that site's
// little backend. Nothing deployed imports this folder.
const ROUTES: { readonly [path: string]: (request: Request, env: Env) => Promise<Response> } = {
	"/": page,
	"/demo/app.js": page,
	"/demo/style.css": page,
	"/demo/icon.svg": page,
	"/demo/room": room,
	"/demo/session": session,
};

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		const route = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : undefined;
		if (route === undefined) return production.fetch(request, env, context);
		try {
			return await route(request, env);
		} catch (thrown) {
			return answerFault(thrown, request);
		}
	},
};
