import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { globalEnvironment } from "../../src/client/core/environment.ts";

/** A window and its document, as far as events go: what the document gets, the window's capturing listeners get first. */
class FakePage {
	readonly window = new EventTarget();
	visibilityState = "visible";

	tell(type: string, more: object = {}): void {
		this.window.dispatchEvent(Object.assign(new Event(type), more));
	}
}

let page: FakePage;

beforeEach(() => {
	page = new FakePage();
	vi.stubGlobal("addEventListener", page.window.addEventListener.bind(page.window));
	vi.stubGlobal("removeEventListener", page.window.removeEventListener.bind(page.window));
	vi.stubGlobal("document", page);
});

afterEach(() => {
	vi.unstubAllGlobals();
});

describe("what a page tells about itself", () => {
	it("[CLIENT10] hears the network, the visibility, the freezer and the history cache", () => {
		const hints: string[] = [];
		const undo = globalEnvironment().hints((hint) => hints.push(hint));
		for (const type of ["offline", "online", "visibilitychange", "freeze", "resume"]) page.tell(type);
		page.tell("pagehide", { persisted: true });
		page.tell("pageshow", { persisted: true });
		expect(hints).toEqual(["offline", "online", "wake", "frozen", "wake", "frozen", "wake"]);
		undo();
		page.tell("online");
		expect(hints).toHaveLength(7);
	});

	it("[CLIENT10] makes nothing of a page that is hidden, left for good, or shown for the first time", () => {
		const hints: string[] = [];
		globalEnvironment().hints((hint) => hints.push(hint));
		page.visibilityState = "hidden";
		page.tell("visibilitychange");
		page.tell("pagehide", { persisted: false });
		page.tell("pageshow", { persisted: false });
		expect(hints).toEqual([]);
	});

	it("hears nothing, and does well, where there is no page", () => {
		vi.stubGlobal("addEventListener", undefined);
		globalEnvironment().hints(() => expect.unreachable())();
		expect(new Set([1, 2, 3].map(() => globalEnvironment().id())).size).toBe(3);
	});
});
