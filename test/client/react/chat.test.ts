// @vitest-environment happy-dom
import { createElement, useEffect } from "react";
import { describe, expect, it } from "vitest";
import { useConversation, useInbox, usePeople } from "../../../src/client/react/index.ts";
import { ada, bob } from "../chat/device.ts";
import { FakeInbox } from "../chat/fake-inbox.ts";
import { ReactPage } from "./page.ts";

let inUse: Partial<ReturnType<typeof useInbox> & ReturnType<typeof useConversation> & ReturnType<typeof usePeople>> =
	{};

/** Shows the unread count, or a conversation, or the people. */
function Dock({ id, people = false }: { id?: string; people?: boolean }) {
	return createElement("p", null, people ? createElement(People) : createElement(Talk, { id }));
}

function Talk({ id }: { id: string | undefined }) {
	const inbox = useInbox();
	const talk = useConversation(id);
	useEffect(() => void (inUse = { ...inbox, ...talk }));
	const messages = talk.messages.map(({ text }) => text).join(" ");
	return `${inbox.state} ${inbox.unread} ${talk.loading ? "loading" : messages};`;
}

function People() {
	const list = usePeople();
	useEffect(() => void (inUse = list));
	return `${list.count}: ${list.people.map(({ id }) => id).join(" ")};`;
}

function docked() {
	const inbox = new FakeInbox(ada);
	inbox.has("d.bob", { unread: 1 }, ["Hello"], bob);
	inbox.has("d.cyd", {}, ["Hey"]);
	inbox.people = [{ ...bob, status: "online", groups: ["7b"] }];
	return { inbox, page: new ReactPage(Dock, { transports: { socket: inbox.open } }) };
}

describe("useInbox and useConversation", () => {
	it("show what is there and what comes, over one connection", async () => {
		const { inbox, page } = docked();
		await page.show({ id: "d.bob" }, {}, { id: "d.bob" });
		expect(page.text).toBe("live 1 Hello;live 1 loading;live 1 Hello;");
		await page.after(() => inbox.says("d.bob", bob, "there"));
		expect(page.text).toBe("live 2 Hello there;live 2 loading;live 2 Hello there;");
		expect(inbox.lines).toHaveLength(1);
		expect(inbox.count("history")).toBe(1);
		await page.after(() => inUse.conversation?.send("Hi"));
		expect(page.text).toContain("Hello there Hi;");
		await page.leave();
		expect(inbox.connected).toEqual([]);
		expect(page.clock.pending).toBe(0);
		expect(page.errors).toEqual([]);
	});

	it("go with the id, and let go of what nobody shows", async () => {
		const { inbox, page } = docked();
		await page.show({ id: "d.bob" });
		await page.show({ id: "d.cyd" });
		expect(page.text).toBe("live 1 Hey;");
		expect(inUse.conversation?.id).toBe("d.cyd");
		await page.show({});
		expect([page.text, inUse.conversation]).toEqual(["live 1 loading;", undefined]);
		expect(await inUse.chat?.direct("bob")).toBe("d.bob");
		await page.show();
		expect(inbox.connected).toEqual([]);
		await page.show({ id: "d.bob" });
		expect(page.text).toBe("live 1 Hello;");
		expect(inbox.connected).toHaveLength(1);
	});
});

describe("usePeople", () => {
	it("shows who is online, searches, and stops watching", async () => {
		const { inbox, page } = docked();
		await page.show({ people: true });
		expect(page.text).toBe("1: bob;");
		expect(inbox.count("people")).toBe(1);
		await page.after(() => inbox.peopleChange([{ id: "cyd", status: "online", groups: [] }]));
		expect(page.text).toBe("2: bob cyd;");
		await page.after(() => inUse.search?.("cy"));
		await page.after(() => page.clock.advance(1_000));
		expect(page.text).toBe("2: cyd;");
		await page.show({ id: "d.bob" });
		expect(inbox.requests.filter((asked) => asked.do === "people").at(-1)).toMatchObject({ watch: false });
		expect(inbox.connected).toHaveLength(1);
	});
});
