import type { Role } from "../../src/protocol/user.ts";

/** Somebody at the school. A real site has a table of them. */
export interface SchoolPerson {
	readonly id: string;
	readonly name: string;
	/** Teachers moderate. */
	readonly role: Role;
	/** The courses that they take or teach, by id. */
	readonly courses: readonly string[];
}

export const PEOPLE: readonly SchoolPerson[] = [
	{ id: "amira", name: "Amira Haddad", role: "member", courses: ["mathematics", "physics", "portuguese"] },
	{ id: "ben", name: "Ben Whitfield", role: "member", courses: ["mathematics", "physics", "history"] },
	{ id: "chiara", name: "Chiara Rossi", role: "member", courses: ["mathematics", "history", "biology"] },
	{ id: "daniel", name: "Daniel Okafor", role: "member", courses: ["physics", "biology", "portuguese"] },
	{ id: "elif", name: "Elif Yılmaz", role: "member", courses: ["mathematics", "biology", "history"] },
	{ id: "felix", name: "Felix Brandt", role: "member", courses: ["physics", "history", "portuguese"] },
	{ id: "grace", name: "Grace Nakamura", role: "moderator", courses: ["mathematics", "physics"] },
	{ id: "hugo", name: "Hugo Martins", role: "moderator", courses: ["history", "portuguese", "biology"] },
	{ id: "irina", name: "Irina Petrova", role: "member", courses: ["painting"] },
	{ id: "jonas", name: "Jonas Lind", role: "moderator", courses: ["painting"] },
];

export function personOf(id: string | undefined): SchoolPerson | undefined {
	return PEOPLE.find((person) => person.id === id);
}

/** Those who take or teach a course. */
export function peopleIn(course: string): readonly SchoolPerson[] {
	return PEOPLE.filter(({ courses }) => courses.includes(course));
}

/** The letters that stand for somebody without a picture. */
export function initials(name: string): string {
	return name
		.split(" ")
		.map((word) => Array.from(word)[0])
		.join("");
}
