// @vitest-environment happy-dom
import { act } from "react";
import { expect, it } from "vitest";
import { App } from "../../../examples/react/app.jsx";
import { ada, bob } from "../chat/device.ts";
import { FakeInbox } from "../chat/fake-inbox.ts";
import { ReactPage } from "./page.ts";

it("the React example lists who is online, opens a conversation, and talks", async () => {
	const inbox = new FakeInbox(ada);
	inbox.people = [{ ...bob, status: "online", groups: ["7b"] }];
	inbox.has("d.bob", { unread: 1 }, ["Hello"], bob);
	const page = new ReactPage(App, { transports: { socket: inbox.open } });
	await page.show({ parlour: page.parlour });
	expect(page.text).toContain("1 unread (live)");
	const online = page.element.querySelector("[aria-label='1 online'] button");
	await page.after(() => online?.dispatchEvent(new MouseEvent("click", { bubbles: true })));
	expect(page.element.querySelector("ol")?.textContent).toBe("Bob: Hello");
	await act(async () => inbox.signal("chat.typing", { conversation: "d.bob", user: bob }));
	expect(page.element.querySelector("[role=status]")?.textContent).toBe("Bob is typing");
	const form = page.element.querySelector("form");
	await page.after(() => form?.dispatchEvent(new FocusEvent("focusin", { bubbles: true })));
	expect(page.text).toContain("0 unread");
	await page.after(() => form?.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true })));
	expect(inbox.requests.at(-1)).toMatchObject({ do: "post", conversation: "d.bob" });
	await page.leave();
	expect(inbox.connected).toEqual([]);
});
