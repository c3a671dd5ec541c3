import { describe, expect, it } from "vitest";
import type { Place } from "../../../src/client/elements/base/draft-store.ts";
import { Kept, layoutOf, settingsOf } from "../../../src/client/elements/dock/kept.ts";

function place(): Place {
	const items = new Map<string, string>();
	return {
		getItem: (name) => items.get(name) ?? null,
		setItem: (name, text) => void items.set(name, text),
		removeItem: (name) => void items.delete(name),
	};
}

function refuse(): never {
	throw new DOMException("no", "SecurityError");
}

const CLOSED = { open: false, tab: "chats", windows: [] };

describe("what the dock keeps", () => {
	it.each([
		"",
		"null",
		"[]",
		"3",
		"{",
		'{"open":"yes","tab":"admin","windows":{"length":2}}',
		'{"windows":[null,3,{}]}',
	])("is nothing open, where it is not its own: %s", (text) => {
		expect(layoutOf(text)).toEqual(CLOSED);
	});

	it("is read as it was kept", () => {
		const layout = { open: true, tab: "people", windows: [{ id: "d.1", min: true }] } as const;
		expect(layoutOf(JSON.stringify(layout))).toEqual(layout);
		expect(settingsOf('{"sound":false,"notices":true,"away":1}', true)).toEqual({
			sound: false,
			notices: true,
			away: false,
		});
		expect(settingsOf(null, false)).toEqual({ sound: false, notices: false, away: false });
	});

	it("is each tab's own, which begins with what the last one had open", () => {
		const local = place();
		const [one, two] = [place(), place()].map((session) => new Kept("ada", { local, session, sound: true }));
		const layout = { open: true, tab: "chats", windows: [{ id: "d.1", min: false }] } as const;
		if (!one || !two) throw new Error("unreachable");
		one.layout = layout;
		expect(two.isNew).toBe(true);
		expect(two.layout).toEqual(layout);
		two.layout = { ...layout, open: false };
		expect(one.layout).toEqual(layout);
	});

	it("is the user's, and nobody else's", () => {
		const [local, session] = [place(), place()];
		const ada = new Kept("ada", { local, session, sound: true });
		ada.drafts.set("d.1", "half a thought");
		ada.settings = { sound: false, notices: true, away: true };
		const grace = new Kept("grace", { local, session, sound: true });
		expect([grace.drafts.get("d.1").text, grace.settings.sound, grace.layout]).toEqual(["", true, CLOSED]);
		expect(new Kept("ada", { local, session, sound: true }).drafts.get("d.1").text).toBe("half a thought");
		ada.drafts.set("d.1", "");
		expect(ada.drafts.get("d.1").text).toBe("");
	});

	it("is told once, in whichever tab", () => {
		const local = place();
		const tabs = [place(), place()].map((session) => new Kept("ada", { local, session, sound: true }));
		expect(tabs.map((tab) => tab.claim("d.1:7"))).toEqual([true, false]);
		expect(tabs.map((tab) => tab.claim("d.1:8"))).toEqual([true, false]);
	});

	it("is nothing where the browser forbids it, and everything else works", () => {
		const forbidden = { getItem: refuse, setItem: refuse, removeItem: refuse };
		for (const local of [forbidden, undefined]) {
			const kept = new Kept("ada", { local, session: local, sound: true });
			kept.layout = { ...kept.layout, open: true };
			kept.drafts.set("d.1", "x");
			expect([kept.layout, kept.drafts.get("d.1").text, kept.claim("a")]).toEqual([CLOSED, "", true]);
		}
	});
});
