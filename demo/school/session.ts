import { FaultError } from "../../src/protocol/fault.ts";
import { LIMITS } from "../../src/protocol/limits.ts";
import { fromUtf8 } from "../../src/protocol/utf8.ts";
import { readBytes } from "../../src/worker/body.ts";
import { answer, assertMethod, originOf, type Visit } from "../origin.ts";
import { courseOf, groupOf } from "./courses.ts";
import { personOf } from "./people.ts";
import { keepCookie, PERSON_COOKIE, visitorOf } from "./visitor.ts";

/** `POST /school/sign-in`: makes the visitor the person whom they chose. A real site would ask for more than that. */
export async function signIn(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	const form = new URLSearchParams(fromUtf8(await readBytes(visit.request, LIMITS.bodyBytes)));
	const person = personOf(form.get("person") ?? undefined);
	if (person === undefined) throw new FaultError("bad_request", "There is no such person.");
	return toStart(keepCookie(PERSON_COOKIE, person.id));
}

/** `POST /school/sign-out` */
export function signOut(visit: Visit): Response {
	assertMethod(visit, "POST");
	return toStart(keepCookie(PERSON_COOKIE, undefined));
}

function toStart(cookie: string): Response {
	return new Response(null, { status: 303, headers: { Location: "/school", "Set-Cookie": cookie } });
}

/** `POST /school/ticket`: what the dock asks for; the courses are the groups that bring people together. */
export async function ticket(visit: Visit): Promise<Response> {
	assertMethod(visit, "POST");
	const { person } = visitorOf(visit);
	if (person === undefined) throw new FaultError("ticket_required", "Nobody is signed in.");
	const { id: user, name, role, courses } = person;
	const groups = courses.flatMap((course) => courseOf(course) ?? []).map(groupOf);
	return answer({ ticket: await originOf(visit).ticket({ user, name, role, groups }) });
}
