import { LIMITS } from "../protocol/limits.ts";
import { ConfigurationError } from "./keys.ts";
import { type AreaRule, type AreaRules, rulesFor } from "./rules.ts";

/** The settings of one app, beside its keys. */
export interface AppConfig {
	/**
	 * The origins whose pages may use the app, such as `https://example.org`. `*` admits every origin: pages carry no
	 * cookie, so what protects a channel is its hash and its ticket, and the list is a second fence.
	 */
	readonly origins?: readonly string[];
	/**
	 * Where the app's backend takes webhooks and calls. `PARLOUR_WEBHOOK` in the environment wins over it, for all apps.
	 */
	readonly webhook?: string;
	/** Area rules; a later match overrides an earlier one. */
	readonly areas?: readonly AreaRule[];
}

/** What `parlour.config.ts` exports. */
export interface ParlourConfig {
	/** Settings by app id; `*` holds for every app that has none of its own. */
	readonly apps: { readonly [app: string]: AppConfig };
}

/**
 * Checks a configuration when the program starts, so that a slip shows at the first request and not in the first room.
 *
 * @throws ConfigurationError
 */
export function defineConfig(config: ParlourConfig): ParlourConfig {
	for (const [app, { areas = [] }] of Object.entries(config.apps)) for (const area of areas) checkRule(app, area);
	return config;
}

function checkRule(
	app: string,
	{
		messageBytes = 1,
		maxDelayMs = 0,
		roomSockets = 1,
		relaySockets = 1,
		history = { messages: 1, days: 1 },
		rates = {},
	}: AreaRule,
): void {
	const wrong = !isWhole(messageBytes, 1, LIMITS.messageBytesCeiling)
		? `messageBytes must be a whole number from 1 to ${LIMITS.messageBytesCeiling}`
		: !(maxDelayMs >= 0 && maxDelayMs <= 10_000)
			? "maxDelayMs must be from 0 to 10000"
			: !isWhole(roomSockets, 0, LIMITS.roomSockets) || !isWhole(relaySockets, 1, LIMITS.roomSockets)
				? `roomSockets and relaySockets must be whole numbers up to ${LIMITS.roomSockets}`
				: !isWhole(history.messages, 0, Number.MAX_SAFE_INTEGER) || !(history.days > 0)
					? "history takes a whole number of messages and days above 0"
					: Object.values(rates).some(({ perSecond, burst }) => !(perSecond > 0 && burst >= 1))
						? "rates take perSecond above 0 and burst from 1"
						: undefined;
	if (wrong !== undefined) throw new ConfigurationError(`parlour.config.ts, app "${app}": ${wrong}.`);
}

// Written so that NaN is refused: it is neither above nor below anything.
function isWhole(value: number, min: number, max: number): boolean {
	return Number.isSafeInteger(value) && value >= min && value <= max;
}

/** The settings of an app. */
export function appConfig(config: ParlourConfig, app: string): AppConfig {
	return Object.hasOwn(config.apps, app) ? (config.apps[app] ?? {}) : (config.apps["*"] ?? {});
}

/** The rules that hold in a channel of an app. */
export function areaRules(config: ParlourConfig, app: string, channel: { component: string; area: string }): AreaRules {
	return rulesFor(appConfig(config, app).areas ?? [], channel);
}

/** Whether pages of an origin may use an app. A request without an `Origin` header does not come from a page. */
export function originAllowed(config: ParlourConfig, app: string, origin: string | undefined): boolean {
	const { origins = ["*"] } = appConfig(config, app);
	return origin === undefined || origins.includes("*") || origins.includes(origin);
}
