/**
 * Emoji of the set that is recommended for general interchange (Unicode Technical Standard 51, RGI). `undefined` in
 * engines without the `v` flag of regular expressions.
 */
const RECOMMENDED = recommended();

/**
 * What has the form of one emoji (UTS 51, section 1.4.9, and the three ways to be shown as a picture): for engines that
 * do not know the set. It takes sequences that no font draws as one picture, but no words, digits or lone joiners.
 */
const ONE_PICTURE = String.raw`(?!\p{RI})(?:\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{Emoji_Modifier_Base})\p{Emoji_Modifier}?\ufe0f?`;
const SHAPE = new RegExp(
	String.raw`^(?:\p{RI}{2}|[0-9#*]\ufe0f\u20e3|\u{1f3f4}[\u{e0020}-\u{e007e}]+\u{e007f}|${ONE_PICTURE}(?:\u200d(?:${ONE_PICTURE}|\p{Emoji}))*)$`,
	"u",
);

function recommended(): RegExp | undefined {
	try {
		return new RegExp(String.raw`^\p{RGI_Emoji}$`, "v");
	} catch {
		return undefined;
	}
}

/** Returns whether a text is one emoji and nothing else, as far as the engine knows the set of them. */
export function isEmoji(text: string): boolean {
	return (RECOMMENDED ?? SHAPE).test(text);
}

/** As {@link isEmoji} in an engine that does not know the set. Digits, `#` and `*` alone are emoji only as keys. */
export function hasEmojiShape(text: string): boolean {
	return SHAPE.test(text);
}
