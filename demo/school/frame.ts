import { html, type Html, type Part } from "./html.ts";
import { LANGUAGES } from "./languages.ts";
import { initials, type SchoolPerson } from "./people.ts";
import type { TextName } from "./texts.ts";
import type { Visitor } from "./visitor.ts";

const NAVIGATION: readonly (readonly [path: string, text: TextName])[] = [
	["/school", "home"],
	["/school/courses", "courses"],
	["/school/people", "people"],
	["/school/room", "room"],
];
/** The languages by their own names. */
const LANGUAGE_NAMES = { en: "English", ar: "العربية" };

/** What a page is beside the frame that all have. */
export interface Page {
	readonly title: string;
	readonly content: Part;
	/** Further scripts of the page. */
	readonly scripts?: readonly string[];
}

/** A whole page. Whoever is signed in has the dock on it: its script and its tag are all that it takes. */
export function framed(visitor: Visitor, { title, content, scripts = [] }: Page): Html {
	const { language, direction, person, say } = visitor;
	const all = [...(person ? ["/parlour-dock.js"] : []), ...scripts];
	return html`<!doctype html>
		<html lang="${language}" dir="${direction}">
			<head>
				<meta charset="utf-8" />
				<meta
					name="viewport"
					content="width=device-width, initial-scale=1, viewport-fit=cover, interactive-widget=resizes-content"
				/>
				<meta name="color-scheme" content="light dark" />
				<title>${title} · ${say("school")}</title>
				<link rel="icon" href="/demo/school.svg" type="image/svg+xml" />
				<link rel="stylesheet" href="/demo/school.css" />
				${all.map((script) => html`<script type="module" src="${script}"></script> `)}
			</head>
			<body>
				<a class="skip" href="#content">${say("skip")}</a>
				${top(visitor)}
				<main id="content">${content}</main>
				${bottom(visitor)} ${person && html`<parlour-dock url="" ticket-url="/school/ticket"></parlour-dock>`}
			</body>
		</html> `;
}

function top(visitor: Visitor): Html {
	const { path, say } = visitor;
	const isHere = (at: string): boolean =>
		path === at || (at === "/school/courses" && path.startsWith("/school/course/"));
	return html`<header class="top">
		<div class="inner">
			<a class="brand" href="/school"
				><img src="/demo/school.svg" alt="" width="34" height="34" /><span>${say("school")}</span></a
			>
			<nav aria-label="${say("school")}">
				${NAVIGATION.map(
					([at, text]) => html`<a href="${at}" ${isHere(at) && html` aria-current="page"`}>${say(text)}</a>`,
				)}
			</nav>
			${account(visitor)}
		</div>
	</header>`;
}

function account({ person, say }: Visitor): Html {
	if (person === undefined) return html`<a class="button" href="/school">${say("signIn")}</a>`;
	return html`<form class="account" method="post" action="/school/sign-out">
		${face(person)}<span class="name"><bdi>${person.name}</bdi></span>
		<button class="quiet">${say("signOut")}</button>
	</form>`;
}

function bottom({ language, path, say }: Visitor): Html {
	const others = LANGUAGES.filter((one) => one !== language);
	return html`<footer class="bottom">
		<div class="inner">
			<p>
				${say("pretend")} <span dir="ltr"><a href="/">Parlour</a></span>
			</p>
			<p>
				${others.map((one) => html`<a href="${path}?lang=${one}" lang="${one}" hreflang="${one}">${LANGUAGE_NAMES[one]}</a>`)}
			</p>
			<noscript><p>${say("noScript")}</p></noscript>
		</div>
	</footer>`;
}

/** The sign of somebody without a picture. */
export function face({ id, name }: SchoolPerson): Html {
	return html`<span class="face ${id}" aria-hidden="true">${initials(name)}</span>`;
}
