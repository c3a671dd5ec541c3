import { LIMITS } from "../protocol/limits.ts";
import { areaRules, type ParlourConfig } from "./config.ts";
import { type AreaRules, DEFAULT_RULES } from "./rules.ts";

/** Where area rules find a user's own channel, and what webhooks name it by. */
export const INBOX_AREA = { component: "chat", area: "inbox" } as const;

/**
 * The rules of users' own channels. An operator may switch them off and set their rates, graces and webhooks; who may do
 * what there is no matter of settings. Its log is for devices that were away: what was said is in the conversations.
 */
export function inboxRules(config: ParlourConfig, app: string): AreaRules {
	const rules = areaRules(config, app, INBOX_AREA);
	const isTold = rules.webhooks === DEFAULT_RULES.webhooks || rules.webhooks.includes("message.unread");
	return {
		...rules,
		// Asking to be told after a time is asking to be told.
		webhooks: isTold ? ["message.unread"] : [],
		guests: false,
		publish: "origin",
		signal: "origin",
		call: "members",
		readHistory: true,
		history: { messages: 1_000, days: 14 },
		messageBytes: LIMITS.messageBytesCeiling,
		presence: "off",
	};
}

/** After how long the origin is told of what a user has not read, in milliseconds, by kind of conversation; 0 for never. */
export function unreadAfterMs(config: ParlourConfig, app: string): { readonly direct: number; readonly group: number } {
	const of = (area: string) => areaRules(config, app, { component: INBOX_AREA.component, area }).unreadAfterMs;
	return { direct: of("direct"), group: of("group") };
}
