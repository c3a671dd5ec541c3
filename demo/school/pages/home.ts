import { COURSES } from "../courses.ts";
import { face, framed } from "../frame.ts";
import { html, type Html } from "../html.ts";
import { courseCard, dayOf, placeOf } from "../parts.ts";
import { PEOPLE, type SchoolPerson } from "../people.ts";
import type { Visitor } from "../visitor.ts";

/** `/school`: the person's own start; for those who are nobody yet, the way in. */
export function home(visitor: Visitor): Html {
	const { person, say } = visitor;
	if (person === undefined) return framed(visitor, { title: say("signIn"), content: wayIn(visitor) });
	const own = COURSES.filter(({ id }) => person.courses.includes(id));
	const content = html`<h1>${say("welcome", { name: person.name.split(" ")[0] ?? "" })}</h1>
		<div class="columns">
			<section aria-labelledby="yours">
				<h2 id="yours">${say("yours")}</h2>
				<ul class="cards">
					${own.map((course) => courseCard(visitor, course))}
				</ul>
			</section>
			<div class="aside">
				<section class="card" aria-labelledby="week">
					<h2 id="week">${say("week")}</h2>
					${week(visitor, person)}
				</section>
				<section class="card" aria-labelledby="news">
					<h2 id="news">${say("news")}</h2>
					<ul class="news">
						${(["newsTrip", "newsLibrary", "newsChat"] as const).map((text) => html`<li>${say(text)}</li>`)}
					</ul>
				</section>
			</div>
		</div>`;
	return framed(visitor, { title: say("home"), content });
}

function week(visitor: Visitor, { courses }: SchoolPerson): Html {
	const lessons = COURSES.filter(({ id }) => courses.includes(id))
		.flatMap((course) => course.lessons.map((lesson) => ({ course, lesson })))
		.toSorted((one, other) => one.lesson.day - other.lesson.day || one.lesson.at.localeCompare(other.lesson.at));
	return html`<ol class="week">
		${lessons.map(
			({ course, lesson }) =>
				html`<li>
					<span class="when">${dayOf(visitor, lesson)} <time>${lesson.at}</time></span>
					<a href="/school/course/${course.id}">${visitor.read(course.title)}</a
					><span class="where">${placeOf(visitor, course)}</span>
				</li>`,
		)}
	</ol>`;
}

function wayIn(visitor: Visitor): Html {
	const { say, read } = visitor;
	const titles = ({ courses }: SchoolPerson): string =>
		COURSES.filter(({ id }) => courses.includes(id))
			.map(({ title }) => read(title))
			.join("\u00A0· ");
	return html`<h1>${say("who")}</h1>
		<p class="lead">${say("whoHint")}</p>
		<form method="post" action="/school/sign-in">
			<ul class="persons">
				${PEOPLE.map(
					(person) =>
						html`<li>
							<button class="card person" name="person" value="${person.id}">
								${face(person)}<span
									><bdi class="name">${person.name}</bdi>
									<span class="role"
										>${say(person.role === "moderator" ? "teacher" : "student")} · ${titles(person)}</span
									></span
								>
							</button>
						</li>`,
				)}
			</ul>
		</form>`;
}
