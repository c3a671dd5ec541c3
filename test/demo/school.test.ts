import { describe, expect, test } from "vitest";
import { courseOf, COURSES, groupOf } from "../../demo/school/courses.ts";
import { PEOPLE, peopleIn, personOf } from "../../demo/school/people.ts";

/** The courses of two people. */
function shared(one: string, other: string): readonly string[] | undefined {
	return personOf(one)?.courses.filter((course) => personOf(other)?.courses.includes(course));
}

describe("the pretend school", () => {
	test("ten people take courses that there are, and each course has a teacher who is in it", () => {
		expect(new Set(PEOPLE.map(({ id }) => id)).size).toBe(10);
		for (const { courses } of PEOPLE) expect(courses.map((id) => courseOf(id)?.id)).toEqual(courses);
		for (const { id, teacher } of COURSES) expect(peopleIn(id)).toContain(personOf(teacher));
		expect(new Set(COURSES.map(groupOf)).size).toBe(COURSES.length);
	});

	test("some share a course and some share none, so that both can be tried", () => {
		expect(shared("amira", "ben")).toEqual(["mathematics", "physics"]);
		expect(shared("amira", "irina")).toEqual([]);
	});
});
