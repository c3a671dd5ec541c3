import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { attachment } from "../../src/files/disposition.ts";
import { appOfFile, fileKey, newFileId } from "../../src/files/id.ts";
import { fileName } from "../../src/files/name.ts";
import { byteRange } from "../../src/files/range.ts";
import { CHAT_LIMITS } from "../../src/protocol/chat/limits.ts";

describe("the name of a file", () => {
	test.each([
		["a.txt", "a.txt"],
		["  Über uns 1.pdf ", "Über uns 1.pdf"],
		["../../etc/passwd", "etcpasswd"],
		[".htaccess", "htaccess"],
		["..", "file"],
		["", "file"],
		["a\r\nSet-Cookie: x", "aSet-Cookie: x"],
		["photo\u202egnp.exe", "photognp.exe"],
		["C:\\temp\\a.txt", "C:tempa.txt"],
		["e\u0301.txt", "é.txt"],
		["a\ud800.txt", "a\ufffd.txt"],
		[`${"x".repeat(300)}.jpeg`, `${"x".repeat(195)}.jpeg`],
		["x".repeat(300), "x".repeat(200)],
	])("[FILE5] %j is kept as %j", (given, kept) => {
		expect(fileName(given)).toBe(kept);
	});

	test("[FILE5] whatever it is, it is one name, short enough, and the same when cleaned again", () => {
		fc.assert(
			fc.property(fc.string({ unit: "binary", maxLength: 300 }), (given) => {
				const name = fileName(given);
				expect(name).not.toMatch(/[\p{Cc}/\\\u202a-\u202e\u2066-\u2069]|^\.|^\s|^$/u);
				expect(Array.from(name).length).toBeLessThanOrEqual(CHAT_LIMITS.fileNameChars);
				expect(attachment(name)).toMatch(
					/^attachment; filename="[A-Za-z0-9 ._()-]+"; filename\*=UTF-8''[A-Za-z0-9%._~!-]+$/,
				);
			}),
			{ numRuns: 1_000 },
		);
	});

	test("[FILE5] a download has it in ASCII, and as it is", () => {
		expect(attachment(`Grüße "x" (1)*.txt`)).toBe(
			`attachment; filename="Gr__e _x_ (1)_.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%22x%22%20%281%29%2A.txt`,
		);
	});
});

describe("the id of a file", () => {
	test("[FILE4] names its app, and is otherwise random", () => {
		const ids = Array.from({ length: 100 }, () => newFileId("a_b-C"));
		expect(new Set(ids).size).toBe(100);
		for (const id of ids) {
			expect(appOfFile(id)).toBe("a_b-C");
			expect(fileKey("a_b-C", id)).toBe(`a_b-C/${id.slice(6)}`);
			expect(fileKey("other", id)).toBeUndefined();
		}
	});

	test.each(["", "x", "a/b.AAAAAAAAAAAAAAAAAAAAAA", "a.AAAAAAAAAAAAAAAAAAAAA/", "a.b.AAAAAAAAAAAAAAAAAAAAAA", "../x"])(
		"[FILE4] %j is none",
		(text) => {
			expect(appOfFile(text)).toBeUndefined();
			expect(fileKey("a", text)).toBeUndefined();
		},
	);
});

describe("a part of a file", () => {
	test.each([
		["bytes=0-0", { first: 0, last: 0 }],
		["bytes=2-", { first: 2, last: 9 }],
		["bytes=2-99", { first: 2, last: 9 }],
		["bytes=-3", { first: 7, last: 9 }],
		["bytes=-99", { first: 0, last: 9 }],
		["bytes=10-", "none"],
		["bytes=-0", "none"],
		["bytes=3-2", undefined],
		["bytes=-", undefined],
		["bytes=0-1,3-4", undefined],
		["items=0-1", undefined],
		[undefined, undefined],
	])("[FILE6] %s of ten bytes", (header, part) => {
		expect(byteRange(header, 10)).toEqual(part);
	});

	test("[FILE6] an empty file has no parts", () => {
		expect([byteRange("bytes=0-", 0), byteRange("bytes=-1", 0)]).toEqual(["none", "none"]);
	});
});
