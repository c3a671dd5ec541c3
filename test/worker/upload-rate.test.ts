import { expect, test } from "vitest";
import { UploadRate } from "../../src/worker/upload-rate.ts";

test("[FILE12] a user may send a burst, then one more for each second that passes", () => {
	const rate = new UploadRate();
	const now = Date.UTC(2026, 0, 1);
	for (let file = 0; file < 50; file++) expect(rate.take("ada", now)).toBe(0);
	expect(rate.take("ada", now)).toBe(1_000);
	expect(rate.take("ada", now + 400)).toBe(600);
	expect(rate.take("bob", now)).toBe(0);
	expect(rate.take("ada", now + 1_000)).toBe(0);
	expect(rate.take("ada", now + 1_000)).toBe(1_000);
	for (let file = 0; file < 50; file++) expect(rate.take("ada", now + 3_600_000)).toBe(0);
	expect(rate.take("ada", now + 3_600_000)).toBe(1_000);
});

test("[FILE12] what is remembered of users does not grow for ever", () => {
	const rate = new UploadRate();
	for (let file = 0; file < 50; file++) rate.take("ada", 1);
	for (let user = 0; user < 10_000; user++) rate.take(`u${user}`, 2);
	expect(rate.take("ada", 3)).toBe(0);
});
