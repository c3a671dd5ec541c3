// @vitest-environment happy-dom
import { createElement } from "react";
import { expect, it } from "vitest";
import { useChannel, useConversation, useInbox, usePeople } from "../../../src/client/react/index.ts";
import { ada, bob, cyd } from "../chat/device.ts";
import { FakeInbox } from "../chat/fake-inbox.ts";
import { Session, ticketOf } from "../support/session.ts";
import { ReactPage } from "./page.ts";

function Everything({ hash }: { hash: string }) {
	const { conversations } = useInbox();
	const { messages } = useConversation("d.bob");
	const { people } = usePeople();
	const { channel } = useChannel(hash);
	const texts = messages.map(({ text }) => text);
	return createElement("p", null, JSON.stringify([conversations.length, texts, people.length, channel?.you?.id]));
}

it("[WHO4] hooks show nothing of the user before, and go on as the next one", async () => {
	const adas = new FakeInbox(ada);
	adas.has("d.bob", {}, ["Hello Ada"], bob);
	adas.people = [{ ...bob, status: "online", groups: [] }];
	const cyds = new FakeInbox(cyd);
	const session = new Session("ada");
	const open: FakeInbox["open"] = (address, listener) =>
		(address.ticket === ticketOf("ada") ? adas : cyds).open(address, listener);
	const page = new ReactPage(Everything, { transports: { socket: open }, ticket: session.ticket });
	await page.show({ hash: "k.a.s" });
	expect(page.text).toBe('[1,["Hello Ada"],1,"ada"]');
	session.user = "cyd";
	await page.after(() => page.parlour.checkUser());
	expect(page.text).toBe('[0,[],0,"cyd"]');
	expect(adas.connected).toEqual([]);
	await page.leave();
	expect(cyds.connected).toEqual([]);
	expect([page.errors, page.clock.pending]).toEqual([[], 0]);
});
