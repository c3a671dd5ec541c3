import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Which of some texts the bytes of a folder's files hold. */
export function held(folder: string, texts: readonly string[]): string[] {
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
	const contents = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
	return texts.filter((text) => contents.some((content) => content.includes(text)));
}
