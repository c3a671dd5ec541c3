import {
	assertKnown,
	bool,
	type Decoder,
	exact,
	list,
	maybe,
	Mismatch,
	oneOf,
	text,
	whole,
} from "../protocol/decode.ts";
import type { Json } from "../protocol/json.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { AppConfig, ParlourConfig } from "./config.ts";
import { APP_ID } from "./keys.ts";
import { type AreaRule, type Rates, WEBHOOK_TYPES } from "./rules.ts";

/** A decoder for each setting; the compiler misses none. */
type Settings<T> = { readonly [K in keyof Required<T>]: Decoder<unknown> };

/** A number from `min` to `max`; NaN is none. */
function number(min: number, max = Number.POSITIVE_INFINITY): Decoder<number> {
	return (value, at) => {
		if (typeof value === "number" && value >= min && value <= max) return value;
		throw new Mismatch(`${at} must be a number from ${min}${max === Number.POSITIVE_INFINITY ? "" : ` to ${max}`}.`);
	};
}

const aboveZero: Decoder<number> = (value, at) => {
	if (typeof value === "number" && value > 0) return value;
	throw new Mismatch(`${at} must be a number above 0.`);
};

/** What browsers send as `Origin`: scheme, host and port, in lower case, without a path or the scheme's own port. */
const ORIGIN = /^(?:\*|null|[a-z][a-z0-9+.-]*:\/\/[^\s/?#A-Z]+)$/;
const OWN_PORT = /^(?:https:.*:443|http:.*:80)$/;

const origin: Decoder<string> = (value, at) => {
	if (typeof value === "string" && ORIGIN.test(value) && !OWN_PORT.test(value)) return value;
	const [sent] = typeof value === "string" ? (/^https?:\/\/[^\s/?#]+/.exec(value.toLowerCase()) ?? []) : [];
	const meant = (sent ?? "https://example.org").replace(/:(?:443|80)$/, "");
	throw new Mismatch(`${at} must be * or an origin as browsers send it, such as ${meant}.`);
};

const address: Decoder<string> = (value, at) => {
	if (typeof value === "string" && /^https?:\/\/[^\s/]+/.test(value)) return value;
	throw new Mismatch(`${at} must be an http or https address.`);
};

const audience = oneOf("origin", "members", "anyone");
const pattern = text(LIMITS.propertyBytes);
const rate = exact({ perSecond: aboveZero, burst: number(1) });
/** Those that are not named stay as they are. */
const rates = exact({
	socket: maybe(rate),
	user: maybe(rate),
	signals: maybe(rate),
	requests: maybe(rate),
	replay: maybe(rate),
	replayUser: maybe(rate),
} satisfies Settings<Rates>);

const AREA: Settings<AreaRule> = {
	component: pattern,
	area: pattern,
	enabled: bool,
	guests: bool,
	guestsWhileBanned: bool,
	publish: audience,
	signal: audience,
	call: audience,
	readHistory: bool,
	history: exact({ messages: whole(), days: aboveZero }),
	messageBytes: whole(1, LIMITS.messageBytesCeiling),
	presence: oneOf("off", "count", "members"),
	presenceGraceMs: number(0),
	presenceLimit: whole(),
	webhooks: list(oneOf(...WEBHOOK_TYPES)),
	rates: rates,
	roomSockets: whole(0, LIMITS.roomSockets),
	relaySockets: whole(1, LIMITS.roomSockets),
	maxDelayMs: number(0, 10_000),
	unreadAfterMs: number(0),
};

// Areas are looked at one by one, each under its own name.
const APP: Settings<AppConfig> = { origins: list(origin), webhook: address, areas: list((value) => value) };

/** What is wrong with a configuration: a sentence for each setting, with its app and area. */
export function problemsOf(config: ParlourConfig): string[] {
	// What a program exports may be anything; each part of it goes through its decoder below.
	const given = config as unknown as Json | undefined;
	const problems = problemsIn(given, { apps: (value) => value }, "the configuration");
	if (problems.length > 0) return problems;
	const { apps } = given as { readonly apps?: Json };
	if (!isRecord(apps)) return ["apps must be an object with the settings of each app, or of all as *."];
	return Object.entries(apps).flatMap(([app, settings]) => problemsOfApp(app, settings));
}

function problemsOfApp(app: string, settings: Json): string[] {
	const at = `app "${app}"`;
	if (app !== "*" && !APP_ID.test(app)) return [`${at} is no app id: letters, digits, _ and -, or * for all.`];
	const problems = problemsIn(settings, APP, at);
	const areas = isRecord(settings) ? settings["areas"] : undefined;
	if (!Array.isArray(areas)) return problems;
	return [
		...problems,
		...areas.flatMap((area: Json, index) => problemsIn(area, AREA, `${at}, ${nameOf(area, index)}`)),
	];
}

/** An area by its place and what it is for. */
function nameOf(area: Json, index: number): string {
	const { component = "*", area: of = "*" } = isRecord(area) ? area : {};
	return `areas[${index}] (component ${JSON.stringify(component)}, area ${JSON.stringify(of)})`;
}

function problemsIn(value: Json | undefined, settings: { readonly [name: string]: Decoder<unknown> }, at: string) {
	if (!isRecord(value)) return [`${at} must be an object.`];
	const unknown = Object.keys(value)
		.filter((name) => !Object.hasOwn(settings, name))
		.flatMap((name) => complaint(() => assertKnown({ [name]: null }, Object.keys(settings), at, "setting")));
	const wrong = Object.entries(settings).flatMap(([name, decoder]) =>
		// A setting that is undefined is one that is not given.
		value[name] === undefined ? [] : complaint(() => decoder(value[name], name)).map((told) => `${at}: ${told}`),
	);
	return [...unknown, ...wrong];
}

function complaint(work: () => unknown): string[] {
	try {
		work();
		return [];
	} catch (thrown) {
		if (thrown instanceof Mismatch) return [thrown.message];
		throw thrown;
	}
}

function isRecord(value: Json | undefined): value is { readonly [key: string]: Json } {
	return typeof value === "object" && value !== null && !Array.isArray(value);
}
