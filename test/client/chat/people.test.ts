import { describe, expect, it } from "vitest";
import { settle } from "../support/clock.ts";
import { ada, device } from "./device.ts";
import { FakeInbox } from "./fake-inbox.ts";

const online = (id: string, name = id, status: "online" | "idle" = "online") => ({ id, name, status, groups: ["7b"] });

async function withPeople(...names: string[]) {
	const inbox = new FakeInbox(ada);
	inbox.people = names.map((name) => online(name));
	const made = await device(inbox);
	const list = made.chat.people();
	const shown = () => list.get().people.map(({ id, status }) => (status === "online" ? id : `${id} (${status})`));
	return { inbox, list, shown, chat: made.chat, clock: made.clock };
}

describe("the people online", () => {
	it("are listed by name, and change as they come and go", async () => {
		const { inbox, list, shown } = await withPeople("cyd", "bob");
		expect(list.get()).toMatchObject({ loading: true, count: 0 });
		await settle();
		expect(list.get()).toMatchObject({ loading: false, count: 2, more: false });
		inbox.peopleChange([online("abe"), online("cyd", "cyd", "idle")], ["bob"]);
		await settle();
		expect([shown(), list.get().count]).toEqual([["abe", "cyd (idle)"], 2]);
	});

	it("are right with what is told while the list is on its way", async () => {
		const inbox = new FakeInbox(ada);
		inbox.people = [online("bob")];
		inbox.holds.add("people");
		const { chat } = await device(inbox);
		const list = chat.people();
		await settle();
		inbox.peopleChange([online("cyd")], ["bob"]);
		await settle();
		inbox.release();
		await settle();
		expect(list.get()).toMatchObject({ count: 1, people: [{ id: "cyd" }] });
	});

	it("[CHAT10] are asked for again before the watch is over, after an absence, and told when nobody looks", async () => {
		const { inbox, list, chat, clock } = await withPeople("bob");
		await settle();
		await clock.advance(239_000);
		expect(inbox.count("people")).toBe(1);
		await clock.advance(2_000);
		expect(inbox.count("people")).toBe(2);
		inbox.drop();
		await clock.advance(10_000);
		expect(inbox.count("people")).toBe(3);
		const other = chat.people();
		await settle();
		list.close();
		expect(inbox.count("people")).toBe(4);
		other.close();
		other.close();
		await settle();
		expect(inbox.requests.at(-1)).toEqual({ do: "people", watch: false, limit: 1 });
		expect(inbox.count("people")).toBe(5);
		await clock.advance(600_000);
		expect(inbox.count("people")).toBe(5);
	});

	it("[CHAT10] are searched once the user stops typing, and only the latest search is shown", async () => {
		const { inbox, list, shown, clock } = await withPeople("bob", "bobby", "cyd");
		await settle();
		list.search("b");
		list.search("bo");
		await clock.advance(200);
		expect(list.get()).toMatchObject({ query: "bo", loading: true });
		list.search("bobb");
		await clock.advance(200);
		expect(inbox.count("people")).toBe(1);
		inbox.holds.add("people");
		await clock.advance(100);
		expect(inbox.requests.at(-1)).toEqual({ do: "people", watch: true, query: "bobb" });
		list.search("cyd");
		inbox.release();
		await settle();
		expect(list.get().loading).toBe(true);
		await clock.advance(300);
		expect([shown(), list.get().count]).toEqual([["cyd"], 3]);
		inbox.peopleChange([online("Cydney"), online("eve")]);
		await settle();
		expect([shown(), list.get().count]).toEqual([["cyd", "Cydney"], 5]);
		list.search("");
		await clock.advance(300);
		expect(shown()).toHaveLength(5);
	});

	it("who stand behind the shown part of a long list are not put into it", async () => {
		const names = Array.from({ length: 250 }, (_, index) => `p${String(index).padStart(3, "0")}`);
		const { inbox, list, shown } = await withPeople(...names);
		await settle();
		expect(list.get()).toMatchObject({ count: 250, more: true });
		inbox.peopleChange([online("zoe"), online("amy")]);
		await settle();
		expect(shown()).not.toContain("zoe");
		expect([shown()[0], shown().length, list.get().count]).toEqual(["amy", 201, 252]);
	});
});
