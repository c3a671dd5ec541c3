import fc from "fast-check";
import { expect, test } from "vitest";
import { MemberList } from "../../../src/rooms/core/member-list.ts";

test("[PRES5] the first members are the first by id, whatever came and went before", () => {
	const id = fc.string({ minLength: 1, maxLength: 3 });
	const steps = fc.array(fc.record({ id, stays: fc.boolean() }), { maxLength: 60 });
	fc.assert(
		fc.property(steps, fc.nat(20), (given, limit) => {
			const list = new MemberList();
			const there = new Set<string>();
			for (const step of given) {
				if (step.stays) list.set({ id: step.id });
				else list.delete(step.id);
				if (step.stays) there.add(step.id);
				else there.delete(step.id);
			}
			expect(list.size).toBe(there.size);
			const sorted = [...there].toSorted((one, other) => (one < other ? -1 : 1));
			expect(list.first(limit).map((member) => member.id)).toEqual(sorted.slice(0, limit));
		}),
		{ seed: 5, numRuns: 500 },
	);
});

test("a member who is set again is one member, as last set", () => {
	const list = new MemberList();
	list.set({ id: "ada" });
	list.set({ id: "ada", name: "Ada" });
	expect(list.size).toBe(1);
	expect(list.get("ada")).toEqual({ id: "ada", name: "Ada" });
	list.delete("nobody");
	expect([list.has("ada"), list.has("nobody"), list.size]).toEqual([true, false, 1]);
});
