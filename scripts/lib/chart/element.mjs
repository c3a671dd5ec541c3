/**
 * One element of SVG.
 *
 * @param {string} name
 * @param {Readonly<Record<string, string | number>>} attributes
 * @param {...string} children already SVG; a text goes through {@link escape}
 * @returns {string}
 */
export function element(name, attributes, ...children) {
	const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(place(value))}"`);
	const begin = `<${name}${written.join("")}`;
	return children.length === 0 ? `${begin}/>` : `${begin}>${children.join("")}</${name}>`;
}

/**
 * A line of text.
 *
 * @param {string} content
 * @param {{ x: number, y: number, class: string, "text-anchor"?: string, transform?: string }} attributes
 */
export function text(content, attributes) {
	return element("text", attributes, escape(content));
}

/** @param {string | number} value places need no more than a tenth of a pixel */
function place(value) {
	return typeof value === "number" ? String(Math.round(value * 10) / 10) : value;
}

/** @param {string} raw */
export function escape(raw) {
	return raw.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
