import { framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import type { Visitor } from "../visitor.ts";

/** The channel of the common room. The page gets its hash only. */
export const COMMON_ROOM = { context: "school", component: "chat", area: "room", item: "common" };

/** `/school/room`: a public room. */
export function room(visitor: Visitor, hash: string): Html {
	const { say, person } = visitor;
	const title = say("room");
	const guest = html`<a slot="guest" class="button" href="/school">${say("signIn")}</a>`;
	const content = html`<h1>${title}</h1>
		<p class="lead">${say("roomHint")}</p>
		<parlour-room url="" hash="${hash}" name="${title}" ${person && html`ticket-url="/school/ticket"`}>
			${person === undefined && guest}
		</parlour-room>`;
	return framed(visitor, { title, content, scripts: ["/parlour-room.js"] });
}
