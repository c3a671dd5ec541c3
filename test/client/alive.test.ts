import { afterEach, describe, expect, it, vi } from "vitest";
import { OPENING_TIMEOUT_MS } from "../../src/client/core/timing.ts";
import { type Link, ParlourError, type Transport } from "../../src/client/index.ts";
import { HEARTBEAT_TIMEOUT_MS, LIMITS } from "../../src/protocol/limits.ts";
import { settle } from "./support/clock.ts";
import { event, welcome } from "./support/frames.ts";
import { livePage, Page } from "./support/page.ts";
import { FakeTransport } from "./support/wire.ts";

afterEach(() => vi.restoreAllMocks());

interface Circle {
	self?: Circle;
}

/** Values that JSON cannot carry, or that a room refuses before it reads on. */
function unwritable(): [what: string, value: object][] {
	const circle: Circle = {};
	circle.self = circle;
	let deep: object = {};
	for (let level = 1; level <= LIMITS.jsonDepth; level++) deep = { deep };
	return [
		["a bigint", { big: 1n }],
		["a bigint by itself", 1n as unknown as object],
		["a circle", circle],
		["a function", () => 1],
		["a symbol", Symbol("s") as unknown as object],
		["a number that is none", { x: Number.NaN }],
		["a number without end", [Number.POSITIVE_INFINITY]],
		["a toJSON that throws", { toJSON: () => expect.fail("not this one") }],
		["a key __proto__", JSON.parse('{"a":[{"__proto__":1}]}') as object],
		["too many levels", deep],
		["half an emoji", { text: "hello 🦄".slice(0, 7) }],
		["half an emoji in a key", { ["🦄".slice(1)]: 1 }],
		["an integer that would lose digits", [2 ** 53]],
	];
}

describe("data that cannot be sent", () => {
	for (const [what, value] of unwritable()) {
		it(`[CLIENT19] is refused in the call, before and after the welcome: ${what}`, async () => {
			const page = new Page();
			for (const isLive of [false, true]) {
				if (isLive) {
					await settle();
					page.socket.link.frames(welcome("e:1"));
				}
				const refused = { name: "ParlourError", code: "bad_frame", outcome: "not_done", message: /./ };
				await expect(page.channel.publish("m", value)).rejects.toMatchObject({ code: refused.code });
				await expect(page.channel.call(value)).rejects.toMatchObject({ code: refused.code });
				for (const run of [() => page.channel.signal("m", value), () => page.channel.setPresence(value)]) {
					const thrown = errorOf(run);
					expect([thrown.name, thrown.code, thrown.outcome]).toEqual(["ParlourError", "bad_frame", "not_done"]);
					expect(thrown.message.length).toBeGreaterThan(10);
				}
			}
			expect(page.socket.link.sent).toEqual([]);
			expect([page.channel.state, page.errors]).toEqual(["live", []]);
			page.channel.publish("m", 1).catch(() => undefined);
			expect(page.socket.link.sentOf("publish")).toHaveLength(1);
			page.channel.close();
			expect(page.channel.state).toBe("closed");
		});
	}

	it("[CLIENT19] is refused with the room's code where it is too large, also when that is known only with the welcome", async () => {
		const page = new Page();
		const early = page.channel.publish("m", "x".repeat(LIMITS.messageBytes));
		early.catch(() => undefined);
		await expect(page.channel.publish("m", "x".repeat(LIMITS.messageBytesCeiling))).rejects.toMatchObject({
			code: "too_large",
		});
		const small = page.channel.publish("m", "y");
		await settle();
		page.socket.link.frames(welcome("e:1"));
		await expect(early).rejects.toMatchObject({ code: "too_large", outcome: "not_done" });
		expect(page.socket.link.sentOf("publish").map(({ data }) => data)).toEqual(["y"]);
		page.socket.link.frames({ type: "ack", ref: "2", seq: 2, at: 1, recipients: 0 });
		await expect(small).resolves.toMatchObject({ seq: 2 });
		expect(() => page.channel.signal("m", "x".repeat(1_000))).toThrow(ParlourError);
		expect(() => page.channel.setPresence("x".repeat(LIMITS.stateBytes))).toThrow(ParlourError);
	});

	it("[CLIENT19] is refused where a name, an id or a component is none", async () => {
		const page = await livePage();
		for (const name of ["", "x".repeat(LIMITS.nameBytes + 1), 1n as unknown as string, "\uD800"]) {
			await expect(page.channel.publish(name, 1)).rejects.toMatchObject({ code: "bad_frame" });
			expect(() => page.channel.signal(name, 1)).toThrow(ParlourError);
		}
		await expect(page.channel.publish("m", 1, { id: "" })).rejects.toMatchObject({ code: "bad_frame" });
		const component = "x".repeat(LIMITS.propertyBytes + 1);
		await expect(page.channel.call(1, { component })).rejects.toMatchObject({ code: "bad_frame" });
		expect(page.socket.link.sent).toEqual([]);
	});

	it("[CLIENT19] is what it was in the call, whatever is done to it afterwards", async () => {
		interface Draft {
			text: string;
		}
		const page = new Page();
		const data: Draft = { text: "first" };
		void page.channel.publish("m", data);
		void page.channel.call(data);
		page.channel.setPresence(data);
		data.text = "";
		await settle();
		page.socket.link.frames(welcome("e:1"));
		expect(page.socket.link.sent).toMatchObject([
			{ type: "state", data: { text: "first" } },
			{ type: "publish", data: { text: "first" } },
			{ type: "call", data: { text: "first" } },
		]);
		page.channel.signal("m", undefined as unknown as object);
		expect(page.socket.link.sent.at(-1)).toMatchObject({ type: "signal", data: null });
	});
});

