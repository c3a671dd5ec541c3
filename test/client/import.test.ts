import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";

describe("importing the client", () => {
	it.each([
		["[CLIENT14] works", "src/client/index.ts", "Parlour"],
		["[CHAT15] and chat works", "src/client/chat/index.ts", "Chat"],
	])("%s without any global of a page, a clock or chance, and leaves nothing behind", async (_, entry, name) => {
		const { outputFiles } = await build({
			entryPoints: [entry],
			bundle: true,
			format: "iife",
			globalName: "parlour",
			write: false,
		});
		// A bare context: it has neither timers nor sockets nor a document, so that touching one throws.
		const context = createContext({ EventTarget, Event });
		const spoil = "Math.random = Date.now = () => { throw new Error('not at import') }; Object.keys(globalThis)";
		const before = new Script(spoil).runInContext(context) as string[];
		new Script(outputFiles[0]?.text ?? "").runInContext(context);
		const after = new Script(`[Object.keys(globalThis), typeof parlour.${name}]`).runInContext(context) as [
			string[],
			string,
		];
		expect(after[1]).toBe("function");
		expect(after[0].filter((name) => !before.includes(name))).toEqual(["parlour"]);
	});
});
