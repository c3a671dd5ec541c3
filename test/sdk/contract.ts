import { describe, expect, test } from "vitest";
import { CLOSE_CODES, remedyOf } from "../../src/protocol/close-codes.ts";
import { hashContract } from "./contract/hashes.ts";
import { notifyContract } from "./contract/notify.ts";
import { retryContract } from "./contract/retries.ts";
import { ticketContract } from "./contract/tickets.ts";
import { webhookContract } from "./contract/webhooks.ts";
import { ask, type Command, runProgram, type Sdk } from "./driver.ts";

/** What every SDK must do, seen from outside of its language. */
export function sdkContract(sdk: Sdk): void {
	test.skipIf(sdk.tests === undefined)("its own tests pass", async () => {
		const ran = await runProgram(sdk.tests as Command);
		expect(ran).toMatchObject({ code: 0 });
		expect(Number(/([0-9]+) tests/.exec(ran.output + ran.errors)?.[1])).toBeGreaterThan(20);
	});

	test("it knows the codes of the fault table and which of them pass", async () => {
		const known = await ask<{ passing: string[]; lasting: string[] }>(sdk, { do: "codes" });
		expect(known.passing.toSorted()).toEqual(codesWith("backoff", "retry"));
		expect(known.lasting.toSorted()).toEqual(codesWith("stop", "reauth"));
	});

	describe("hashes", () => {
		hashContract(sdk);
	});
	describe("tickets", () => {
		ticketContract(sdk);
	});
	describe("webhooks", () => {
		webhookContract(sdk);
	});
	describe.each(sdk.transports)("notify by %s", (transport) => {
		retryContract(sdk, transport);
		notifyContract(sdk, transport);
	});
}

function codesWith(...remedies: readonly string[]): string[] {
	return Object.entries(CLOSE_CODES)
		.filter(([, close]) => remedies.includes(remedyOf(close)))
		.map(([code]) => code)
		.toSorted();
}
