import { keyringOf } from "../../src/auth/keyring.ts";
import { verifyHash } from "../../src/auth/hash.ts";
import type { Channel } from "../../src/origin/index.ts";
import { FaultError } from "../../src/protocol/fault.ts";
import type { Env } from "../../src/worker/env.ts";

const AREA = { context: "demo", component: "chat", area: "test", details: "" };

/** A channel that nobody has used before. */
export function freshChannel(): Channel {
	return { ...AREA, item: crypto.randomUUID() };
}

/** The test channel that a page's hash names. @throws FaultError `bad_hash`, or `forbidden` for any other channel */
export async function testChannel(hash: string, env: Env): Promise<Channel> {
	const { channel } = await verifyHash(hash, keyringOf(env.PARLOUR_KEYS));
	if (channel.context !== AREA.context || channel.component !== AREA.component || channel.area !== AREA.area)
		throw new FaultError("forbidden", "This is for the channels of the test page.");
	return channel;
}
