import { MODULES } from "./client-bundle.mjs";
import { stylesAsText, textsAsOne } from "./dock-bundle.mjs";

/**
 * `<parlour-room>` for a page that loads it by a tag: the element with the client in it; languages and what moderators do
 * are loaded when they are needed.
 *
 * @satisfies {import("esbuild").BuildOptions}
 */
export const ROOM = {
	...MODULES,
	entryPoints: { "parlour-room": "src/client/elements/room/index.ts" },
	plugins: [stylesAsText, textsAsOne],
	// Other alphabets as they are: a module is always in UTF-8.
	charset: "utf8",
	outdir: "dist/public",
	// By their content: these may be kept for good.
	chunkNames: "parlour-room/[name]-[hash]",
};