describe("what fails around a channel", () => {
	it("[CLIENT18] an onError that throws stops nothing, whatever it was told of", async () => {
		const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
		const boom = new Error("boom");
		const page = await livePage({
			onError: () => {
				throw boom;
			},
		});
		page.channel.onState(() => {
			throw new Error("a handler");
		});
		page.channel.on("message", () => {
			throw new Error("another handler");
		});
		page.socket.link.frames(event(11));
		page.socket.link.drop();
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:12", { resumed: "complete" }), event(12));
		expect([page.channel.state, page.channel.cursor]).toEqual(["live", "e:12"]);
		expect(told.mock.calls).toEqual(Array.from({ length: 4 }, () => [boom]));
		page.channel.close();
		expect([page.channel.state, page.clock.pending]).toEqual(["closed", 0]);
	});

	it("[CLIENT13] an async handler that fails is reported", async () => {
		const page = await livePage();
		page.channel.on("message", (): unknown => Promise.reject(new Error("later")));
		page.socket.link.frames(event(11));
		await settle();
		expect(page.errors).toMatchObject([{ message: "later" }]);
	});

	it("[CLIENT18] a link that throws is taken for lost, and the channel comes back", async () => {
		const transport = new FakeTransport();
		const failing = { send: false, ping: false, close: false };
		const or = (name: keyof typeof failing, run: () => void) => () => {
			if (failing[name]) throw new Error(name);
			run();
		};
		const open: Transport = (address, listener): Link => {
			const link = transport.open(address, listener) as Link;
			return {
				send: (message) => or("send", () => link.send(message))(),
				ping: or("ping", () => link.ping()),
				close: or("close", () => link.close()),
			};
		};
		const page = new Page({ transport: "socket", transports: { socket: open } });
		await settle();
		transport.link.frames(welcome("e:1"));
		for (const name of ["send", "ping"] as const) {
			failing[name] = failing.close = true;
			const publish = page.channel.publish("m", name);
			if (name === "ping") page.hint("wake");
			expect(page.channel.state).toBe("recovering");
			failing[name] = failing.close = false;
			await page.clock.advance(page.clock.next ?? 0);
			transport.link.frames(welcome("e:1", { resumed: "complete" }));
			const ref = transport.link.sentOf("publish").at(-1)?.ref;
			transport.link.frames({ type: "ack", ref, seq: 2, at: 1, recipients: 0 });
			await expect(publish).resolves.toMatchObject({ seq: 2 });
		}
		expect(page.errors).toMatchObject([
			{ message: "send" },
			{ message: "close" },
			{ message: "ping" },
			{ message: "close" },
		]);
	});

	it("[CLIENT18] a transport that tells nonsense is left, and the channel comes back", async () => {
		const page = await livePage();
		page.socket.link.frames({ type: "welcome" } as unknown as ReturnType<typeof welcome>);
		expect([page.channel.state, page.socket.link.isClosed, page.errors.length]).toEqual(["recovering", true, 1]);
		await page.clock.advance(500);
		page.socket.link.frames(welcome("e:10", { resumed: "complete" }));
		expect(page.channel.state).toBe("live");
	});

	it("[CLIENT18] a port of the environment that throws stops nothing", async () => {
		let isBroken = false;
		const page = await livePage({
			environment: {
				random: () => {
					if (isBroken) throw new Error("no chance");
					return 0.5;
				},
			},
		});
		isBroken = true;
		page.socket.link.drop();
		isBroken = false;
		expect(page.errors).toMatchObject([{ message: "no chance" }]);
		page.channel.close();
		expect([page.channel.state, page.clock.pending]).toEqual(["closed", 0]);
	});

	it("[CLIENT20] a transport that never answers is given up", async () => {
		for (const open of [() => new Promise<never>(() => undefined), new FakeTransport().open]) {
			const page = new Page({ transport: "socket", transports: { socket: open } });
			await settle();
			await page.clock.advance(OPENING_TIMEOUT_MS - 1);
			expect(page.clock.next).toBe(1);
			await page.clock.advance(1);
			expect([page.channel.state, page.clock.next]).toEqual(["connecting", 500]);
			page.channel.close();
		}
	});

	it("[CLIENT23] a link whose room said a fault and no close that arrived is found out by a heartbeat at once", async () => {
		const page = await livePage();
		page.socket.link.frames({ type: "fault", code: "kicked", message: "" });
		expect(page.socket.link.pings).toBe(1);
		await page.clock.advance(HEARTBEAT_TIMEOUT_MS);
		expect(page.heard()).toEqual(["live > recovering: no_heartbeat"]);
	});
});

function errorOf(run: () => unknown): ParlourError {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof ParlourError) return thrown;
		throw thrown;
	}
	throw new Error("nothing was thrown");
}
