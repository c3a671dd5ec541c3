import { describe, expect, test } from "vitest";
import { Cluster, type ClusterReader } from "../../../support/cluster.ts";
import { accounted, guest, member, range } from "../../../support/room.ts";

/** A cluster with so many readers, of which the first two are at the room. */
async function crowd(
	readers: number,
	cluster = new Cluster(),
): Promise<{ cluster: Cluster; readers: ClusterReader[] }> {
	const joined: ClusterReader[] = [];
	for (let n = 0; n < readers; n++) {
		joined.push(await cluster.join());
		await cluster.settle();
	}
	return { cluster, readers: joined };
}

function last<T>(list: readonly T[]): T {
	const found = list.at(-1);
	if (found === undefined) throw new Error("empty");
	return found;
}

describe("where the history may not be read", () => {
	test("[RESUME10][RELAY2] a relay gives what was before to nobody, and what was missed to those who prove it", async () => {
		const { cluster } = await crowd(4, new Cluster({ readHistory: false }));
		await cluster.room.fill(3);
		await cluster.flow(2_000);
		const id = last(cluster.relays);
		const join = async (since: string): Promise<ClusterReader> => {
			const joined = await cluster.joinRelay(id, { since });
			if (typeof joined === "string") throw new Error(joined);
			return joined;
		};
		const stranger = await join("e:0");
		expect(stranger.of("welcome")).toMatchObject([{ resumed: "fresh" }]);
		const cursor = stranger.of("welcome")[0]?.cursor ?? "";
		await cluster.room.fill(1);
		await cluster.flow(2_000);
		await stranger.send({ type: "replay", after: 0 });
		expect(accounted(stranger.frames)).toEqual([4, -1, -2, -3, 4]);
		stranger.leave();
		const back = await join(cursor.replace(":3:", ":0:"));
		expect(back.of("welcome")).toMatchObject([{ resumed: "partial", gap: { after: 0, before: 4 } }]);
		await cluster.flow(2_000);
		expect(back.seqs).toEqual([4]);
	});
});

describe("where readers are", () => {
	test("[RELAY1] a small channel is all in its room", async () => {
		const { cluster, readers } = await crowd(2);
		expect(readers.map(({ relay }) => relay)).toEqual([undefined, undefined]);
		expect(cluster.calls).toEqual([]);
	});

	test("[RELAY1] further readers are at relays of their region, none of which holds more than its limit", async () => {
		const { cluster, readers } = await crowd(12);
		expect(readers.filter(({ relay }) => relay === undefined)).toHaveLength(2);
		for (const id of cluster.relays) expect(cluster.held(id)).toBeLessThanOrEqual(3);
		const far = await cluster.join({ region: "oc" });
		expect(far.relay).toBe("oc.0");
	});

	test("[RELAY1] a relay that is full, or not wanted, sends readers on", async () => {
		const { cluster } = await crowd(5);
		expect(await cluster.joinRelay("any.0")).toBe("full");
		expect(await cluster.joinRelay("any.7")).toBe("room");
	});
});

describe("one order", () => {
	test("[RELAY2] every reader gets the same events in the same order, with the same cursors", async () => {
		const { cluster, readers } = await crowd(9);
		for (let n = 1; n <= 20; n++) {
			await cluster.room.notify({ data: n });
			await cluster.pass(10, 10);
		}
		await cluster.pass(200);
		for (const reader of readers) expect(reader.seqs).toEqual(range(1, 20));
		const frames = readers.map((reader) => JSON.stringify(reader.of("event")));
		expect(new Set(frames).size).toBe(1);
		expect(readers.map(({ frames: [first] }) => first?.type)).toEqual(readers.map(() => "welcome"));
	});

	test("[RELAY2] heartbeats at a relay are answered with the head that its readers have", async () => {
		const { cluster, readers } = await crowd(5);
		await cluster.room.notify("a", "b");
		await cluster.pass(200);
		cluster.sleep("any.0");
		expect(last(readers).seqs).toEqual([1, 2]);
		const [awake] = cluster.sleep("any.0");
		expect(awake?.reader.position).toBe(2);
	});

	test("[RELAY2] an event that excludes a user is a skip for that user at a relay too", async () => {
		const { cluster } = await crowd(2);
		const ada = await cluster.join({ caller: member("ada") });
		const bob = await cluster.join({ caller: member("bob") });
		await cluster.room.notify({ exclude: ["ada"] });
		await cluster.pass(200);
		expect(ada.of("skip")).toEqual([{ type: "skip", seq: 1 }]);
		expect(bob.seqs).toEqual([1]);
	});
});

