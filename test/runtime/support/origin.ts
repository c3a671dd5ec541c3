import { formatHash, hashInput } from "../../../src/protocol/hash.ts";
import { type ChannelInput, channelOf } from "../../../src/protocol/channel.ts";
import { API, channelPath } from "../../../src/protocol/paths.ts";
import { hmacSha256 } from "../../../src/crypto/hmac.ts";
import { TEST_KEYS } from "../../support/keys.ts";

type Key = (typeof TEST_KEYS)[keyof typeof TEST_KEYS];

/** Signs a channel. */
export async function hashOf(input: ChannelInput, key: Key = TEST_KEYS.dev): Promise<string> {
	const channel = channelOf(input);
	return formatHash(key.id, channel, await hmacSha256(key.secret, hashInput(channel)));
}

/** The header that authenticates an origin. */
export function basic({ id, secret }: Key = TEST_KEYS.dev): string {
	return `Basic ${btoa(`${id}:${secret}`)}`;
}

export interface Message {
	readonly name: string;
	readonly data: unknown;
	readonly id?: string;
}

export interface Result {
	readonly seq: number;
	readonly cursor: string;
	readonly recipients: number;
}

/** Pushes messages to a channel as an origin does. Rejects where the runtime is gone, or answers with a fault. */
export async function notify(url: string, hash: string, messages: readonly Message[]): Promise<Result[]> {
	const response = await fetch(`${url}${API}/notify`, {
		method: "POST",
		headers: { Authorization: basic(), "Content-Type": "application/json" },
		body: JSON.stringify({ messages: messages.map((message) => ({ hash, ...message })) }),
	});
	if (!response.ok) throw new Error(`notify: ${response.status} ${await response.text()}`);
	// The program under test wrote it, and every field is compared by the tests.
	const { results } = (await response.json()) as { results: Result[] };
	return results;
}

const AGAIN_MS = 20;

/** Sends a message under an id until it is stored, as an origin does whose room may be gone for a moment. */
export async function insist(url: string, hash: string, message: Message & { readonly id: string }): Promise<Result> {
	for (;;) {
		const [result] = await notify(url, hash, [message]).catch(() => []);
		// A room that goes down while others answer is a fault of its messages, and not of the request.
		if (result?.seq !== undefined) return result;
		await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
	}
}

export interface LoggedEvent {
	readonly seq: number;
	readonly id?: string;
	readonly data: unknown;
}

/** The whole log of a channel, oldest first, read page by page. */
export async function readLog(url: string, hash: string): Promise<LoggedEvent[]> {
	const events: LoggedEvent[] = [];
	for (let more = true; more;) {
		const after = events.at(-1)?.seq ?? 0;
		// Each page says where the next begins.
		const response = await fetch(`${url}${channelPath(hash, "history")}?after=${after}&limit=200`);
		const page = (await response.json()) as { events: LoggedEvent[]; more: boolean };
		events.push(...page.events);
		more = page.more;
	}
	return events;
}
