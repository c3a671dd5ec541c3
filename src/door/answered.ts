import { type FaultBody, FaultError, faultOf } from "../protocol/fault.ts";

/** An answer that crosses from a room to the Worker: thrown faults would lose their type on the way. */
export type Answered<T> = { readonly ok: T } | { readonly fault: FaultBody };

/** Runs `task` and turns whatever it throws into a fault: the one error boundary of a room's calls. */
export async function answer<T>(task: () => T | Promise<T>): Promise<Answered<T>> {
	try {
		return { ok: await task() };
	} catch (thrown) {
		return { fault: faultOf(thrown) };
	}
}

/** Takes an answer apart. @throws FaultError the fault that it is */
export function unwrap<T>(answered: Answered<T>): T {
	if ("fault" in answered) {
		const { code, message, retryAfter, newer } = answered.fault;
		throw new FaultError(code, message, { retryAfter, newer });
	}
	return answered.ok;
}
