import { describe, expect, test } from "vitest";
import { nameOf } from "../../../src/client/elements/dock/names.ts";
import { messageOf, personOf } from "../../../src/client/elements/room/read.ts";

describe("somebody", () => {
	test.each([undefined, "", " ", "\u200b", "\u3164\u2800", "\u202e", "\u00ad"])(
		"[CONV30] whose name looks empty is shown by their id: %j",
		(name) => {
			const person = { id: "u7", ...(name !== undefined && { name }) };
			expect(nameOf(person)).toBe("u7");
			expect(personOf(person)).toEqual({ id: "u7", name: "u7" });
		},
	);

	test("[CONV30] with a name is shown by it", () => {
		expect(nameOf({ id: "u7", name: "\u200eعلي" })).toBe("\u200eعلي");
		expect(personOf({ id: "u7", name: " Ada " })).toEqual({ id: "u7", name: "Ada" });
	});

	test("[CONV30] who publishes a text that looks empty says nothing", () => {
		const event = { type: "event", seq: 1, at: 1, name: "message", cursor: "c" } as const;
		expect(messageOf({ ...event, data: { text: "\u2800" } }, undefined)).toBeUndefined();
		expect(messageOf({ ...event, data: { text: "hello" } }, undefined)?.text).toBe("hello");
	});
});
