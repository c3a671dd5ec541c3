import { ROOT } from "./run.mjs";

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
	// partysocket's private members, in the whole bundle alike. Nothing of the client or of the wire begins so.
	mangleProps: /^_[a-z]/,
	// partysocket asks whether it runs in Node or React Native before it clones an event; a page is neither.
	define: { process: "undefined", "navigator.product": '"Gecko"' },
};
