import { courseOf } from "../courses.ts";
import { face, framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import { PEOPLE, type SchoolPerson } from "../people.ts";
import type { Visitor } from "../visitor.ts";

/** `/school/people`: everybody, and what they have in common with who looks. */
export function people(visitor: Visitor): Html {
	const title = visitor.say("people");
	const content = html`<h1>${title}</h1>
		<ul class="persons">
			${PEOPLE.map(
				(person) =>
					html`<li class="card person">
						${face(person)}<span
							><bdi class="name">${person.name}</bdi> <span class="role">${inCommon(visitor, person)}</span></span
						>
					</li>`,
			)}
		</ul>`;
	return framed(visitor, { title, content });
}

function inCommon({ person: self, language, read, say }: Visitor, { id, courses, role }: SchoolPerson): string {
	if (self === undefined) return say(role === "moderator" ? "teacher" : "student");
	if (self.id === id) return say("you");
	const shared = courses.filter((course) => self.courses.includes(course));
	if (shared.length === 0) return say("nothingShared");
	const titles = shared.flatMap((course) => courseOf(course)?.title ?? []).map(read);
	return say("shared", { courses: new Intl.ListFormat(language).format(titles) });
}
