import { CLOSE_CODES, isFaultCode, remedyOf } from "../../protocol/close-codes.ts";
import { backoff } from "../core/backoff.ts";
import type { Channel, Environment, ParlourError } from "../index.ts";
import type { Timer } from "./timer.ts";

/** Something that is to be asked of the inbox until it is answered. It must be safe to ask twice. */
export interface Errand {
	/** @throws ParlourError */
	run(): Promise<void>;
	/** It will not be done. */
	fail(code: string): void;
}

/** What errands run on. */
export interface ErrandHost {
	readonly isLive: boolean;
	/** Why what is asked now fails, where the connection has ended. */
	readonly endCode: "closed" | "user_changed" | undefined;
	readonly channel: Pick<Channel, "state" | "onState">;
	readonly environment: Environment;
	/** A timer that ends with the connection. */
	timer(): Timer;
}

/** Codes that say nothing of the request itself: whether it was done is unknown. */
const UNKNOWN = ["disconnected", "timeout"];

/** Runs errands one after another while the connection is live; one that could not be answered runs again, later. */
export class Errands {
	readonly #desk: ErrandHost;
	readonly #isPatient: boolean;
	readonly #timer: Timer;
	readonly #waiting: Errand[] = [];
	#isBusy = false;
	#failures = 0;

	/** @param isPatient whether faults that may pass by themselves are waited out, too */
	constructor(desk: ErrandHost, isPatient: boolean) {
		this.#desk = desk;
		this.#isPatient = isPatient;
		this.#timer = desk.timer();
		desk.channel.onState(() => void this.#run());
	}

	/** Adds an errand; one that waits already is not added twice. */
	add(errand: Errand): void {
		if (!this.#waiting.includes(errand)) this.#waiting.push(errand);
		void this.#run();
	}

	async #run(): Promise<void> {
		if (this.#isBusy) return;
		this.#isBusy = true;
		for (let errand; (errand = this.#next());) {
			try {
				await errand.run();
				this.#failures = 0;
			} catch (error) {
				await this.#failed(errand, error);
			}
		}
		this.#isBusy = false;
	}

	#next(): Errand | undefined {
		const { isLive, endCode, channel } = this.#desk;
		if (isLive) return this.#waiting.shift();
		if (endCode && channel.state === "lost") for (const errand of this.#waiting.splice(0)) errand.fail(endCode);
		return undefined;
	}

	async #failed(errand: Errand, error: unknown): Promise<void> {
		const { endCode, environment } = this.#desk;
		if (endCode) return errand.fail(endCode);
		// By its code: where a page has two copies of the client, their classes are not the same.
		const { code, retryAfter = 0 } = error as Partial<ParlourError>;
		if (code === undefined) environment.report(error);
		if (code === undefined || !this.#mayPass(code)) return errand.fail(code ?? "internal");
		if (!this.#waiting.includes(errand)) this.#waiting.unshift(errand);
		const wait = retryAfter + backoff(this.#failures++, environment.random());
		return new Promise((resolve) => this.#timer.set(wait, resolve));
	}

	#mayPass(code: string): boolean {
		if (UNKNOWN.includes(code)) return true;
		return this.#isPatient && isFaultCode(code) && remedyOf(CLOSE_CODES[code]) !== "stop";
	}
}
