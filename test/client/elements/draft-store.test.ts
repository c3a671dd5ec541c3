import { describe, expect, it } from "vitest";
import { type DraftHere, DraftStore, type Place } from "../../../src/client/elements/base/draft-store.ts";

function place(): Place {
	const items = new Map<string, string>();
	return {
		getItem: (name) => items.get(name) ?? null,
		setItem: (name, text) => void items.set(name, text),
		removeItem: (name) => void items.delete(name),
	};
}

/** Two tabs of a browser. */
function tabs(): readonly [DraftStore, DraftStore, (tab: 0 | 1) => DraftStore] {
	const local = place();
	const sessions = [place(), place()];
	const reload = (tab: 0 | 1): DraftStore => new DraftStore("ada", { local, session: sessions[tab] });
	return [reload(0), reload(1), reload];
}

const UNTOUCHED: DraftHere = { text: "", isEdited: false, isFocused: false };

describe("a draft", () => {
	it("[WRITE7] is there in a new tab, and gone in all of them once it was sent", () => {
		const [one, other, reload] = tabs();
		one.set("d.1", "half a thought");
		expect(other.get("d.1")).toEqual({ text: "half a thought", isEdited: false });
		other.sent("d.1", "half a thought");
		expect(one.heard("d.1", { text: "half a thought", isEdited: true, isFocused: true }, "half a thought", "")).toBe(
			"",
		);
		expect(reload(0).get("d.1").text).toBe("");
	});

	it("[WRITE7] that was sent by another tab while its own was away does not come back", () => {
		const [one, other, reload] = tabs();
		one.set("d.1", "half a thought");
		other.sent("d.1", "half a thought");
		expect(reload(0).get("d.1").text).toBe("");
		one.set("d.1", "half a thought");
		expect(reload(0).get("d.1").text).toBe("half a thought");
	});

	it("[WRITE7] of one tab outlives what another one writes and sends, and a reload", () => {
		const [one, other, reload] = tabs();
		one.set("d.1", "mine");
		other.set("d.1", "theirs");
		expect(one.heard("d.1", { text: "mine", isEdited: true, isFocused: false }, "mine", "theirs")).toBeUndefined();
		expect(reload(0).get("d.1")).toEqual({ text: "mine", isEdited: true });
		other.sent("d.1", "theirs");
		expect(one.heard("d.1", { text: "mine", isEdited: true, isFocused: false }, "theirs", "")).toBeUndefined();
		// It is the draft of all tabs again.
		expect(reload(1).get("d.1").text).toBe("mine");
	});

	it("[WRITE7] is not taken away by what another tab sends, where that is another text", () => {
		const [one, other] = tabs();
		one.set("d.1", "mine");
		other.sent("d.1", "theirs");
		expect(one.get("d.1").text).toBe("mine");
		expect(one.heard("d.1", { ...UNTOUCHED, text: "mine" }, "theirs", "")).toBeUndefined();
	});

	it("[WRITE7] follows another tab where nobody has touched it, and not under somebody's hands", () => {
		const [one, other] = tabs();
		other.set("d.1", "more");
		expect(one.heard("d.1", UNTOUCHED, "", "more")).toBe("more");
		expect(one.heard("d.1", { ...UNTOUCHED, isFocused: true }, "", "more")).toBeUndefined();
	});
});
