import { expect, test } from "vitest";
import { storedFrame } from "../../../../src/rooms/core/encode.ts";
import type { Flush } from "../../../../src/rooms/core/fanout.ts";
import type { Delivered, Delivery, Order } from "../../../../src/rooms/core/relay/delivery.ts";
import { Link } from "../../../../src/rooms/core/relay/link.ts";
import { ManualHost, turn } from "../../../support/host.ts";
import { range } from "../../../support/room.ts";

const circumstances = () => ({ epoch: "e", floor: 0, children: [], paceMs: 1_000 });

/** A line whose deliveries the test answers, one after another. */
class Line {
	readonly host = new ManualHost();
	readonly sent: Delivery[] = [];
	readonly #answers: PromiseWithResolvers<Delivered>[] = [];
	readonly link: Link;

	constructor() {
		const deliver = (_: string, delivery: Delivery): Promise<Delivered> => {
			this.sent.push(delivery);
			const answer = Promise.withResolvers<Delivered>();
			this.#answers.push(answer);
			return answer.promise;
		};
		const parts = { id: "r", port: { deliver }, host: this.host, circumstances, onDelivered: () => undefined };
		this.link = new Link(parts, 0);
	}

	/** Answers the oldest delivery that is under way. */
	async answer(): Promise<void> {
		this.#answers.shift()?.resolve({ sockets: 1 });
		await turn();
	}

	async fail(): Promise<void> {
		this.#answers.shift()?.reject(new Error("out of reach"));
		await turn();
	}

	/** The orders that were sent, those of one delivery together. */
	get orders(): string[] {
		return this.sent.map(({ orders }) => orders.map((order) => ("user" in order ? order.user : order.kind)).join());
	}
}

function flush(after: number, to: number): Flush {
	return { items: range(after + 1, to).map((seq) => ({ seq, frame: storedFrame(`${seq}`) })), after, to };
}

function ban(user: string): Order {
	return { kind: "ban", user, forMs: 1 };
}

test("[RELAY4] over a slow line what comes later is put together, and goes out when an answer comes", async () => {
	const line = new Line();
	const { link, sent } = line;
	for (let seq = 0; seq < 9; seq++) link.flush(flush(seq, seq + 1));
	expect(sent.map(({ to }) => to)).toEqual([1, 2, 3, 4]);
	await line.answer();
	expect(sent.at(-1)).toMatchObject({ after: 4, to: 9 });
	expect(sent.at(-1)?.items).toHaveLength(5);
});

test("[RELAY4] what is too much to wait is dropped, and the relay told to get it elsewhere", async () => {
	const line = new Line();
	const { link, sent } = line;
	for (let seq = 0; seq < 4; seq++) link.flush(flush(seq, seq + 1));
	link.flush(flush(4, 3_000));
	await line.answer();
	expect(sent.at(-1)).toMatchObject({ items: [], after: 3_000, to: 3_000, resync: true });
	link.flush(flush(3_000, 3_001));
	await line.answer();
	expect(sent.at(-1)).toMatchObject({ after: 3_000, to: 3_001, resync: false });
});

test("[RELAY9] a relay is asked who is there once the line is free", async () => {
	const line = new Line();
	const { link, sent } = line;
	for (let seq = 0; seq < 4; seq++) link.flush(flush(seq, seq + 1));
	link.askRoll();
	expect(sent.some(({ roll }) => roll)).toBe(false);
	await line.answer();
	expect(sent.at(-1)).toMatchObject({ roll: true, items: [], after: 4, to: 4 });
});

test("[RELAY8] orders that failed arrive in their order, and before later ones", async () => {
	const line = new Line();
	line.link.order(ban("a"));
	line.link.order(ban("b"));
	line.link.flush(flush(0, 1));
	expect(line.orders).toEqual(["a"]);
	await line.fail();
	line.link.order(ban("c"));
	expect(line.sent).toHaveLength(1);
	line.host.advance(200);
	expect(line.orders).toEqual(["a", "a,b,c"]);
	line.link.order(ban("d"));
	await line.fail();
	line.host.advance(400);
	await line.answer();
	expect(line.orders).toEqual(["a", "a,b,c", "a,b,c,d"]);
	expect(line.sent.at(-1)).toMatchObject({ items: [], after: 1, to: 1, resync: true });
});

test("[RELAY4] the pauses between tries grow up to a bound, and begin anew after a success", async () => {
	const line = new Line();
	line.link.flush(flush(0, 1));
	const pauses: number[] = [];
	for (let tries = 0; tries < 9; tries++) {
		await line.fail();
		pauses.push((line.host.nextTimer ?? 0) - line.host.now());
		line.host.advance(pauses.at(-1) ?? 0);
	}
	expect(pauses).toEqual([200, 400, 800, 1_600, 3_200, 6_400, 10_000, 10_000, 10_000]);
	await line.answer();
	line.link.flush(flush(1, 2));
	await line.fail();
	expect((line.host.nextTimer ?? 0) - line.host.now()).toBe(200);
});

test("[RELAY4] one that is stopped is not tried again", async () => {
	const line = new Line();
	line.link.flush(flush(0, 1));
	line.link.stop();
	await line.fail();
	line.link.flush(flush(1, 2));
	expect(line.host.timers).toBe(0);
	expect(line.sent).toHaveLength(1);
});
