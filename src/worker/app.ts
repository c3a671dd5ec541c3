import { Hono } from "hono";
import { FaultError } from "../protocol/fault.ts";
import { API, FILES, PARTY } from "../protocol/paths.ts";
import type { ParlourConfig } from "../config/config.ts";
import type { Keyring } from "../config/keys.ts";
import { reportsSoFar } from "../door/reports.ts";
import { keyringOf } from "../auth/keyring.ts";
import { drain } from "./drain.ts";
import type { Context } from "./env.ts";
import { answerFault } from "./faults.ts";
import { badMethod } from "./routes/bad-method.ts";
import { chatRoutes } from "./routes/chat.ts";
import { channelRoutes } from "./routes/channel.ts";
import { fileRoutes } from "./routes/files.ts";
import { originRoutes } from "./routes/origin.ts";
import { socketRoute } from "./routes/socket.ts";
import { staticFile } from "./routes/static-file.ts";

/**
 * Returns the routes of a deployment: where requests enter. Without valid keys every one is refused, with a message that
 * says what to set.
 */
export function createApp(config: ParlourConfig) {
	const app = new Hono<Context>()
		.use(async (c, next) => {
			await next();
			// Whatever was answered, and why: a client that still sends would not see it.
			await drain(c.req.raw);
		})
		.use(async (c, next) => {
			c.set("config", config);
			c.set("keyring", keyringOf(c.env.PARLOUR_KEYS));
			await next();
		})
		.get(`${API}/health`, (c) => {
			const lostWebhooks = reportsSoFar();
			return c.json({ status: "ok", ...(lostWebhooks && { lostWebhooks }) }, 200, { "Cache-Control": "no-store" });
		})
		.all(`${API}/health`, badMethod)
		.get(`${PARTY}/:hash`, socketRoute)
		.all(`${PARTY}/:hash`, badMethod)
		.route(`${API}/channels/:hash`, channelRoutes)
		.route(FILES, fileRoutes)
		.route(`${API}/chat`, chatRoutes)
		.route(API, originRoutes)
		.get("/:file{parlour[-a-z]*\\.js}", staticFile)
		.get("/:folder{parlour-[a-z]+}/:file", staticFile);

	app.notFound((c) => answerFault(new FaultError("not_found"), c.req.raw));
	// Without valid keys there is no ring of them.
	app.onError((error, c) => answerFault(error, c.req.raw, c.get("keyring") as Keyring | undefined));
	return app;
}
