import { hmacSha256, sameBytes } from "../../crypto/hmac.ts";
import { encodeBase64url } from "../../protocol/base64url.ts";
import { utf8 } from "../../protocol/utf8.ts";
import type { RoomHost } from "../core/ports.ts";

/** What is signed begins so, in order that a signature of one kind is never taken for one of another. */
const PURPOSE = "parlour.cursor.v1";
/** 96 bits: nobody can try so many against a room. */
const BYTES = 12;

/**
 * Returns how a channel's objects sign: with the first of the app's secrets, and what any of them has signed is good, so that
 * a key may be rotated.
 *
 * @param room the name of the channel's room
 */
export function signing(room: string, secrets: readonly string[]): Pick<RoomHost, "sign" | "isSigned"> {
	const signed = async (secret: string, text: string): Promise<string> => {
		const mac = await hmacSha256(secret, utf8(`${PURPOSE}\n${room}\n${text}`));
		return encodeBase64url(mac.slice(0, BYTES));
	};
	return {
		sign: (text) => signed(secrets[0] ?? "", text),
		async isSigned(text, signature) {
			for (const secret of secrets) if (sameBytes(utf8(signature), utf8(await signed(secret, text)))) return true;
			return false;
		},
	};
}
