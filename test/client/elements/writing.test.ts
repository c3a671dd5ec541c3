import { describe, expect, it } from "vitest";
import { isForInputMethod } from "../../../src/client/elements/base/keys.ts";
import { excessOf } from "../../../src/client/elements/base/length.ts";
import { pastedFiles } from "../../../src/client/elements/base/paste.ts";
import { mayTryAgain } from "../../../src/client/elements/base/remedy.ts";
import { FAULTS } from "../../../src/protocol/faults.ts";

function clipboard(text: string, ...names: readonly string[]) {
	const files = names.map((name) => new File(["x"], name));
	return { getData: (type: string) => (type === "text/plain" ? text : ""), files: files as unknown as FileList };
}

describe("a paste", () => {
	it.each([
		["text", clipboard("hello"), 0],
		["text with its picture, as office programs give it", clipboard("Sum\t12\r\n", "image.png"), 0],
		["a picture", clipboard("", "image.png"), 1],
		["a picture with blanks", clipboard(" \n", "image.png"), 1],
		["a file with its name", clipboard("report.pdf", "report.pdf"), 1],
		["files with their paths", clipboard("/home/ada/a.txt\n/home/ada/b.txt", "a.txt", "b.txt"), 2],
		["a file, and text that names another", clipboard("report.pdf\nsee page 3", "report.pdf"), 0],
		["nothing", null, 0],
	])("[WRITE3] of %s", (_, data, count) => {
		expect(pastedFiles(data)).toHaveLength(count);
	});
});

describe("the length of a text", () => {
	it.each([
		["", 4, 0],
		["four", 4, 0],
		["fiver", 4, 1],
		["😀😀😀😀", 4, 0],
		["😀😀😀😀😀e\u0301", 4, 3],
	])("[WRITE4] of %j is over %i by %i", (text, most, excess) => {
		expect(excessOf(text, most)).toBe(excess);
	});
});

describe("a key", () => {
	it.each([
		["is typed", { isComposing: false, keyCode: 13 }, false],
		["picks a character", { isComposing: true, keyCode: 13 }, true],
		["picks one in Safari, after the composition has ended", { isComposing: false, keyCode: 229 }, true],
	])("[WRITE2] that %s", (_, key, expected) => {
		expect(isForInputMethod(key)).toBe(expected);
	});
});

describe("trying again", () => {
	it("[WRITE6] is offered where it can help: not after a fault that says stop, a mute aside", () => {
		const offered = Object.entries(FAULTS).filter(([code]) => mayTryAgain(code));
		const stops = Object.entries(FAULTS).filter(([, { close }]) => close < 4100 && close !== FAULTS.muted.close);
		expect(offered).toHaveLength(Object.keys(FAULTS).length - stops.length);
		expect(stops.some(([code]) => mayTryAgain(code))).toBe(false);
		expect(["disconnected", "timeout", "closed", "expired", undefined].every(mayTryAgain)).toBe(true);
	});
});
