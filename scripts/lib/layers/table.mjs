/**
 * The layers and the arrows between them. The first row whose `at` a path begins with is the path's layer, so the
 * narrower rows stand first.
 *
 * @typedef {object} Layer
 * @property {string} name
 * @property {string} at a folder with its slash, or a file
 * @property {readonly string[]} imports layers that it may import, itself aside
 * @property {readonly string[]} [types] layers of which it may import types
 * @property {readonly string[]} [packages] packages that it may import; `*` is every one
 * @property {readonly string[]} [packageTypes] packages of which it may import types
 * @property {boolean} [pure] no clock, random, timer or console
 * @property {Readonly<Record<string, number>>} [onlyIn] for a package, in how many files it may appear
 */

/** @type {readonly Layer[]} */
export const LAYERS = [
	{ name: "protocol", at: "src/protocol/", imports: [], pure: true },
	{ name: "crypto", at: "src/crypto/", imports: ["protocol"] },
	{ name: "config", at: "src/config/", imports: ["protocol"] },
	{ name: "door", at: "src/door/", imports: ["protocol"], types: ["rooms/core", "rooms/core/chat"] },
	{
		name: "auth",
		at: "src/auth/",
		imports: ["protocol", "config", "crypto"],
		types: ["door", "rooms/core"],
		packages: ["jose"],
	},
	{ name: "files", at: "src/files/", imports: ["protocol"], types: ["rooms/core/chat"] },
	{ name: "settings", at: "parlour.config.ts", imports: ["config"] },
	{
		name: "rooms/core/chat",
		at: "src/rooms/core/chat/",
		imports: ["protocol", "rooms/core"],
		types: ["config", "door"],
		pure: true,
	},
	{ name: "rooms/core", at: "src/rooms/core/", imports: ["protocol"], types: ["config"], pure: true },
	{
		name: "rooms/store",
		at: "src/rooms/store/",
		imports: ["protocol", "rooms/core", "rooms/core/chat"],
		packageTypes: ["cloudflare:workers"],
	},
	{
		name: "rooms/do",
		at: "src/rooms/do/",
		imports: ["protocol", "rooms/core", "rooms/core/chat", "rooms/store", "config", "crypto", "auth", "door", "files"],
		packages: ["cloudflare:workers"],
	},
	{
		name: "rooms",
		at: "src/rooms/index.ts",
		imports: ["rooms/do"],
		types: ["protocol", "config", "rooms/core", "rooms/store"],
	},
	{
		name: "server",
		at: "src/server/",
		imports: ["config", "rooms", "worker"],
		packageTypes: ["cloudflare:workers"],
	},
	{ name: "worker/index", at: "src/worker/index.ts", imports: ["settings", "server"] },
	{
		name: "worker",
		at: "src/worker/",
		imports: ["protocol", "config", "crypto", "auth", "door", "files"],
		types: ["rooms", "rooms/core"],
		packages: ["hono", "jose", "cloudflare:workers"],
	},
	{
		name: "client/core",
		at: "src/client/core/",
		imports: ["protocol"],
		packages: ["partysocket"],
		onlyIn: { partysocket: 1 },
	},
	{ name: "client/keep", at: "src/client/keep/", imports: ["protocol", "client/core"] },
	{ name: "client/chat", at: "src/client/chat/", imports: ["protocol", "client/core", "client", "client/keep"] },
	{ name: "client/react", at: "src/client/react/", imports: ["client", "client/chat"], packages: ["react"] },
	{
		name: "client/elements",
		at: "src/client/elements/",
		imports: ["protocol", "client/core", "client/chat", "client/keep", "client"],
	},
	{
		name: "client",
		at: "src/client/",
		imports: ["protocol", "client/core", "client/chat", "client/elements"],
		packages: ["partysocket"],
		onlyIn: { partysocket: 1 },
	},
	{ name: "origin", at: "src/origin/", imports: ["protocol", "crypto"], packages: ["jose"] },
	{ name: "examples", at: "examples/", imports: [], packages: ["*"] },
];

/** Folders whose files nobody outside of them imports, with the folders that may all the same. */
export const PRIVATE_FOLDERS = {
	"test/": ["test/"],
	"bench/": ["bench/", "test/bench/", "test/scripts/"],
	"demo/": ["demo/", "test/", "scripts/lib/start/"],
};

/** What a pure layer may not touch. The compiler refuses what is no part of the language; these would slip through. */
export const IMPURE =
	/\b(Date\.now|new Date|Math\.random|performance\.now|setTimeout|setInterval|setImmediate|queueMicrotask|console)\b/g;

/** The most lines that a file may have. */
export const MAX_LINES = 350;
