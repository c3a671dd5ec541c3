import { type FaultBody, faultOf } from "../../protocol/fault.ts";

/** What `make` makes, or the fault that it threw. */
export function attempt<T>(make: () => T): T | { readonly fault: FaultBody } {
	try {
		return make();
	} catch (thrown) {
		return { fault: faultOf(thrown) };
	}
}
