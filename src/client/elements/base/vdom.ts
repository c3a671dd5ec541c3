// Elements are described anew at each change, and only what differs is touched. All that others wrote becomes text nodes
// and attribute values: nothing here reads markup.

type Props = Readonly<Record<string, unknown>>;
export type Child = VNode | string | number | false | null | undefined | readonly Child[];

/** An element as it is to be, or a text (`tag` is empty). */
export interface VNode {
	readonly tag: string;
	readonly props: Props;
	readonly kids: readonly (VNode | undefined)[];
	readonly text: string;
	node?: Node;
}

const SVG = "http://www.w3.org/2000/svg";
const SVG_TAGS = new Set(["svg", "path"]);
/** Where an address from outside may lead, whoever sets it. */
const SAFE_ADDRESS = /^(?:https?:|mailto:|blob:)/i;
const NONE: Props = {};
/** What wants to be called when everything is in its place. */
const mounted: (() => void)[] = [];
const drawn = new WeakMap<Node, readonly (VNode | undefined)[]>();

/**
 * Describes an element. Of its properties, `key` tells it from its siblings, `ref` is called with the element once it is
 * in the page, `value` is the value of a field, functions are handlers, everything else is an attribute.
 */
export function h(tag: string, props?: Props | null, ...kids: readonly Child[]): VNode {
	return { tag, props: props ?? NONE, kids: kids.flatMap(flatten), text: "" };
}

function flatten(child: Child): (VNode | undefined)[] {
	if (Array.isArray(child)) return child.flatMap(flatten);
	if (typeof child === "string" || typeof child === "number")
		return [{ tag: "", props: NONE, kids: [], text: String(child) }];
	// What is left out keeps its place, so that its siblings stay the elements that they are.
	return [child ? (child as VNode) : undefined];
}

/** Makes the content of an element as it is described. */
export function draw(parent: Node, ...kids: readonly Child[]): void {
	patch(parent, kids.flatMap(flatten));
	for (const run of mounted.splice(0)) run();
}

function patch(parent: Node, next: readonly (VNode | undefined)[]): void {
	const old = drawn.get(parent) ?? [];
	const keyed = new Map(old.map((one) => [one?.props["key"], one]));
	const unkeyed = old.filter((one) => one?.props["key"] === undefined);
	let index = 0;
	const nodes = next.flatMap((vnode) => {
		const key = vnode?.props["key"];
		const before = key === undefined ? unkeyed[index++] : keyed.get(key);
		return vnode === undefined ? [] : [realise(vnode, before?.tag === vnode.tag ? before : undefined)];
	});
	const kept = new Set<Node>(nodes);
	for (const one of old) if (one?.node && !kept.has(one.node)) one.node.parentNode?.removeChild(one.node);
	let place = parent.firstChild;
	for (const node of nodes) {
		if (node === place) place = place.nextSibling;
		else parent.insertBefore(node, place);
	}
	drawn.set(parent, next);
}

function realise(vnode: VNode, before: VNode | undefined): Node {
	const { tag, text, props } = vnode;
	if (before === vnode && vnode.node) return vnode.node;
	if (tag === "") {
		const node = before?.node ?? document.createTextNode(text);
		if (node.nodeValue !== text) node.nodeValue = text;
		return (vnode.node = node);
	}
	const element = (before?.node ?? create(tag)) as HTMLElement;
	vnode.node = element;
	patch(element, vnode.kids);
	for (const name of new Set([...Object.keys(before?.props ?? NONE), ...Object.keys(props)]))
		setProp(element, name, props[name], before?.props[name]);
	const { ref } = props;
	if (!before && typeof ref === "function") mounted.push(() => (ref as (element: HTMLElement) => void)(element));
	return element;
}

function create(tag: string): Element {
	return SVG_TAGS.has(tag) ? document.createElementNS(SVG, tag) : document.createElement(tag);
}

function setProp(element: HTMLElement, name: string, value: unknown, before: unknown): void {
	if (name === "key" || name === "ref") return;
	if (name === "value") {
		const field = element as HTMLInputElement;
		if (field.value !== value) field.value = String(value);
	} else if (value === before) return;
	else if (name.startsWith("on")) Object.assign(element, { [name]: value ?? null });
	else if (value === undefined || value === false || value === null) element.removeAttribute(name);
	else setAttribute(element, name, value === true ? "" : `${value as string | number}`);
}

function setAttribute(element: HTMLElement, name: string, text: string): void {
	if ((name === "href" || name === "src") && !SAFE_ADDRESS.test(text)) element.removeAttribute(name);
	else element.setAttribute(name, text);
}
