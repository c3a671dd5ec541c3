import { FaultError } from "../../src/protocol/fault.ts";
import { originOf, type Visit } from "../origin.ts";
import { protect } from "../policy.ts";
import { courseOf } from "./courses.ts";
import type { Html } from "./html.ts";
import { course } from "./pages/course.ts";
import { courses } from "./pages/courses.ts";
import { home } from "./pages/home.ts";
import { missing } from "./pages/missing.ts";
import { people } from "./pages/people.ts";
import { COMMON_ROOM, room } from "./pages/room.ts";
import { signIn, signOut, ticket } from "./session.ts";
import { keepCookie, LANGUAGE_COOKIE, type Visitor, visitorOf } from "./visitor.ts";

const ACTIONS: { readonly [path: string]: (visit: Visit) => Response | Promise<Response> } = {
	"/school/sign-in": signIn,
	"/school/sign-out": signOut,
	"/school/ticket": ticket,
};

const PAGES: { readonly [path: string]: (visitor: Visitor, visit: Visit) => Html | Promise<Html> } = {
	"/school": home,
	"/school/courses": courses,
	"/school/people": people,
	"/school/room": async (visitor, visit) => room(visitor, await originOf(visit).channelHash(COMMON_ROOM)),
};

const COURSE = "/school/course/";

/** Whether a path is the school's. */
export function isSchool(path: string): boolean {
	return path === "/school" || path.startsWith("/school/");
}

/** The pretend school: a site of pages made here, that need no script but the chat's. */
export async function school(visit: Visit): Promise<Response> {
	const visitor = visitorOf(visit);
	const { path } = visitor;
	const action = Object.hasOwn(ACTIONS, path) ? ACTIONS[path] : undefined;
	if (action) return action(visit);
	if (visit.request.method !== "GET" && visit.request.method !== "HEAD") throw new FaultError("bad_method");
	const page = await pageOf(visitor, visit);
	return page ? written(visit, visitor, page) : written(visit, visitor, missing(visitor), 404);
}

async function pageOf(visitor: Visitor, visit: Visit): Promise<Html | undefined> {
	const { path } = visitor;
	if (path.startsWith(COURSE)) {
		const shown = courseOf(path.slice(COURSE.length));
		return shown && course(visitor, shown);
	}
	return Object.hasOwn(PAGES, path) ? PAGES[path]?.(visitor, visit) : undefined;
}

function written({ request }: Visit, { chose, language }: Visitor, { markup }: Html, status = 200): Response {
	// Whose page it is hangs on a cookie.
	const headers = new Headers({ "Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store" });
	if (chose) headers.set("Set-Cookie", keepCookie(LANGUAGE_COOKIE, language));
	protect(headers, new URL(request.url), { form: "'self'", image: "'self' blob:" });
	return new Response(markup, { status, headers });
}
