import { createElement } from "react";
import { renderToString } from "react-dom/server";
import { expect, it } from "vitest";
import {
	ParlourProvider,
	useChannel,
	useConversation,
	useInbox,
	useParlour,
	usePeople,
	usePresence,
} from "../../../src/client/react/index.ts";
import { FakeTransport } from "../support/wire.ts";

function Everything() {
	const { channel, state } = useChannel("k.a.s");
	const { count } = usePresence(channel);
	const { unread, chat } = useInbox();
	const { loading } = useConversation("d.bob");
	const { people } = usePeople();
	return `${state} ${count} ${unread} ${loading} ${people.length} ${chat === undefined} ${useParlour().constructor.name}`;
}

it("renders on a server, where there is no page, and connects nothing there", () => {
	expect(typeof document).toBe("undefined");
	const socket = new FakeTransport();
	const options = { url: "https://parlour.test", transports: { socket: socket.open } };
	const html = renderToString(createElement(ParlourProvider, options, createElement(Everything)));
	expect(html).toBe("connecting 0 0 true 0 true Parlour");
	expect(socket.links).toEqual([]);
});

it("says what is missing outside of a provider", () => {
	expect(() => renderToString(createElement(Everything))).toThrow("There is no ParlourProvider around this component.");
});
