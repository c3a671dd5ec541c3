import type { Env } from "../src/worker/env.ts";
import production from "../src/worker/index.ts";
import { answerFault } from "../src/worker/faults.ts";
import { hook } from "./hook.ts";
import type { Visit } from "./origin.ts";
import { page } from "./page.ts";
import { isSchool, school } from "./school/site.ts";
import { room, session } from "./session.ts";
import { burst } from "./test/burst.ts";
import { hooks } from "./test/hooks.ts";
import { testSession } from "./test/session.ts";

export * from "../src/worker/index.ts";

// What `npm start` runs: the Worker as it is deployed, and before it the pages of a site that uses it, with that site's
// little backend. Nothing deployed imports this folder.
const ROUTES: { readonly [path: string]: (visit: Visit) => Promise<Response> } = {
	"/": page,
	"/test": page,
	"/demo/chat.js": page,
	"/demo/chat.css": page,
	"/demo/test.js": page,
	"/demo/test.css": page,
	"/demo/base.css": page,
	"/demo/icon.svg": page,
	"/demo/school.css": page,
	"/demo/school.svg": page,
	"/demo/room": room,
	"/demo/session": session,
	"/demo/hook": hook,
	"/demo/test/session": testSession,
	"/demo/test/burst": burst,
	"/demo/test/hooks": hooks,
};

export default {
	async fetch(request: Request, env: Env, context: ExecutionContext): Promise<Response> {
		const { pathname } = new URL(request.url);
		const own = Object.hasOwn(ROUTES, pathname) ? ROUTES[pathname] : undefined;
		const route = isSchool(pathname) ? school : own;
		if (route === undefined) return production.fetch(request, env, context);
		try {
			return await route({ request, env, context });
		} catch (thrown) {
			return answerFault(thrown, request);
		}
	},
};
