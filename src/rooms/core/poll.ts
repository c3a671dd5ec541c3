import type { Encoded } from "./encode.ts";
import type { Sink } from "./ports.ts";

/** The answer of a poll. `frames` is a JSON array. */
export function pollAnswer(cursor: string, frames: string): string {
	return `{"cursor":${JSON.stringify(cursor)},"frames":${frames}}`;
}

/** A sink that takes one batch: whatever comes first ends the wait. */
export function pollSink(settle: (list: Encoded, seq: number) => void): Sink {
	return {
		deliver: (batch, seq) => settle(batch.list(), seq),
		buffered: () => 0,
		close: () => undefined,
	};
}
