import { describe, expect, test } from "vitest";
import type { ServerFrames } from "../../../../src/protocol/server-frames.ts";
import { type Encoded, encodeFrame } from "../../../../src/rooms/core/encode.ts";
import type { Reader } from "../../../../src/rooms/core/reader.ts";
import { Crowd } from "../../../../src/rooms/core/relay/crowd.ts";
import { PresenceMirror } from "../../../../src/rooms/core/relay/presence-mirror.ts";
import { RollBook } from "../../../../src/rooms/core/relay/roll-book.ts";
import { Roster } from "../../../../src/rooms/core/roster.ts";
import { guest, member, TestSink } from "../../../support/room.ts";

const ada = { id: "ada" };
const bob = { id: "bob" };

function reader(caller: Reader["caller"]): Reader {
	return { kind: "socket", session: "s", caller, sink: new TestSink(), position: 0, seenAt: 0 };
}

function frame(presence: Omit<ServerFrames["presence"], "type">): Encoded {
	return encodeFrame({ type: "presence", ...presence });
}

describe("a crowd", () => {
	test("[RELAY9] a user at two relays has gone when both have said so", () => {
		const crowd = new Crowd();
		crowd.full("one", { sockets: 1, guests: 0, members: [ada] });
		crowd.full("two", { sockets: 1, guests: 0, members: [ada] });
		expect(crowd.change("one", { guests: 0, joined: [], left: ["ada"] }).gone).toEqual([]);
		expect(crowd.has("ada")).toBe(true);
		expect(crowd.change("two", { guests: 0, joined: [], left: ["ada"] }).gone).toEqual(["ada"]);
		expect(crowd.has("ada")).toBe(false);
	});

	test("[RELAY9] what a relay tells in full stands in the place of what it told before", () => {
		const crowd = new Crowd();
		crowd.full("one", { sockets: 3, guests: 1, members: [ada, bob] });
		expect(crowd.full("one", { sockets: 2, guests: 2, members: [bob] })).toMatchObject({ gone: ["ada"] });
		expect([crowd.guests, crowd.usersAt("one")]).toEqual([2, 1]);
	});

	test("[RELAY9] a relay that is dropped takes its readers with it, and is not known any more", () => {
		const crowd = new Crowd();
		crowd.full("one", { sockets: 2, guests: 1, members: [ada] });
		crowd.full("two", { sockets: 2, guests: 1, members: [bob] });
		expect(crowd.drop("one").gone).toEqual(["ada"]);
		expect([crowd.guests, crowd.knows("one"), crowd.knows("two")]).toEqual([1, false, true]);
	});

	test("[RELAY9] that one has gone of whom nobody told is news, unless they are elsewhere", () => {
		const crowd = new Crowd();
		crowd.full("one", { sockets: 1, guests: 0, members: [ada] });
		expect(crowd.change("two", { guests: 0, joined: [], left: ["ada", "bob"] }).gone).toEqual(["bob"]);
	});
});

describe("a roll book", () => {
	test("[RELAY9] tells each change once, and nothing of one who came and went", () => {
		const roster = new Roster();
		const book = new RollBook(roster);
		const [here, gone] = [reader(member("ada")), reader(member("bob"))];
		for (const one of [here, gone, reader(guest)]) {
			roster.add(one);
			book.changed(one);
		}
		roster.remove(gone);
		book.gone(gone);
		expect(book.changes()).toEqual({ sockets: 2, guests: 1, users: 1, joined: [ada], left: ["bob"] });
		expect(book.hasNews).toBe(false);
		expect(book.changes()).toMatchObject({ joined: [], left: [] });
	});

	test("[RELAY9] a user leaves with the last of their tabs", () => {
		const roster = new Roster();
		const book = new RollBook(roster);
		const tabs = [reader(member("ada")), reader(member("ada"))];
		for (const tab of tabs) roster.add(tab);
		expect(book.full()).toEqual({ sockets: 2, guests: 0, members: [ada] });
		const left = tabs.map((tab) => {
			roster.remove(tab);
			book.gone(tab);
			return book.changes().left;
		});
		expect(left).toEqual([[], ["ada"]]);
	});
});

describe("a mirror of presence", () => {
	test("[RELAY9] follows the frames that pass", () => {
		const mirror = new PresenceMirror();
		mirror.reset({ count: 1, members: [ada] });
		mirror.apply(frame({ count: 2, joined: [bob] }));
		expect(mirror.view).toEqual({ count: 2, members: [ada, bob] });
		mirror.apply(frame({ count: 1, left: ["ada"] }));
		expect(mirror.view).toEqual({ count: 1, members: [bob] });
		mirror.apply(frame({ count: 9, members: [ada], sample: true }));
		expect(mirror.view).toEqual({ count: 9, members: [ada], sample: true });
	});

	test("[RELAY9] of a count has no list, and one that knows nothing follows nothing", () => {
		const mirror = new PresenceMirror();
		mirror.apply(frame({ count: 5 }));
		expect(mirror.view).toBeUndefined();
		mirror.reset({ count: 1 });
		mirror.apply(frame({ count: 5 }));
		expect(mirror.view).toEqual({ count: 5 });
	});
});