describe("what is missed", () => {
	test("[RELAY3] is replayed from the relay's memory, without asking the room", async () => {
		const { cluster, readers } = await crowd(4);
		await cluster.room.fill(5);
		await cluster.pass(200);
		last(readers).leave();
		cluster.calls.length = 0;
		const back = await cluster.joinRelay("any.0", { since: "e:2" });
		expect((back as ClusterReader).seqs).toEqual([3, 4, 5]);
		expect(cluster.calls).toEqual([]);
	});

	test("[RELAY3] and is older than that comes from the room, once for all who want it", async () => {
		const cluster = new Cluster({ relaySockets: 50 });
		await cluster.room.fill(8);
		await crowd(2, cluster);
		const back = await Promise.all(range(1, 30).map(() => cluster.joinRelayAfterPlacing({ since: "e:3" })));
		await cluster.pass(200, 20);
		for (const reader of back) expect(reader.seqs).toEqual([4, 5, 6, 7, 8]);
		expect(cluster.calls.filter((call) => call === "page")).toHaveLength(1);
		expect(cluster.calls.filter((call) => call === "enrol")).toHaveLength(1);
	});

	test("[RELAY3] and retention took is named as a gap, as by the room", async () => {
		const cluster = new Cluster({ history: { messages: 3, days: 1 } });
		await crowd(2, cluster);
		await cluster.room.fill(9);
		const back = await cluster.join({ since: "e:2" });
		await cluster.pass(100, 20);
		expect(back.of("welcome")).toMatchObject([{ resumed: "partial", gap: { after: 2, before: 7 } }]);
		expect(back.seqs).toEqual([7, 8, 9]);
	});

	test("[RELAY3] a reader of the room who has seen what is yet to be flushed goes on from there", async () => {
		const { cluster, readers } = await crowd(3);
		await cluster.room.fill(3);
		await cluster.pass(200);
		readers[0]?.leave();
		await cluster.room.fill(1);
		await cluster.room.fill(1);
		const seen = await cluster.join();
		expect(seen.of("welcome")).toMatchObject([{ cursor: "e:5" }]);
		const moved = (await cluster.joinRelay("any.0", { since: "e:5" })) as ClusterReader;
		expect(moved.of("welcome")).toMatchObject([{ resumed: "complete" }]);
		await cluster.room.fill(1);
		await cluster.pass(500);
		expect(moved.seqs).toEqual([6]);
	});

	test("[RELAY3] a reader who has seen more than a relay is not taken for one of another log", async () => {
		const { cluster } = await crowd(3);
		cluster.unreachable.add("any.0");
		await cluster.room.fill(4);
		await cluster.pass(100);
		const ahead = (await cluster.joinRelay("any.0", { since: "e:4" })) as ClusterReader;
		expect(ahead.of("welcome")).toMatchObject([{ resumed: "complete", cursor: "e:4" }]);
		cluster.unreachable.delete("any.0");
		await cluster.room.fill(1);
		await cluster.pass(20_000, 500);
		expect(ahead.seqs).toEqual([5]);
	});
});

