import { Notifier } from "./notifier.mjs";
import { Samples } from "./samples.mjs";
import { subscribe } from "./subscriber.mjs";

/**
 * @typedef {object} Plan
 * @property {number} subscribers
 * @property {number} seconds how long to publish
 * @property {number} [rate] messages a second, on a fixed schedule; without it, each lane publishes as fast as it is answered
 * @property {number} [lanes] how many requests may be under way
 *
 * @typedef {object} Target
 * @property {number} port
 * @property {string} socketPath
 * @property {string} notifyPath
 * @property {string} authorization
 * @property {string} hash
 */

const MARK = Buffer.from('"t":');
const PAD = "x".repeat(80);

/** Subscribers and a publisher on one clock, so that the time from notify to delivery needs no synchronising. */
export class Load {
	#target;
	#latency = new Samples();
	#deliveries = 0;
	#frames = 0;

	/** @param {Target} target */
	constructor(target) {
		this.#target = target;
	}

	/** @param {number} count */
	async subscribe(count) {
		const { port, socketPath: path } = this.#target;
		const onText = this.#take.bind(this);
		for (let done = 0; done < count; done += 50)
			await Promise.all(Array.from({ length: Math.min(50, count - done) }, () => subscribe({ port, path, onText })));
	}

	/**
	 * @param {Buffer} bytes
	 * @param {number} from
	 * @param {number} to
	 */
	#take(bytes, from, to) {
		const now = performance.now();
		this.#frames++;
		for (let at = bytes.indexOf(MARK, from); at >= 0 && at < to; at = bytes.indexOf(MARK, at + MARK.length)) {
			this.#deliveries++;
			this.#latency.add(now - Number.parseFloat(bytes.toString("latin1", at + MARK.length, at + MARK.length + 14)));
		}
	}

	/**
	 * Asks once, and counts the frames a second that arrive in a while.
	 *
	 * @param {number} ms
	 */
	async takeFor(ms) {
		const { port, notifyPath: path, authorization } = this.#target;
		void new Notifier({ port, path, authorization, lanes: 1 }).post("");
		const begun = performance.now();
		await new Promise((resolve) => setTimeout(resolve, ms));
		return (this.#frames * 1000) / (performance.now() - begun);
	}

	/**
	 * Publishes by the plan, waits until everything has arrived, and tells what was measured.
	 *
	 * @param {Plan} plan
	 */
	async run({ subscribers, seconds, rate, lanes = 64 }) {
		const { port, notifyPath: path, authorization } = this.#target;
		const notifier = new Notifier({ port, path, authorization, lanes });
		this.#latency = new Samples();
		this.#deliveries = 0;
		this.#frames = 0;
		const cpu = process.cpuUsage();
		const begun = performance.now();
		const until = begun + seconds * 1000;
		const published =
			rate === undefined ? await this.#flood(notifier, lanes, until) : await this.#pace(notifier, rate, until);
		const answered = performance.now();
		await this.#settled(published.accepted * subscribers);
		const ms = performance.now() - begun;
		const { user, system } = process.cpuUsage(cpu);
		return {
			...published,
			ms,
			answeredMs: answered - begun,
			deliveries: this.#deliveries,
			expected: published.accepted * subscribers,
			frames: this.#frames,
			p50: this.#latency.quantile(0.5),
			p99: this.#latency.quantile(0.99),
			max: this.#latency.quantile(1),
			ownCpuMs: (user + system) / 1000,
		};
	}

	/**
	 * @param {Notifier} notifier
	 * @param {number} lanes
	 * @param {number} until
	 */
	async #flood(notifier, lanes, until) {
		let accepted = 0;
		let refused = 0;
		const lane = async () => {
			while (performance.now() < until)
				if (await notifier.post(this.#message())) accepted++;
				else refused++;
		};
		await Promise.all(Array.from({ length: lanes }, lane));
		return { accepted, refused, backlog: 0 };
	}

	/**
	 * Publishes on a schedule that does not wait for answers; a message's clock starts when it is due.
	 *
	 * @param {Notifier} notifier
	 * @param {number} rate
	 * @param {number} until
	 */
	async #pace(notifier, rate, until) {
		let accepted = 0;
		let refused = 0;
		let backlog = 0;
		let due = performance.now();
		const pending = [];
		while (due < until) {
			for (; due <= performance.now() && due < until; due += 1000 / rate)
				pending.push(notifier.post(this.#message()).then((ok) => (ok ? accepted++ : refused++)));
			backlog = Math.max(backlog, notifier.waiting);
			await new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
		}
		await Promise.all(pending);
		return { accepted, refused, backlog };
	}

	#message() {
		const t = performance.now().toFixed(3).padEnd(14);
		return `{"messages":[{"hash":"${this.#target.hash}","name":"bench","data":{"t":${t},"pad":"${PAD}"}}]}`;
	}

	/** @param {number} expected */
	async #settled(expected) {
		const until = performance.now() + 10_000;
		while (this.#deliveries < expected && performance.now() < until)
			await new Promise((resolve) => setTimeout(resolve, 1));
	}
}
