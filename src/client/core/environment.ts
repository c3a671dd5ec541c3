import type { Hint } from "./state.ts";
import { NEVER_MS } from "./timing.ts";
import { siteChannel } from "./site-channel.ts";

/** A constructor as browsers have it, and the `ws` package. */
export type SocketConstructor = new (url: string, protocols?: string | string[]) => WebSocket;

/** Everything around the client: time, chance, the network and the page. Nothing else in the client touches them. */
export interface Environment {
	/** Milliseconds since 1970, by the device's clock, which may be wrong and may be set: for what is shown, not for spans. */
	readonly now: () => number;
	/** Milliseconds since some moment, on a clock that never goes back: for spans. */
	readonly monotonic: () => number;
	readonly setTimeout: (run: () => void, ms: number) => unknown;
	readonly clearTimeout: (timer: unknown) => void;
	/** From 0 to 1. */
	readonly random: () => number;
	/** A text that nobody has used before. */
	readonly id: () => string;
	readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
	/** `undefined` where the runtime has none: the client polls. */
	readonly WebSocket: SocketConstructor | undefined;
	/** Calls `listener` with what the page tells about itself, until the answer is called. */
	readonly hints: (listener: (hint: Hint) => void) => () => void;
	/** Calls `listener` with what other pages of the same site tell of their user, until it is closed. */
	readonly tabs: (listener: (told: unknown) => void) => Tabs;
	/** Says something to whoever develops the page; the same words once. `info`: it is as it should be on many pages. */
	readonly log: (text: string, level: "error" | "info") => void;
	/** Takes what a user's handler threw. */
	readonly report: (error: unknown) => void;
}

/** The way to the other pages of the same site. */
export interface Tabs {
	/** Tells them something that can be cloned. */
	tell(what: object): void;
	close(): void;
}

/** The environment of the page, or of a server runtime. Reads the globals when it is called, not when it is imported. */
export function globalEnvironment(): Environment {
	return {
		now: Date.now,
		monotonic: () => performance.now(),
		setTimeout: (run, ms) => setTimeout(run, ms),
		clearTimeout: (timer) => clearTimeout(timer as number),
		random: Math.random,
		// `crypto.randomUUID` is missing on pages without https.
		id: () => crypto.getRandomValues(new Uint32Array(4)).join("-"),
		fetch: (url, init) => fetch(url, init),
		WebSocket: globalThis.WebSocket,
		hints: pageHints,
		tabs: siteTabs,
		log: logOnce,
		// What `reportError` does, which not every server runtime has: an uncaught error that interrupts nothing.
		report: (error) =>
			void setTimeout(() => {
				throw error;
			}),
	};
}

/**
 * Returns a whole environment: the page's, with parts replaced. Whatever the parts are, no timer is longer than what
 * timers take, and no report throws.
 */
export function environmentOf(given: Partial<Environment>): Environment {
	const whole = { ...globalEnvironment(), ...given };
	return {
		...whole,
		monotonic: given.monotonic ?? (given.now ? forwardOnly(given.now) : whole.monotonic),
		// Runtimes let a timer that is too long ring at once.
		setTimeout: (run, ms) => whole.setTimeout(run, Math.min(ms, NEVER_MS)),
		report: (error) => {
			try {
				whole.report(error);
			} catch (thrown) {
				// oxlint-disable-next-line no-console -- there is nobody else to tell, and an uncaught error would end a server's process
				console.error(thrown);
			}
		},
	};
}

/** A clock that goes on with another one, and stands still while that is set back. */
function forwardOnly(now: () => number): () => number {
	let last = now();
	let passed = 0;
	return () => {
		const present = now();
		passed += Math.max(0, present - last);
		last = present;
		return passed;
	};
}

const HINTS: { readonly [type: string]: Hint } = {
	online: "online",
	offline: "offline",
	pageshow: "wake",
	visibilitychange: "wake",
	resume: "wake",
	focus: "focus",
	freeze: "frozen",
	pagehide: "frozen",
};

function pageHints(listener: (hint: Hint) => void): () => void {
	const undo = new AbortController();
	const heard = ({ type, target, persisted }: { readonly persisted?: boolean } & globalThis.Event): void => {
		const hint = HINTS[type];
		// A page that is hidden for good needs nothing; one that goes to the history cache must let its socket go.
		const counts = type.startsWith("page")
			? persisted
			: type === "focus"
				? target === globalThis
				: type !== "visibilitychange" || document.visibilityState === "visible";
		if (counts && hint) listener(hint);
	};
	// `freeze` and `resume` are told to the document and do not bubble: only a capturing listener hears them here.
	for (const type in HINTS) globalThis.addEventListener?.(type, heard, { capture: true, signal: undo.signal });
	return () => undo.abort();
}

const logged = new Set<string>();

function logOnce(text: string, level: "error" | "info"): void {
	if (logged.has(text)) return;
	logged.add(text);
	// Whoever sets a page up looks here.
	console[level](text);
}

/** A page alone, or a server runtime, has nobody to tell. */
const NO_TABS: Tabs = { tell: () => undefined, close: () => undefined };

function siteTabs(listener: (told: unknown) => void): Tabs {
	// A server runtime may have the class too, and would be kept from ending by it.
	const channel = globalThis.document && siteChannel("parlour");
	if (!channel) return NO_TABS;
	channel.addEventListener("message", ({ data }: MessageEvent<unknown>) => listener(data));
	// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none: it is of one origin
	return { tell: (what) => channel.postMessage(what), close: () => channel.close() };
}
