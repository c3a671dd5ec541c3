import { CLOSE_CODES, isFaultCode, remedyOf } from "../../../protocol/close-codes.ts";

/**
 * Returns whether it can help to send again what failed with a code. A fault whose remedy is `stop` would only be answered
 * again; but a mute ends by itself or is lifted, and nothing says so but another try.
 */
export function mayTryAgain(code: string | undefined): boolean {
	if (code === undefined || code === "muted" || !isFaultCode(code)) return true;
	return remedyOf(CLOSE_CODES[code]) !== "stop";
}
