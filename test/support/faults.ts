import { FaultError } from "../../src/protocol/fault.ts";
import type { FaultCode } from "../../src/protocol/faults.ts";

/** The fault that `run` throws. Fails where it throws nothing, or something that is not a fault. */
export function faultIn(run: () => unknown): FaultError["fault"] {
	try {
		run();
	} catch (thrown) {
		if (thrown instanceof FaultError) return thrown.fault;
		throw thrown;
	}
	throw new Error("nothing was thrown");
}

export function faultCodeOf(run: () => unknown): FaultCode {
	return faultIn(run).code;
}

/** The same for a promise. */
export async function faultOfPromise(promise: Promise<unknown>): Promise<FaultError["fault"]> {
	const outcome = await promise.then(
		() => new Error("nothing was thrown"),
		(thrown: unknown) => thrown,
	);
	if (outcome instanceof FaultError) return outcome.fault;
	throw outcome;
}
