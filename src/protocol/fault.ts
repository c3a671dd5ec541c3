import { FAULTS, type FaultCode } from "./faults.ts";
import type { Json } from "./json.ts";

/** A fault as it travels: in a `fault` frame, and as `{"fault": …}` over HTTP. */
export interface FaultBody {
	readonly code: FaultCode;
	readonly message: string;
	/** Milliseconds to wait before trying again. */
	readonly retryAfter?: number;
	/** With `conflict`: the events that are newer than the expected head. */
	readonly newer?: Json;
}

/** What code throws where a fault is to reach the caller. Its message is shown to them: it holds no secret and no stack. */
export class FaultError extends Error {
	override readonly name = "FaultError";
	readonly fault: FaultBody;

	constructor(code: FaultCode, message: string = FAULTS[code].message, more?: { retryAfter?: number; newer?: Json }) {
		super(message);
		this.fault = { code, message, ...more };
	}
}

/** The fault that an unknown thrown value stands for: its own, or `internal` without any detail. */
export function faultOf(thrown: unknown): FaultBody {
	return thrown instanceof FaultError ? thrown.fault : { code: "internal", message: FAULTS.internal.message };
}