describe("a relay", () => {
	test("[RELAY4] that slept wakes for a flush", async () => {
		const { cluster } = await crowd(4);
		const [awake] = cluster.sleep("any.0");
		await cluster.room.notify("a");
		await cluster.pass(200);
		expect(awake?.seqs).toEqual([1]);
	});

	test("[RELAY4] that died is replaced, and its readers resume with nothing lost", async () => {
		const { cluster, readers } = await crowd(5);
		await cluster.room.fill(3);
		await cluster.pass(200);
		cluster.kill("any.0");
		await cluster.room.fill(3);
		await cluster.pass(200);
		const back = await Promise.all(readers.slice(2).map(() => cluster.join({ since: "e:3" })));
		await cluster.room.fill(3);
		await cluster.pass(500, 20);
		for (const reader of back) expect(accounted(reader.frames)).toEqual(range(4, 9));
	});

	test("[RELAY4] that could not be reached fills the hole as soon as it can", async () => {
		const { cluster, readers } = await crowd(4);
		cluster.unreachable.add("any.0");
		await cluster.room.fill(5);
		await cluster.pass(300);
		expect(last(readers).seqs).toEqual([]);
		cluster.unreachable.delete("any.0");
		await cluster.pass(12_000);
		expect(last(readers).seqs).toEqual(range(1, 5));
	});

	test("[RELAY4] finds out what it missed when the room went down with it", async () => {
		const { cluster, readers } = await crowd(4);
		cluster.unreachable.add("any.0");
		await cluster.room.fill(5);
		cluster.room.host.announced.length = 0;
		cluster.room.wake();
		cluster.unreachable.delete("any.0");
		await cluster.pass(500);
		expect(last(readers).seqs).toEqual(range(1, 5));
	});

	test("[RELAY4] that no call reaches any more asks by itself, with its sweep", async () => {
		const { cluster, readers } = await crowd(4);
		cluster.unreachable.add("any.0");
		await cluster.room.fill(5);
		await cluster.settle();
		await cluster.alarm();
		await cluster.pass(1_500, 50);
		expect(last(readers).seqs).toEqual(range(1, 5));
	});

	test("[RELAY4] that is behind a slow line gets flushes together, and none is lost", async () => {
		const { cluster, readers } = await crowd(4);
		cluster.network.latency = () => 500;
		cluster.calls.length = 0;
		for (let n = 0; n < 50; n++) {
			await cluster.room.notify("a");
			await cluster.pass(100);
		}
		await cluster.pass(3_000);
		expect(last(readers).seqs).toEqual(range(1, 50));
		// What is flushed while deliveries are under way goes together: fewer than half as many calls as flushes.
		expect(cluster.calls.filter((call) => call === "deliver:any.0").length).toBeLessThan(25);
	});
});

describe("a channel that cools down", () => {
	test("[RELAY5] keeps a relay whose first reader has come and is not reported yet", async () => {
		const { cluster } = await crowd(2);
		const [spare = ""] = cluster.room.room.placeElsewhere("any") ?? [];
		await cluster.pass(299_500, 500);
		const late = (await cluster.joinRelay(spare)) as ClusterReader;
		await cluster.pass(600);
		cluster.room.room.alarm();
		await cluster.room.notify("a");
		await cluster.pass(200);
		expect(late.seqs).toEqual([1]);
	});

	test("[RELAY5] lets its relays go: their readers are asked to come back, and come to the room", async () => {
		const { cluster, readers } = await crowd(8);
		for (const reader of readers.slice(1, 8)) reader.leave();
		await cluster.pass(5_000);
		const stray = await cluster.join();
		expect(stray.relay).toBeUndefined();
		await cluster.alarm();
		await cluster.pass(70_000, 1_000);
		await cluster.alarm();
		expect(cluster.room.rest.relays.load()).toEqual([]);
	});

	test("[RELAY5][RELAY10] dismisses the readers of relays that the room can hold itself", async () => {
		const cluster = new Cluster({ roomSockets: 6, relaySockets: 3 });
		const { readers } = await crowd(9, cluster);
		for (const reader of readers.slice(0, 8)) reader.leave();
		await cluster.pass(2_000);
		await cluster.alarm();
		expect(last(readers).sink.closed?.code).toBe(4300);
		expect(JSON.parse(last(readers).sink.closed?.reason ?? "")).toMatchObject({ within: 2_000 });
		expect(await cluster.joinRelay(last(readers).relay ?? "")).toBe("room");
	});
});

describe("the second level", () => {
	test("[RELAY6] the room calls no more than its limit of relays, and all readers get everything", async () => {
		const cluster = new Cluster({ relaySockets: 1 });
		const readers: ClusterReader[] = [];
		for (let n = 0; n < 230; n++) readers.push(await cluster.join({ caller: guest }));
		await cluster.settle();
		const seats = cluster.room.rest.relays.load();
		expect(seats.filter(({ parent }) => parent === undefined)).toHaveLength(200);
		expect(seats.length).toBeGreaterThan(200);
		await cluster.room.fill(3);
		await cluster.pass(500);
		expect(readers.filter(({ seqs }) => seqs.join() !== "1,2,3")).toEqual([]);
		const first = seats.find(({ id }) => seats.some(({ parent }) => parent === id))?.id ?? "";
		cluster.kill(first);
		await cluster.room.fill(1);
		await cluster.pass(500);
		const below = new Set(seats.filter(({ parent }) => parent === first).map(({ id }) => id));
		const those = readers.filter(({ relay }) => relay !== undefined && below.has(relay));
		expect(those.length).toBeGreaterThan(0);
		expect(those.filter(({ seqs }) => seqs.join() !== "1,2,3,4")).toEqual([]);
	});
});
