// @vitest-environment happy-dom
import { createElement } from "react";
import { describe, expect, it } from "vitest";
import { useChannel, usePresence } from "../../../src/client/react/index.ts";
import { event, welcome } from "../support/frames.ts";
import { FakeTransport } from "../support/wire.ts";
import { ReactPage } from "./page.ts";

const heard: string[] = [];

/** Shows how a channel is, and notes what it tells. */
function Listener({ hash, tag = "" }: { hash?: string; tag?: string }) {
	const { channel, state } = useChannel(hash, {
		on: { message: ({ seq }) => heard.push(`${tag}${seq}`), "*": ({ name }) => heard.push(`${tag}*${name}`) },
		onSignal: { typing: ({ data }) => heard.push(`${tag}typing ${data === true}`), "*": () => heard.push(`${tag}*`) },
		onState: ({ to }) => heard.push(`${tag}${to}`),
		onGap: ({ resumed }) => heard.push(`${tag}gap ${resumed}`),
	});
	return createElement("p", null, `${state} ${channel?.hash ?? "none"};`);
}

function listening() {
	const socket = new FakeTransport();
	heard.length = 0;
	const open = () => socket.links.filter(({ isClosed }) => !isClosed).map(({ address }) => address.hash);
	return { socket, open, page: new ReactPage(Listener, { transports: { socket: socket.open } }) };
}

describe("useChannel", () => {
	it("shows the state, and hands over what is told", async () => {
		const { page, socket, open } = listening();
		await page.show({ hash: "k.a.s" });
		expect([page.text, open()]).toEqual(["connecting k.a.s;", ["k.a.s"]]);
		await page.after(() =>
			socket.link.frames(welcome("e:1"), event(2), { type: "signal", name: "typing", data: true }),
		);
		expect(page.text).toBe("live k.a.s;");
		expect(heard).toEqual(["live", "2", "*message", "typing true", "*"]);
		await page.after(() => socket.link.frames(welcome("n:1")));
		expect(heard.at(-1)).toBe("gap fresh");
	});

	it("has one connection in strict mode, for all components of a hash, and none when they are gone", async () => {
		const { page, socket, open } = listening();
		await page.show({ hash: "k.a.s" }, { hash: "k.a.s" }, { hash: "k.b.s" });
		expect(socket.links).toHaveLength(2);
		await page.show({ hash: "k.a.s" });
		expect(open()).toEqual(["k.a.s"]);
		await page.leave();
		expect(open()).toEqual([]);
		expect(page.clock.pending).toBe(0);
		expect(page.errors).toEqual([]);
	});

	it("goes with the hash", async () => {
		const { page, socket, open } = listening();
		await page.show({});
		expect([page.text, socket.links.length]).toEqual(["connecting none;", 0]);
		await page.show({ hash: "k.a.s" });
		const [first] = socket.links;
		await page.after(() => first?.frames(welcome("e:1")));
		await page.show({ hash: "k.b.s" });
		expect([page.text, open()]).toEqual(["connecting k.b.s;", ["k.b.s"]]);
		await page.after(() => socket.link.frames(welcome("e:5"), event(6)));
		expect(heard).toEqual(["live", "live", "6", "*message"]);
		await page.show({});
		expect([page.text, open()]).toEqual(["connecting none;", []]);
	});

	it("calls the handlers of the latest render, without another connection", async () => {
		const { page, socket } = listening();
		await page.show({ hash: "k.a.s" });
		await page.after(() => socket.link.frames(welcome("e:1")));
		heard.length = 0;
		await page.show({ hash: "k.a.s", tag: "new " });
		await page.after(() => socket.link.frames(event(2)));
		expect(heard).toEqual(["new 2", "new *message"]);
		expect(socket.links).toHaveLength(1);
	});
});

/** Shows who is there. */
function Room({ hash, late = false }: { hash: string; late?: boolean }) {
	const { channel, state } = useChannel(hash);
	const { count, members, sample } = usePresence(late && state !== "live" ? undefined : channel);
	return createElement("p", null, `${count}: ${members.map(({ id }) => id).join(" ")}${sample ? "…" : ""};`);
}

describe("names of events", () => {
	it("[CLIENT29] are only names, such as __proto__ and *", async () => {
		const { page, socket } = listening();
		await page.show({ hash: "k.a.s" });
		await page.after(() => socket.link.frames(welcome("e:1")));
		heard.length = 0;
		await page.after(() =>
			socket.link.frames(...["__proto__", "*", "toString"].map((name, at) => event(at + 2, null, name))),
		);
		expect([heard, page.errors]).toEqual([["*__proto__", "**", "*toString"], []]);
	});
});

describe("usePresence", () => {
	it("shows who is there, as it changes, in all components", async () => {
		const socket = new FakeTransport();
		const page = new ReactPage(Room, { transports: { socket: socket.open } });
		await page.show({ hash: "k.a.s" }, { hash: "k.a.s" });
		expect(page.text).toBe("0: ;0: ;");
		const presence = { count: 2, members: [{ id: "ann" }, { id: "bob" }] };
		await page.after(() => socket.link.frames(welcome("e:1", { presence })));
		expect(page.text).toBe("2: ann bob;2: ann bob;");
		await page.after(() => socket.link.frames({ type: "presence", count: 2, joined: [{ id: "cyd" }], left: ["ann"] }));
		expect(page.text).toBe("2: bob cyd;2: bob cyd;");
		await page.after(() =>
			socket.link.frames({ type: "presence", count: 900, members: [{ id: "ann" }], sample: true }),
		);
		expect(page.text).toBe("900: ann…;900: ann…;");
		await page.leave();
		expect(socket.link.isClosed).toBe(true);
	});

	it("[CLIENT22] shows all who are there where it came after the welcome, and after changes", async () => {
		const socket = new FakeTransport();
		const page = new ReactPage(Room, { transports: { socket: socket.open } });
		await page.show({ hash: "k.a.s", late: true });
		const presence = { count: 4, members: ["ann", "bob", "cyd", "dan"].map((id) => ({ id })) };
		// One that mounts with the welcome, and a change in the same moment.
		await page.after(() =>
			socket.link.frames(welcome("e:1", { presence }), { type: "presence", count: 5, joined: [{ id: "eve" }] }),
		);
		expect(page.text).toBe("5: ann bob cyd dan eve;");
		await page.show({ hash: "k.a.s", late: true }, { hash: "k.a.s" });
		expect(page.text).toBe("5: ann bob cyd dan eve;5: ann bob cyd dan eve;");
		await page.show({ hash: "k.b.s", late: true });
		await page.after(() => socket.link.frames(welcome("e:1")));
		expect(page.text).toBe("0: ;");
		expect(page.errors).toEqual([]);
	});
});
