import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Demo, newState, startDemo } from "../browser/support/demo.ts";

let state: string;
let demo: Demo;

beforeAll(async () => {
	state = await newState();
	demo = await startDemo(state);
});

afterAll(async () => {
	await demo?.stop();
	await rm(state, { recursive: true, force: true });
});

async function get(path: string, cookie = ""): Promise<Response> {
	return fetch(`${demo.url}${path}`, { headers: { cookie } });
}

async function signIn(person: string): Promise<Response> {
	const body = new URLSearchParams({ person });
	return fetch(`${demo.url}/school/sign-in`, { method: "POST", body, redirect: "manual" });
}

async function ticket(cookie: string): Promise<Response> {
	return fetch(`${demo.url}/school/ticket`, { method: "POST", headers: { cookie } });
}

describe("the school's backend", () => {
	test("every page is there without a script, under a policy that admits no other's", async () => {
		for (const path of ["/school", "/school/courses", "/school/course/physics", "/school/people", "/school/room"]) {
			const page = await get(path, "school_person=amira");
			expect([path, page.status]).toEqual([path, 200]);
			expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
			const text = await page.text();
			expect(text).toContain("<h1>");
			expect(text).toContain('<parlour-dock url="" ticket-url="/school/ticket"></parlour-dock>');
		}
		for (const path of ["/school/nowhere", "/school/course/nothing", "/school/course/"])
			expect((await get(path)).status).toBe(404);
		expect(await (await get("/school")).text()).not.toContain("<parlour-dock");
		expect(demo.printed()).toContain(`${demo.url}/school`);
	});

	test("signing in makes somebody one of ten, whose courses are in their tickets", async () => {
		const answer = await signIn("amira");
		expect([answer.status, answer.headers.get("location")]).toEqual([303, "/school"]);
		const cookie = answer.headers.get("set-cookie") ?? "";
		expect(cookie).toBe("school_person=amira; Path=/school; HttpOnly; SameSite=Lax");
		const signed = (await (await ticket("school_person=amira")).json()) as { ticket: string };
		const [, claims = ""] = signed.ticket.split(".");
		expect(JSON.parse(Buffer.from(claims, "base64url").toString())).toMatchObject({
			sub: "amira",
			name: "Amira Haddad",
			role: "member",
			groups: ["Mathematics", "Physics", "Portuguese"],
		});
		const out = await fetch(`${demo.url}/school/sign-out`, { method: "POST", redirect: "manual" });
		expect(out.headers.get("set-cookie")).toContain("school_person=; ");
	});

	test("nobody else gets a ticket", async () => {
		for (const cookie of ["", "school_person=", "school_person=nobody", "school_person=__proto__"]) {
			const answer = await ticket(cookie);
			expect([cookie, answer.status]).toEqual([cookie, 401]);
		}
		expect((await get("/school/ticket", "school_person=amira")).status).toBe(405);
		for (const person of ["", "nobody", "amira; Domain=x"]) expect((await signIn(person)).status).toBe(400);
	});

	test("the pages are in Arabic, from right to left, for whoever chose so", async () => {
		const chosen = await get("/school/courses?lang=ar");
		expect(chosen.headers.get("set-cookie")).toContain("school_language=ar");
		expect(await chosen.text()).toContain('<html lang="ar" dir="rtl">');
		expect(await (await get("/school/room", "school_language=ar")).text()).toContain("الغرفة العامة");
		expect(await (await get("/school?lang=%22%3E%3Cscript%3E")).text()).toContain('<html lang="en" dir="ltr">');
	});
});
