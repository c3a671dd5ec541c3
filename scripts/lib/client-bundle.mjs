import { readFile } from "node:fs/promises";
import { ROOT } from "./run.mjs";

/** The options and members of partysocket that the client sets, or never touches. */
const PARTYSOCKET = [
	"connectionTimeout",
	"debug",
	"debugLogger",
	"drainQueuedMessages",
	"maxEnqueuedMessages",
	"maxReconnectionDelay",
	"maxRetries",
	"minReconnectionDelay",
	"minUptime",
	"reconnect",
	"reconnectionDelayGrowFactor",
	"retryCount",
	"shouldReconnect",
	"shouldReconnectOnClose",
	"startClosed",
];

/** Fields and methods of the client's own objects. None may be a name on the wire, of the platform or of the public API. */
const CLIENT = [
	"action",
	"askedAt",
	"beat",
	"behind",
	"barred",
	"calls",
	"controller",
	"climbs",
	"current",
	"dispatch",
	"emitter",
	"epoch",
	"failures",
	"foreign",
	"heard",
	"heardAt",
	"isBehind",
	"isLeft",
	"isSent",
	"known",
	"link",
	"mode",
	"outbox",
	"phase",
	"reader",
	"refusals",
	"renewIn",
	"settle",
	"stale",
	"tickets",
	"topic",
	"via",
];

/**
 * What a page never runs of partysocket: its debug lines, which it prints only where its option `debug` is set, its
 * choice for Node and React Native, whose answer the compiler finds but does not follow, and members that neither the
 * client nor partysocket itself uses, which a compiler leaves in classes. Then what comes of options that the client
 * does not give, or gives otherwise: warnings, functions instead of an address, and waits before coming back.
 *
 * @type {readonly (readonly [RegExp, string])[]}
 */
const UNUSED = [
	[/^\s*this\._debug\((?:[^()]|\(\))*\);$/gm, ""],
	[/\bisNode \|\| isReactNative\b/, "false"],
	[
		/^ {2}get (?:retryCount|bufferedAmount|extensions|protocol|readyState|url|shouldReconnect)\(\) \{\n[^]*?^ {2}\}\n/gm,
		"",
	],
	[
		/^ {2}(?:reconnect|drainQueuedMessages|_debug|_getNextDelay|_getNextProtocols|_getNextUrl)\(.*\) \{\n[^]*?^ {2}\}\n/gm,
		"",
	],
	[/^ {2}_debugLogger = .*\n/m, ""],
	[/^ {4}if \(this\._options\.(?:startClosed|debugLogger)\)\s+this\._\w+ = .*;\n/gm, ""],
	[/^ {4}if \(this\._closeCalled && !this\._didWarnAboutClosedSend\) \{\n[^]*?^ {4}\}\n/m, ""],
	[/^ {8}if \(\n\s+!this\._options\.WebSocket &&[^]*?^ {8}\}\n/m, ""],
	[/\bthis\._getNextDelay\(\)/, "0"],
	[/\bthis\._getNextUrl\(this\._url\)/, "this._url"],
	[/\bthis\._getNextProtocols\(this\._protocols \|\| null\)/, "this._protocols"],
];

/** @type {import("esbuild").Plugin} */
const withoutUnused = {
	name: "without-unused",
	setup(build) {
		build.onLoad({ filter: /partysocket[/\\]dist[/\\]ws\.js$/ }, async ({ path }) => {
			let contents = await readFile(path, "utf8");
			for (const [pattern, text] of UNUSED) {
				if (contents.search(pattern) < 0) throw new Error(`partysocket has nothing like ${pattern.source} any more.`);
				contents = contents.replace(pattern, text);
			}
			return { contents, loader: "js" };
		});
	},
};

/**
 * How the client is bundled for a page that loads it by itself: everything in it, as small as it gets.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const PAGE_BUNDLE = {
	absWorkingDir: ROOT,
	bundle: true,
	minify: true,
	platform: "browser",
	target: "es2022",
	legalComments: "none",
	// The client writes nothing to the console; what this takes out are partysocket's hints to its own users.
	drop: ["console"],
	plugins: [withoutUnused],
	// What nobody outside of the bundle names: partysocket's private members, and the lists below.
	mangleProps: new RegExp(`^(_[a-z].*|${[...PARTYSOCKET, ...CLIENT].join("|")})$`),
	define: {
		// partysocket asks whether it runs in Node or React Native before it clones an event; a page is neither.
		process: "undefined",
		navigator: "undefined",
		// It asks whether there are events at all; a number has a shorter name.
		"globalThis.EventTarget": "true",
		"globalThis.Event": "true",
		"Number.POSITIVE_INFINITY": "Infinity",
	},
};

/**
 * The same in modules: what only some pages need is in files of its own.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const MODULES = { ...PAGE_BUNDLE, format: "esm", splitting: true };

// The class is the global, so that `new Parlour(…)` works after the script tag; the other names are its properties.
const GLOBAL = `
import { Channel, Parlour, ParlourError, receive } from "./src/client/index.ts";
globalThis.Parlour = Object.assign(Parlour, { Channel, Parlour, ParlourError, receive });
`;

/**
 * The client for a plain script tag, in one file.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const SCRIPT = {
	...PAGE_BUNDLE,
	stdin: { contents: GLOBAL, resolveDir: ROOT, sourcefile: "parlour.ts", loader: "ts" },
	format: "iife",
	outfile: "dist/public/parlour.js",
};
