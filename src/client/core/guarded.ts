import type { Environment } from "./environment.ts";
import { CLOSE_LOST } from "./timing.ts";
import type { Address, Link, LinkListener, Transport } from "./transport.ts";

/**
 * Opens a link through a transport that may not be the client's own. What it throws, and what its listener throws, is
 * reported and ends the link, as if the network had: one that fails in silence would leave its channel live and deaf.
 *
 * @throws what the transport throws while it opens
 */
export function openGuarded(
	environment: Pick<Environment, "report">,
	transport: Transport,
	address: Address,
	listener: LinkListener,
): Link | Promise<Link> {
	const guarded = new Guarded(environment.report, listener);
	const opened = transport(address, guarded.listener);
	return "then" in opened ? opened.then((link) => guarded.take(link)) : guarded.take(opened);
}

class Guarded implements Link {
	readonly #report: (error: unknown) => void;
	readonly #told: LinkListener;
	#link: Link | undefined;
	#isOver = false;

	constructor(report: (error: unknown) => void, listener: LinkListener) {
		this.#report = report;
		this.#told = listener;
	}

	/** What the transport tells. */
	get listener(): LinkListener {
		return {
			frames: (frames) => this.#guard(() => this.#told.frames(frames)),
			pong: (cursor) => this.#guard(() => this.#told.pong(cursor)),
			signalsLost: () => this.#guard(() => this.#told.signalsLost?.()),
			closed: (code, reason) => this.#end(code, reason),
		};
	}

	take(link: Link): this {
		this.#link = link;
		// It has failed before it was there.
		if (this.#isOver) this.close();
		return this;
	}

	send(message: Parameters<Link["send"]>[0]): void {
		this.#guard(() => this.#link?.send(message));
	}

	ping(): void {
		this.#guard(() => this.#link?.ping());
	}

	handOver(take: Parameters<NonNullable<Link["handOver"]>>[0]): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#try(() => this.#link?.handOver?.((...given) => this.#try(() => take(...given))));
	}

	close(): void {
		const link = this.#link;
		this.#link = undefined;
		this.#isOver = true;
		this.#try(() => link?.close());
	}

	#try(run: () => void): void {
		try {
			run();
		} catch (thrown) {
			this.#report(thrown);
		}
	}

	#guard(run: () => void): void {
		if (this.#isOver) return;
		try {
			run();
		} catch (thrown) {
			this.#report(thrown);
			this.#end(CLOSE_LOST, "");
			this.close();
		}
	}

	#end(code: number, reason: string): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#told.closed(code, reason);
	}
}
