import type { Handler } from "hono";
import { FaultError } from "../../protocol/fault.ts";
import type { Context } from "../env.ts";

/**
 * The scripts that pages load. On the platform files are served before the Worker is asked; on one's own host this is
 * their way out. Browsers load modules of another origin only where that allows it, which everybody may here.
 */
export const staticFile: Handler<Context> = async (c) => {
	if (c.env.ASSETS === undefined) throw new FaultError("not_found");
	const file = await c.env.ASSETS.fetch(c.req.raw);
	if (!file.ok) throw new FaultError("not_found");
	const headers = new Headers(file.headers);
	headers.set("Access-Control-Allow-Origin", "*");
	return new Response(file.body, { status: file.status, headers });
};
