import { createContext, Script } from "node:vm";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { DOCK } from "../../../scripts/lib/dock-bundle.mjs";
import { ROOM } from "../../../scripts/lib/room-bundle.mjs";

describe("importing an element where there is no page, as on a server that renders one", () => {
	it.each([
		["dock", DOCK, "src/client/elements/dock/index.ts", "ParlourDock"],
		["room", ROOM, "src/client/elements/room/index.ts", "ParlourRoom"],
	])("works: %s", async (_, { plugins }, entry, name) => {
		const { outputFiles } = await build({
			plugins,
			entryPoints: [entry],
			bundle: true,
			format: "iife",
			globalName: "element",
			write: false,
			outdir: "out",
		});
		// A bare context: it has no document and no elements, so that touching them throws.
		const context = createContext({ EventTarget, Event, TextEncoder, TextDecoder });
		new Script(outputFiles[0]?.text ?? "").runInContext(context);
		expect(new Script(`typeof element.${name}`).runInContext(context)).toBe("function");
	});
});
