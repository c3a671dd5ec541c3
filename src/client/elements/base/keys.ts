/** The key code of a key that an input method takes. */
const INPUT_METHOD_CODE = 229;

/** What is typed, composed, pasted, cut or dropped into a field. All of it leaves a shadow root unless it is stopped. */
const TYPED = [
	"keydown",
	"keypress",
	"keyup",
	"beforeinput",
	"input",
	"compositionstart",
	"compositionupdate",
	"compositionend",
	"paste",
	"copy",
	"cut",
	"dragenter",
	"dragover",
	"dragleave",
	"drop",
] as const;
const KEYS = ["keydown", "keypress", "keyup"] as const;

/**
 * Whether a key is for an input method, as Enter is that picks a character. Safari ends the composition before it tells of
 * the key: `isComposing` is false then, and only the code says it.
 */
export function isForInputMethod({ isComposing, keyCode }: Pick<KeyboardEvent, "isComposing" | "keyCode">): boolean {
	return isComposing || keyCode === INPUT_METHOD_CODE;
}

/**
 * Keeps what is typed in a shadow root from the page around it, whose shortcuts would take it for their own: they see the
 * host as the target, and no field. What the root uses itself is kept from the page, too; every other key goes on to it. Keys
 * for an input method reach no handler at all. Listeners that capture at the window, the document or the host come before
 * these; the platform gives no way to stop them.
 */
export function keepKeysIn(root: ShadowRoot): void {
	for (const name of KEYS)
		root.addEventListener(
			name,
			(event) => {
				if (isForInputMethod(event as KeyboardEvent) && isOwn(root, event)) event.stopPropagation();
			},
			{ capture: true },
		);
	for (const name of TYPED)
		root.addEventListener(name, (event) => {
			if (isOwn(root, event) && isUsed(event)) event.stopPropagation();
		});
}

/** What the page has put into a slot is the page's, although its events come by here. */
function isOwn(root: ShadowRoot, event: Event): boolean {
	const [target] = event.composedPath();
	return target instanceof Node && target.getRootNode() === root;
}

function isUsed(event: Event): boolean {
	const [target] = event.composedPath();
	if (event.defaultPrevented || !(target instanceof Element)) return true;
	if (target.matches("input, textarea, select")) return true;
	// The browser presses a button by these.
	return event instanceof KeyboardEvent && /^(Enter| )$/.test(event.key) && target.matches("button, a[href]");
}
