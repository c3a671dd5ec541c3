import { anyText, bool, type Decoder, json, list, maybe, object, whole } from "../protocol/decode.ts";
import { type ChannelAction, channelPath } from "../protocol/paths.ts";
import { readAnswer } from "./answer.ts";
import { asker, queryOf } from "./ask.ts";
import { checkFields } from "./fields.ts";
import type { Ask, Send } from "./request.ts";
import { RETRY, type Retrier } from "./retry.ts";

/** What keeps a user from a channel: for so many seconds, `true` for good; 0 or `false` to lift it. */
export interface Measure {
	/** Refuses the user everything. */
	readonly ban?: number | boolean;
	/** Refuses the user's publishes, signals, own data and calls. */
	readonly mute?: number | boolean;
}

const moderated = object({ guests: maybe(bool) });
/**
 * What a measure leaves open. `guests` comes after a ban only: whether the area admits guests, so that the user can read on
 * without a ticket.
 */
export type Moderated = Readonly<ReturnType<typeof moderated>>;

/** Messages by their numbers, or all of a user's. */
export type Redaction =
	| { readonly seqs: readonly number[]; readonly user?: undefined }
	| { readonly user: string | number; readonly seqs?: undefined };

export interface HistoryPage {
	/** A cursor or a number. */
	readonly before?: string | number;
	readonly after?: string | number;
	readonly limit?: number;
}

const redacted = object({ seqs: list(whole(1)) });
const anything: Decoder<object> = object({});

const user = { id: anyText, name: maybe(anyText), info: maybe(json) };
const presence = object({
	count: whole(),
	members: maybe(list(object({ ...user, state: maybe(json) }))),
	sample: maybe(bool),
});
/** Who is there: how many, and who they are, where the area tells it. */
export type Presence = Readonly<ReturnType<typeof presence>>;

const event = object({
	seq: whole(1),
	at: whole(),
	name: anyText,
	data: json,
	from: maybe(object(user)),
	id: maybe(anyText),
});
const history = object({ events: list(event), more: bool });
/** A page of a channel's log, newest last; `more` says whether there are further events on that side. */
export type History = Readonly<ReturnType<typeof history>>;

/** What an origin asks of one channel. */
export interface ChannelCalls {
	kick(hash: string, user: string | number, measure: Measure): Promise<Moderated>;
	redact(hash: string, what: Redaction): Promise<number[]>;
	erase(hash: string): Promise<void>;
	presence(hash: string): Promise<Presence>;
	history(hash: string, page: HistoryPage): Promise<History>;
}

export function channelCalls(send: Send, retrier: Retrier): ChannelCalls {
	const again = asker(send, retrier);
	return {
		async kick(hash, user, measure) {
			checkFields(measure, { ban: true, mute: true }, "A measure");
			const { ban, mute } = measure;
			return again(post(hash, "kick", { user: userId(user), ban, mute }), moderated);
		},
		async redact(hash, messages) {
			checkFields(messages, { seqs: true, user: true }, "A redaction");
			const { seqs, user } = messages;
			const what = user === undefined ? { seqs } : { user: userId(user) };
			return (await again(post(hash, "redact", what), redacted)).seqs;
		},
		async erase(hash) {
			readAnswer(await send({ method: "DELETE", path: pathOf(hash), patienceMs: RETRY.attemptMs }), anything);
		},
		presence: async (hash) => again({ method: "GET", path: pathOf(hash, "presence") }, presence),
		async history(hash, page) {
			checkFields(page, { before: true, after: true, limit: true }, "A page");
			return again({ method: "GET", path: pathOf(hash, "history") + queryOf({ ...page }) }, history);
		},
	};
}

function post(hash: string, action: ChannelAction, body: object): Ask {
	return { method: "POST", path: pathOf(hash, action), body: JSON.stringify(body) };
}

/** A hash may come from outside: as it stands, it could name another path. */
function pathOf(hash: string, action?: ChannelAction): string {
	return channelPath(encodeURIComponent(hash), action);
}

function userId(user: string | number): string {
	return String(user);
}
