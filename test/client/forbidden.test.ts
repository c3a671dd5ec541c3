import { afterEach, expect, it, vi } from "vitest";
import { globalEnvironment } from "../../src/client/core/environment.ts";
import { keptInBrowser } from "../../src/client/keep/browser.ts";

function forbidden(): never {
	throw new DOMException("The operation is insecure.", "SecurityError");
}

afterEach(() => vi.unstubAllGlobals());

it("[KEEP7] a browser that forbids storage and ways to other pages keeps nothing, and stops nothing", async () => {
	vi.stubGlobal("document", {});
	vi.stubGlobal("BroadcastChannel", forbidden);
	vi.stubGlobal("indexedDB", { open: forbidden });
	const tabs = globalEnvironment().tabs(() => undefined);
	tabs.tell({ user: "ada" });
	tabs.close();
	const keep = keptInBrowser();
	keep.onChange("space", () => undefined)();
	const kept = { id: "1", lane: "chat:d.bob", at: 1, order: 1, state: "waiting", bytes: 0, body: "one" } as const;
	expect([await keep.put("space", kept), await keep.all("space")]).toEqual([false, []]);
});
