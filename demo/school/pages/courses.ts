import { COURSES } from "../courses.ts";
import { framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import { courseCard } from "../parts.ts";
import type { Visitor } from "../visitor.ts";

/** `/school/courses`: all that is taught. */
export function courses(visitor: Visitor): Html {
	const title = visitor.say("all");
	const content = html`<h1>${title}</h1>
		<ul class="cards wide">
			${COURSES.map((course) => courseCard(visitor, course, visitor.person?.courses.includes(course.id)))}
		</ul>`;
	return framed(visitor, { title, content });
}
