import { FaultError } from "../protocol/fault.ts";
import type { FaultCode } from "../protocol/faults.ts";
import type { NotifyResult } from "./message.ts";

/** A code of Parlour's fault table, or one of two that only an origin meets: no answer at all, or one that makes no sense. */
export type OriginErrorCode = FaultCode | "unreachable" | "bad_answer";

interface OriginErrorDetails {
	readonly status?: number | undefined;
	readonly retryAfter?: number | undefined;
	readonly results?: readonly NotifyResult[];
}

/**
 * What every method of an {@link Origin} throws. Neither the message nor anything attached holds the secret: what `fetch`
 * threw is left out on purpose, since some replacements of `fetch` attach the request and its headers to their errors.
 */
export class OriginError extends Error {
	override readonly name = "OriginError";
	readonly code: OriginErrorCode;
	/** The HTTP status, where there was an answer. */
	readonly status: number | undefined;
	/** Milliseconds after which the deployment would like to be asked again. */
	readonly retryAfter: number | undefined;
	/** The results of the messages before the ones that failed, where a notify took several requests. */
	readonly results: readonly NotifyResult[];

	constructor(code: OriginErrorCode, message: string, { status, retryAfter, results = [] }: OriginErrorDetails = {}) {
		super(message);
		this.code = code;
		this.status = status;
		this.retryAfter = retryAfter;
		this.results = results;
	}
}

/** Runs what may throw one of the protocol's faults, and throws an {@link OriginError} with the same code instead. */
export async function asOriginError<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (thrown) {
		if (thrown instanceof FaultError) throw new OriginError(thrown.fault.code, thrown.message);
		throw thrown;
	}
}
