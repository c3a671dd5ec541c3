// What draws nothing: white space, control characters, characters that Unicode lets a renderer ignore (joiners, marks of
// direction, fillers of Hangul, variation selectors and tags), and the few that are blank by their glyph.
const BLANK =
	/^(?:[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb\u{1d159}\u{13441}\u{13442}]|\u{16fe4})*$/u;

/**
 * Returns whether a text looks empty: it has no characters, or only such as draw nothing. A message and the name
 * of a group of this kind are refused as empty; a user whose name is of this kind is shown by their id.
 */
export function isBlank(text: string): boolean {
	return BLANK.test(text);
}
