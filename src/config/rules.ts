import { LIMITS } from "../protocol/limits.ts";

/** Who may do a thing: origins alone, bearers of a ticket too, or guests as well. */
export type Audience = "origin" | "members" | "anyone";

/** What a webhook tells of. */
export const WEBHOOK_TYPES = [
	"member.joined",
	"member.left",
	"channel.occupied",
	"channel.vacated",
	"message.published",
	"message.reported",
	"message.unread",
] as const;
export type WebhookType = (typeof WEBHOOK_TYPES)[number];

/** So many a second for ever, and so many at once. */
export interface Rate {
	readonly perSecond: number;
	readonly burst: number;
}

/** How fast pages may be, each a second and at once. What guests do is counted by their address. */
export interface Rates {
	/** The frames of one socket. */
	readonly socket: Rate;
	/** The publishes, calls and measures of one user. */
	readonly user: Rate;
	/** The signals and own presence data of one user, by size: each counts once for every 1,024 characters begun. */
	readonly signals: Rate;
	/** What else one user asks for: sockets, polls, the history, who is there. */
	readonly requests: Rate;
	/** The characters of the log that are sent again to one socket: what it missed, and what it asks for. */
	readonly replay: Rate;
	/** The same for one user, by whatever way: sockets, polls and the history. */
	readonly replayUser: Rate;
}

/** What holds in an area. */
export interface AreaRules {
	/** `false` refuses everything with the fault `area_off`. */
	readonly enabled: boolean;
	/** Whether a page without a ticket may subscribe. */
	readonly guests: boolean;
	/** Whether guests are there while any user is banned. `false`: who is banned cannot read on without a ticket. */
	readonly guestsWhileBanned: boolean;
	/** Who may publish events. */
	readonly publish: Audience;
	/** Who may send signals. */
	readonly signal: Audience;
	/** Who may call the origin. */
	readonly call: Audience;
	/** Whether pages may read the history. */
	readonly readHistory: boolean;
	/** What the log keeps: the newest `messages`, and none older than `days`. */
	readonly history: { readonly messages: number; readonly days: number };
	/** A message's `data` as JSON, in bytes. */
	readonly messageBytes: number;
	/** What readers are told of each other: nothing, how many there are, or who. */
	readonly presence: "off" | "count" | "members";
	/** How long a member whose last connection is gone is still there, in milliseconds. */
	readonly presenceGraceMs: number;
	/** How many members a page is shown; beyond, they are a sample, and the count is exact. */
	readonly presenceLimit: number;
	/** What the app's webhook address is told. */
	readonly webhooks: readonly WebhookType[];
	/** How fast pages may be. Origins are not counted. */
	readonly rates: Rates;
	/** How many sockets the channel's room holds itself, before relays hold the rest; and how many each of those holds. */
	readonly roomSockets: number;
	readonly relaySockets: number;
	/** The longest that an event may wait to be sent together with others, in milliseconds. */
	readonly maxDelayMs: number;
	/** After how long the origin is told of chat messages that a user has not read, in milliseconds; 0 for never. */
	readonly unreadAfterMs: number;
}

/** Rules for the channels of which component and area match; `*` in a pattern stands for any text, also in the midst. */
export interface AreaRule extends Partial<Omit<AreaRules, "rates">> {
	readonly component?: string;
	readonly area?: string;
	/** Those that are not named stay as they are. */
	readonly rates?: Partial<Rates>;
}

export const DEFAULT_RULES: AreaRules = {
	enabled: true,
	guests: true,
	guestsWhileBanned: true,
	publish: "origin",
	signal: "origin",
	call: "members",
	readHistory: true,
	history: { messages: 10_000, days: 30 },
	messageBytes: LIMITS.messageBytes,
	presence: "count",
	presenceGraceMs: 8_000,
	presenceLimit: 200,
	webhooks: [],
	rates: {
		socket: { perSecond: 200, burst: 1_000 },
		user: { perSecond: 50, burst: 250 },
		signals: { perSecond: 100, burst: 500 },
		requests: { perSecond: 100, burst: 500 },
		replay: { perSecond: 1_000_000, burst: 16_000_000 },
		replayUser: { perSecond: 1_000_000, burst: 16_000_000 },
	},
	roomSockets: 1_000,
	relaySockets: 1_000,
	maxDelayMs: 100,
	unreadAfterMs: 0,
};

/**
 * The rules of a channel: the defaults, and over them every rule that matches, the later over the earlier. So a general
 * rule stands first and its exceptions follow.
 */
export function rulesFor(rules: readonly AreaRule[], channel: { component: string; area: string }): AreaRules {
	let found = DEFAULT_RULES;
	for (const { component = "*", area = "*", rates, ...settings } of rules)
		if (matches(component, channel.component) && matches(area, channel.area))
			found = { ...found, ...given(settings), rates: { ...found.rates, ...given(rates) } };
	return found;
}

/** Without what is undefined, which would take the place of what is there. */
function given<T extends object>(settings: T | undefined): Partial<T> {
	return Object.fromEntries(Object.entries(settings ?? {}).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function matches(pattern: string, value: string): boolean {
	const [first = "", ...rest] = pattern.split("*");
	const last = rest.pop();
	if (last === undefined) return pattern === value;
	if (!value.startsWith(first) || !value.endsWith(last)) return false;
	let at = first.length;
	for (const part of rest) {
		const found = value.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return at <= value.length - last.length;
}
