import type { Channel, WebhookEvent } from "../src/origin/index.ts";
import { canonicalForm } from "../src/protocol/channel.ts";

const LATEST = 20;
const CHANNELS = 200;

/** What has been told of one channel. */
export interface Told {
	readonly total: number;
	/** How often, and when the last time, by type. */
	readonly types: { readonly [type: string]: { readonly count: number; readonly at: string } };
	/** The newest first. */
	readonly latest: readonly { readonly id: string; readonly type: string; readonly at: string }[];
}

// In this process's memory: a site would have a table. An isolate of its own begins with none.
const told = new Map<string, Told>();

/** Keeps a webhook; one that is told again, because our answer was lost, counts once. */
export function remember({ id, type, timestamp: at, data: { channel } }: WebhookEvent): void {
	const key = canonicalForm(channel);
	const { total, types, latest } = toldOf(channel);
	if (latest.some((one) => one.id === id)) return;
	// Put in anew, so that the channels stand in the order of their news, and the longest silent one goes.
	told.delete(key);
	told.set(key, {
		total: total + 1,
		types: { ...types, [type]: { count: (types[type]?.count ?? 0) + 1, at } },
		latest: [{ id, type, at }, ...latest].slice(0, LATEST),
	});
	const [oldest] = told.keys();
	if (told.size > CHANNELS && oldest !== undefined) told.delete(oldest);
}

export function toldOf(channel: Channel): Told {
	return told.get(canonicalForm(channel)) ?? { total: 0, types: {}, latest: [] };
}
