import type { Course } from "../courses.ts";
import { face, framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import { dayOf, placeOf, teacherOf } from "../parts.ts";
import { peopleIn } from "../people.ts";
import type { Visitor } from "../visitor.ts";

/** `/school/course/{id}`: what comes, when and with whom. */
export function course(visitor: Visitor, shown: Course): Html {
	const { say, read } = visitor;
	const title = read(shown.title);
	const content = html`<header class="banner course ${shown.id}">
			<h1>${title}</h1>
			<p class="lead">${read(shown.about)}</p>
			<p class="facts"><span>${teacherOf(visitor, shown)}</span><span>${placeOf(visitor, shown)}</span></p>
		</header>
		<div class="columns">
			<section aria-labelledby="topics">
				<h2 id="topics">${say("topics")}</h2>
				<ol class="topics">
					${shown.topics.map((topic) => html`<li class="card">${read(topic)}</li>`)}
				</ol>
			</section>
			<div class="aside">${lessons(visitor, shown)} ${members(visitor, shown)}</div>
		</div>`;
	return framed(visitor, { title, content });
}

function lessons(visitor: Visitor, shown: Course): Html {
	const entries = shown.lessons.map(
		(lesson) => html`<li>${dayOf(visitor, lesson)} <time class="where">${lesson.at}</time></li>`,
	);
	return html`<section class="card" aria-labelledby="lessons">
		<h2 id="lessons">${visitor.say("lessons")}</h2>
		<ul class="week">
			${entries}
		</ul>
	</section>`;
}

function members({ say }: Visitor, { id, teacher }: Course): Html {
	const entries = peopleIn(id).map((person) => {
		const tag = person.id === teacher && html`<span class="tag">${say("teacher")}</span>`;
		return html`<li>${face(person)}<bdi class="name">${person.name}</bdi>${tag}</li>`;
	});
	return html`<section class="card" aria-labelledby="members">
		<h2 id="members">${say("members")}</h2>
		<ul class="members">
			${entries}
		</ul>
	</section>`;
}
