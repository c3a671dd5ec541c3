const NAME = "light-dark(";

/**
 * Replaces `light-dark(a, b)` in a style sheet by variables, of which one is `initial`, so that its fallback is used, and
 * the other one empty: `--_l` is `initial` in the light theme, `--_d` in the dark one. The function itself is younger
 * than the browsers that the elements support.
 *
 * @param {string} css
 * @returns {string}
 */
export function withoutLightDark(css) {
	let code = "";
	let at = 0;
	// What is quoted in a comment is none.
	const plain = css.replaceAll(/\/\*[\s\S]*?\*\//g, "");
	for (let found; (found = plain.indexOf(NAME, at)) >= 0;) {
		const [light, dark, end] = halves(plain, found + NAME.length);
		code += `${plain.slice(at, found)}var(--_l, ${light}) var(--_d, ${dark})`;
		at = end;
	}
	return code + plain.slice(at);
}

/**
 * @param {string} css
 * @param {number} from where the first half begins
 * @returns {[light: string, dark: string, end: number]}
 */
function halves(css, from) {
	let depth = 0;
	let comma = -1;
	for (let at = from; at < css.length; at++) {
		const character = css[at];
		if (character === "(") depth++;
		else if (character === "," && depth === 0 && comma < 0) comma = at;
		else if (character === ")" && depth-- === 0)
			return [
				withoutLightDark(css.slice(from, comma)).trim(),
				withoutLightDark(css.slice(comma + 1, at)).trim(),
				at + 1,
			];
	}
	throw new Error("A light-dark() is not closed.");
}
