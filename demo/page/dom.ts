/** The element of the page with this id; the page and its script are one thing, so a missing one is a mistake in it. */
export function byId<T extends HTMLElement>(id: string, type: new () => T): T {
	const element = document.getElementById(id);
	if (!(element instanceof type)) throw new Error(`#${id} is missing`);
	return element;
}

/** A new element. Text goes in as text: whatever others wrote is never read as markup. */
export function create<K extends keyof HTMLElementTagNameMap>(
	tag: K,
	className: string,
	...content: readonly (string | Node)[]
): HTMLElementTagNameMap[K] {
	const element = document.createElement(tag);
	if (className !== "") element.className = className;
	element.append(...content);
	return element;
}

/** Sets a text only where it is another one, so that screen readers are not told the same thing again. */
export function say(element: HTMLElement, text: string): void {
	if (element.textContent !== text) element.textContent = text;
}
