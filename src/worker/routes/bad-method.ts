import { FaultError } from "../../protocol/fault.ts";

/** Answers a known path that was asked with another method. */
export function badMethod(): never {
	throw new FaultError("bad_method");
}
