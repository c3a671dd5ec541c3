import type { OriginAnswer, OriginPort, OriginRequest, Timers } from "../../src/rooms/core/ports.ts";

/** An app's webhook address in memory: keeps what it is sent and answers what the test says, when the test says. */
export class TestOrigin implements OriginPort {
	configured = false;
	readonly requests: OriginRequest[] = [];
	readonly #answers: ((answer: OriginAnswer) => void)[] = [];
	/** Where it is given, a request is given up when its time is over. */
	clock: Timers | undefined;
	/** What every request is answered with at once; without it, requests wait for {@link TestOrigin.answer}. */
	always: OriginAnswer | undefined;

	send(request: OriginRequest, timeoutMs: number): Promise<OriginAnswer> {
		this.requests.push(request);
		const { promise, resolve } = Promise.withResolvers<OriginAnswer>();
		this.clock?.after(timeoutMs, () => resolve({ kind: "timeout" }));
		if (this.always === undefined) this.#answers.push(resolve);
		else resolve(this.always);
		return promise;
	}

	/** Answers the request that has waited longest. */
	answer(answer: OriginAnswer): void {
		this.take()?.(answer);
	}

	/** How to answer the request that has waited longest, whenever the test wants. */
	take(): ((answer: OriginAnswer) => void) | undefined {
		return this.#answers.shift();
	}
}
