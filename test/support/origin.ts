import type { OriginAnswer, OriginPort, OriginRequest } from "../../src/rooms/core/ports.ts";

/** An app's webhook address in memory: keeps what it is sent and answers what the test says, when the test says. */
export class TestOrigin implements OriginPort {
	configured = false;
	readonly requests: OriginRequest[] = [];
	readonly #answers: ((answer: OriginAnswer) => void)[] = [];
	/** What every request is answered with at once; without it, requests wait for {@link TestOrigin.answer}. */
	always: OriginAnswer | undefined;

	send(request: OriginRequest): Promise<OriginAnswer> {
		this.requests.push(request);
		const { promise, resolve } = Promise.withResolvers<OriginAnswer>();
		if (this.always === undefined) this.#answers.push(resolve);
		else resolve(this.always);
		return promise;
	}

	/** Answers the request that has waited longest. */
	answer(answer: OriginAnswer): void {
		this.#answers.shift()?.(answer);
	}
}
