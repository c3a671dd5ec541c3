/** Puts a text on the clipboard; returns whether it is there. */
export async function copyText(text: string): Promise<boolean> {
	try {
		await globalThis.navigator.clipboard.writeText(text);
		return true;
	} catch {
		// There is no clipboard on pages without https, or it is forbidden there.
		return copySelected(text);
	}
}

function copySelected(text: string): boolean {
	const field = document.createElement("textarea");
	field.value = text;
	field.style.cssText = "position:fixed;opacity:0";
	document.body.append(field);
	field.select();
	// The one way that such pages have.
	const isDone = document.execCommand("copy");
	field.remove();
	return isDone;
}
