import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { globalEnvironment, type SocketConstructor } from "../../src/client/core/environment.ts";
import { socketTransport } from "../../src/client/core/socket.ts";
import { CONNECT_TIMEOUT_MS } from "../../src/client/core/timing.ts";
import type { ServerFrame } from "../../src/client/index.ts";
import { ManualClock } from "./support/clock.ts";
import { welcome } from "./support/frames.ts";
import { FakeWebSocket } from "./support/web-socket.ts";

function connect(address: { since?: string; ticket?: string } = {}) {
	FakeWebSocket.all = [];
	const clock = new ManualClock();
	const told: unknown[] = [];
	const environment = {
		...globalEnvironment(),
		now: clock.now,
		setTimeout: clock.setTimeout,
		clearTimeout: clock.clearTimeout,
		// Has what is used of a WebSocket.
		WebSocket: FakeWebSocket as unknown as SocketConstructor,
	};
	const link = socketTransport(environment)(
		{ url: "https://parlour.test", hash: "k.c.s", since: undefined, ticket: undefined, ...address },
		{
			frames: (frames: readonly ServerFrame[]) => told.push(...frames.map(({ type }) => type)),
			pong: (cursor) => told.push(`pong ${cursor}`),
			closed: (code, reason) => told.push([code, reason]),
		},
	);
	return { link, clock, told };
}

async function opened(): Promise<FakeWebSocket> {
	await partysocketsTime(0);
	const [socket] = FakeWebSocket.all;
	if (socket === undefined) throw new Error("unreachable");
	return socket;
}

/** Lets time go by on the runtime's clock, which is partysocket's: the client's own is the environment's. */
async function partysocketsTime(ms: number): Promise<void> {
	await vi.advanceTimersByTimeAsync(ms);
}

/** Longer than partysocket's longest wait (10 s) before it comes back, were it let; in milliseconds. */
const LONG_MS = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

describe("the socket transport", () => {
	it("[SOCKET1][SOCKET2] asks for the room's path with its cursor, and for the subprotocols", async () => {
		connect({ since: "e:7", ticket: "a.b.c" });
		const socket = await opened();
		expect(socket.url).toBe("wss://parlour.test/v1/channels/k.c.s/socket?since=e%3A7");
		expect(socket.protocols).toEqual(["parlour.v1", "ticket.a.b.c"]);
		connect();
		expect((await opened()).protocols).toEqual(["parlour.v1"]);
		expect((await opened()).url).not.toContain("?");
	});

	it("[FRAME2][FRAME4][SOCKET9] hands over frames, batches and pongs, and sends what it is given", async () => {
		const { link, told } = connect();
		const socket = await opened();
		socket.open();
		socket.say(JSON.stringify(welcome("e:1")));
		socket.say(JSON.stringify([{ type: "skip", seq: 2 }, { type: "newer" }, { type: "signal", name: "x" }]));
		socket.say("pong e:2");
		socket.say(new ArrayBuffer(3));
		expect(told).toEqual(["welcome", "skip", "signal", "pong e:2"]);
		link.ping();
		link.send({ type: "signal", name: "typing", data: 1 });
		expect(socket.sent).toEqual(["ping", "ping", '{"type":"signal","name":"typing","data":1}']);
		link.close();
	});

	it("[CLIENT15] tells its end once, with the server's code, and never comes back by itself", async () => {
		const { told } = connect();
		const socket = await opened();
		socket.open();
		socket.say(JSON.stringify(welcome("e:1")));
		socket.end(4300, '{"within":10}');
		socket.end(1006);
		await partysocketsTime(LONG_MS);
		expect(told).toEqual(["welcome", [4300, '{"within":10}']]);
		expect(FakeWebSocket.all).toHaveLength(1);
	});

	it("[FAULT3] tells a socket that fails as a lost connection", async () => {
		const { told } = connect();
		(await opened()).fail();
		await partysocketsTime(LONG_MS);
		expect(told).toEqual([[1006, ""]]);
		expect(FakeWebSocket.all).toHaveLength(1);
	});

	it("[FAULT3] takes a plain close by the server for a lost connection, too", async () => {
		const { told } = connect();
		(await opened()).end(1000);
		expect(told).toEqual([[1006, ""]]);
	});

	it("gives up on a socket that brings no welcome in time", async () => {
		const { clock, told } = connect();
		const socket = await opened();
		socket.open();
		await clock.advance(CONNECT_TIMEOUT_MS - 1);
		expect(told).toEqual([]);
		await clock.advance(1);
		expect(told).toEqual([[1006, ""]]);
		expect(socket.readyState).toBe(3);
	});

	it("leaves the time limit behind with the first message", async () => {
		const { link, clock, told } = connect();
		const socket = await opened();
		socket.open();
		socket.say(JSON.stringify(welcome("e:1")));
		await clock.advance(CONNECT_TIMEOUT_MS * 2);
		expect(told).toEqual(["welcome"]);
		link.close();
	});

	it("[FRAME3] ends where something else than a room speaks", async () => {
		for (const text of ["hello", "{", '{"type":"welcome"}', '{"type":"event","seq":"1"}']) {
			const { told } = connect();
			(await opened()).say(text);
			expect(told).toEqual([[1006, ""]]);
		}
	});

	it("[CLIENT17] tells nothing after it was closed, even before the socket was made", async () => {
		const { link, told, clock } = connect();
		const socket = await opened();
		link.close();
		socket.say(JSON.stringify(welcome("e:1")));
		socket.end(4000);
		const early = connect();
		early.link.close();
		await partysocketsTime(LONG_MS);
		expect([told, early.told, clock.pending, FakeWebSocket.all]).toEqual([[], [], 0, []]);
	});

	it("tells an address that the browser refuses as a lost connection", async () => {
		const { told } = connect({ ticket: "a b" });
		FakeWebSocket.all = [];
		vi.spyOn(FakeWebSocket.all, "push").mockImplementation(() => {
			throw new SyntaxError("The subprotocol is invalid.");
		});
		await partysocketsTime(0);
		expect(told).toEqual([[1006, ""]]);
	});
});
