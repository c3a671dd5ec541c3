import { framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import type { Visitor } from "../visitor.ts";

/** Every other path. */
export function missing(visitor: Visitor): Html {
	const title = visitor.say("notFound");
	return framed(visitor, {
		title,
		content: html`<h1>${title}</h1>
			<p class="lead"><a href="/school">${visitor.say("back")}</a></p>`,
	});
}
