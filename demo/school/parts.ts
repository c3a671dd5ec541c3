import type { Course, Lesson } from "./courses.ts";
import { html, type Html } from "./html.ts";
import { personOf } from "./people.ts";
import type { Visitor } from "./visitor.ts";

// The first of January 2024 was a Monday.
const MONDAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

/** The day of a lesson, in words. */
export function dayOf({ language }: Visitor, { day }: Lesson): string {
	const format = new Intl.DateTimeFormat(language, { weekday: "long", timeZone: "UTC" });
	return format.format(MONDAY + (day - 1) * DAY_MS);
}

/** A course as an entry of a list. `isOwn` says that it is one of the visitor's, where others stand beside it. */
export function courseCard(visitor: Visitor, course: Course, isOwn = false): Html {
	const { say, read, person } = visitor;
	const tag = isOwn && say(course.teacher === person?.id ? "taught" : "taken");
	return html`<li class="card course ${course.id}">
		<h3><a href="/school/course/${course.id}">${read(course.title)}</a></h3>
		<p>${read(course.about)}</p>
		<p class="facts">
			<span>${teacherOf(visitor, course)}</span><span>${placeOf(visitor, course)}</span>${
				tag && html`<span class="tag">${tag}</span>`
			}
		</p>
	</li>`;
}

export function teacherOf({ say }: Visitor, { teacher }: Course): string {
	return say("taughtBy", { name: personOf(teacher)?.name ?? "" });
}

export function placeOf({ say }: Visitor, { room }: Course): string {
	return say("place", { room: String(room) });
}
