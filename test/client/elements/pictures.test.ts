import { describe, expect, test } from "vitest";
import type { SentFile } from "../../../src/client/chat/types.ts";
import { picturesOf } from "../../../src/client/elements/base/pictures.ts";

function file(type: string, size: Pick<SentFile, "width" | "height">): SentFile {
	return { id: "f", name: "f", type, bytes: 48_000, url: "/f", ...size };
}

function isShown(type: string, width?: number, height?: number, isCalm = false): boolean {
	return picturesOf([file(type, { ...(width && { width }), ...(height && { height }) })], isCalm).size === 1;
}

describe("a file is shown as a picture", () => {
	test.each([
		["image/png", 640, 480],
		["image/jpeg", 5_712, 4_284],
		["image/jpeg", 4_000, 3_000],
		["image/webp", 1, 1],
		["image/gif", 500, 300],
		["image/jpeg", 12_000, 2_000],
		["image/png", 1_080, 20_000],
	])("[SHOW2] %s of %i × %i", (type, width, height) => {
		expect(isShown(type, width, height)).toBe(true);
	});

	test.each([
		["image/png", 20_000, 20_000],
		["image/png", 5_001, 5_000],
		["image/png", 100_000, 240],
		["image/avif", undefined, undefined],
		["image/png", undefined, undefined],
		["image/png", 100, undefined],
		["image/svg+xml", 10, 10],
		["application/pdf", 10, 10],
	])("[SHOW2] not %s of %s × %s", (type, width, height) => {
		expect(isShown(type, width, height)).toBe(false);
	});

	test("[SHOW2] as many of a message as a page has memory for", () => {
		const files = Array.from({ length: 10 }, () => file("image/png", { width: 5_000, height: 5_000 }));
		expect(picturesOf(files, false)).toEqual(new Set(files.slice(0, 4)));
	});

	test("[SHOW2] an animation is not where nothing is to move by itself", () => {
		expect(isShown("image/gif", 10, 10, true)).toBe(false);
		expect(isShown("image/png", 10, 10, true)).toBe(true);
	});
});
