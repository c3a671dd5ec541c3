import { describe, expect, test } from "vitest";
import { HEARTBEAT_MS, HEARTBEAT_TIMEOUT_MS, LIMITS, POLL_WAIT_SECONDS } from "../../src/protocol/limits.ts";
import { PING, PONG, TICKET_SUBPROTOCOL } from "../../src/protocol/paths.ts";
import { fitsUtf8 } from "../../src/protocol/utf8.ts";

/** What the platform allows, measured on workerd. */
const PLATFORM = { autoResponseBytes: 2_048, attachmentBytes: 16_384, headersBytes: 131_072, rpcBytes: 33_554_432 };

describe("limits", () => {
	test("are whole numbers above zero", () => {
		expect(Object.entries(LIMITS).filter(([, limit]) => !Number.isSafeInteger(limit) || limit <= 0)).toEqual([]);
	});

	test("fit into each other", () => {
		expect(LIMITS.messageBytes).toBeLessThanOrEqual(LIMITS.messageBytesCeiling);
		expect(LIMITS.messageBytesCeiling).toBeLessThan(LIMITS.notifyBytes);
		expect(LIMITS.propertyBytes).toBeLessThan(LIMITS.canonicalBytes);
		expect(LIMITS.historyPageDefault).toBeLessThanOrEqual(LIMITS.historyPage);
		expect(LIMITS.pageBytes).toBeLessThan(LIMITS.bufferedBytes);
		// A key id of 64 characters, the canonical form and a signature in base64url.
		expect(64 + 1 + Math.ceil((LIMITS.canonicalBytes * 4) / 3) + 1 + 43).toBeLessThanOrEqual(LIMITS.hashBytes);
		// An envelope holds a name, an id, a ref and an expected head, each escaped at its worst.
		expect(6 * (LIMITS.nameBytes + LIMITS.messageIdBytes + LIMITS.refBytes + 64)).toBeLessThan(LIMITS.envelopeBytes);
		expect(LIMITS.envelopeBytes).toBeLessThan(LIMITS.bodyBytes);
	});

	test("fit into the platform's", () => {
		expect(PONG.length + 32 + 1 + 16).toBeLessThan(PLATFORM.autoResponseBytes);
		expect(PING.length).toBeLessThan(PLATFORM.autoResponseBytes);
		expect(2 * (LIMITS.userIdBytes + LIMITS.userNameBytes + LIMITS.userInfoBytes)).toBeLessThan(
			PLATFORM.attachmentBytes,
		);
		expect(TICKET_SUBPROTOCOL.length + LIMITS.ticketBytes).toBeLessThan(PLATFORM.headersBytes);
		expect(LIMITS.notifyBytes * 2).toBeLessThan(PLATFORM.rpcBytes);
	});

	test("that a browser holds are the same as in the table", () => {
		expect(LIMITS.heartbeatMs).toBe(HEARTBEAT_MS);
		expect(LIMITS.heartbeatTimeoutMs).toBe(HEARTBEAT_TIMEOUT_MS);
		expect(LIMITS.pollWaitSeconds).toBe(POLL_WAIT_SECONDS);
		expect(HEARTBEAT_TIMEOUT_MS).toBeLessThan(HEARTBEAT_MS);
	});

	test.each([
		["", 0, true],
		["a", 0, false],
		["é", 1, false],
		["é", 2, true],
		["🔑", 3, false],
		["🔑", 4, true],
		["aaa", 3, true],
	])("%j in %d bytes: %s", (text, max, fits) => {
		expect(fitsUtf8(text, max)).toBe(fits);
	});
});
