/** What of a clipboard is needed here. */
export type Clipboard = Pick<DataTransfer, "getData" | "files">;

/**
 * Returns the files that are to be attached when this is pasted; none where its text is to be pasted.
 *
 * Office programs put a picture of what was copied beside the text: the text is meant then. A file that was copied in a file
 * manager may have its own name beside it as text: the file is meant then.
 */
export function pastedFiles(data: Clipboard | null): readonly File[] {
	const files = Array.from(data?.files ?? []);
	const lines = (data?.getData("text/plain") ?? "").split(/[\r\n]+/).filter((line) => line.trim() !== "");
	const names = new Set(files.map(({ name }) => name));
	const isText = lines.some((line) => !names.has(line.trim().replace(/^.*[/\\]/, "")));
	return isText ? [] : files;
}
