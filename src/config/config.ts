import { problemsOf } from "./check.ts";
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
 * @throws ConfigurationError that names the app, the area and the setting of everything that is wrong, and of a name that
 * there is not the one that was probably meant
 */
export function defineConfig(config: ParlourConfig): ParlourConfig {
	const problems = problemsOf(config);
	if (problems.length > 0) throw new ConfigurationError(`parlour.config.ts, ${problems.join("\n  ")}`);
	return config;
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
