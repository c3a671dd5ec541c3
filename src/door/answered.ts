import { type FaultBody, faultOf } from "../protocol/fault.ts";

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
