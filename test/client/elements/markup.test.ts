import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const FOLDER = new URL("../../../src/client/elements/", import.meta.url);
/** What reads a text as markup or as a program, or makes an element of a name that is not written there. */
const MARKUP =
	/innerHTML|outerHTML|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment|srcdoc|\beval\(|new Function/;

it("no element reads a text as markup", () => {
	const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(".ts"));
	expect(files.length).toBeGreaterThan(30);
	expect(files.filter((path) => MARKUP.test(readFileSync(new URL(path, FOLDER), "utf8")))).toEqual([]);
});
