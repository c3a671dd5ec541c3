import { eachStamp } from "../message.mjs";
import { growth } from "./backlog.mjs";
import { takeNaps } from "./naps.mjs";
import { Publisher } from "./publisher.mjs";
import { Samples } from "./samples.mjs";
import { Subscriber } from "./subscriber.mjs";

/** How often the backlog is looked at, and for what share of a run it may still be finding its level. */
const LOOK_MS = 50;
const SETTLING = 0.25;

/** From so many deliveries a second on, reading takes naps: 2 ms more or less tell nothing there, and the CPU does. */
const BUSY = 50_000;

/** How long deliveries may take after the last publish before they count as lost. */
const PATIENCE_MS = 15_000;

const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** Subscribers and a publisher on one clock, so that the time from publish to delivery needs no synchronising. */
export class Load {
	#target;
	#batch;
	/** @type {Subscriber[]} */
	#subscribers = [];
	#latency = new Samples();
	#begun = 0;
	#deliveries = 0;
	#frames = 0;
	#lastAt = 0;
	#published = 0;
	#refused = 0;
	/** Called when this many deliveries have been made. */
	#wakeAt = Number.POSITIVE_INFINITY;
	#wake = () => {};

	/**
	 * @param {import("../contestant.mjs").Target} target
	 * @param {number} batch messages in one request
	 */
	constructor(target, batch) {
		this.#target = target;
		this.#batch = batch;
	}

	/** @param {number} count how many more */
	async subscribe(count) {
		const take = this.#take.bind(this);
		for (let done = 0; done < count; done += 50) {
			const some = Array.from({ length: Math.min(50, count - done) }, () => new Subscriber(this.#target, take).open());
			this.#subscribers.push(...(await Promise.all(some)));
		}
	}

	/**
	 * @param {Subscriber} subscriber
	 * @param {Buffer} bytes
	 * @param {number} from
	 * @param {number} to
	 */
	#take(subscriber, bytes, from, to) {
		const now = performance.now();
		this.#frames++;
		let got = 0;
		eachStamp(bytes, from, to, (due) => {
			// What an earlier run lost and this one finds counts for neither.
			if (due < this.#begun) return;
			got++;
			this.#latency.add(now - due);
		});
		subscriber.count += got;
		this.#deliveries += got;
		this.#lastAt = now;
		if (this.#deliveries >= this.#wakeAt) this.#wake();
	}

	/**
	 * Publishes until the time is up, with at most so many messages under way; a message is under way until its last
	 * subscriber has it.
	 *
	 * @param {{ underWay: number, seconds: number }} plan
	 */
	async flood({ underWay, seconds }) {
		return this.#measured(async (publish) => {
			const until = this.#begun + seconds * 1000;
			const size = this.#subscribers.length;
			let sent = 0;
			const fill = () => {
				while (sent * size - this.#deliveries <= (underWay - this.#batch) * size && performance.now() < until) {
					sent += this.#batch;
					publish(performance.now());
				}
				this.#wakeAt = (sent - underWay + this.#batch) * size;
			};
			this.#wake = fill;
			fill();
			await pause(until - performance.now());
			this.#wakeAt = Number.POSITIVE_INFINITY;
			return { growth: 0 };
		}, true);
	}

	/**
	 * Publishes on a schedule that does not wait for answers; a message's clock starts when it is due.
	 *
	 * @param {{ rate: number, seconds: number }} plan messages a second
	 */
	async pace({ rate, seconds }) {
		return this.#measured(
			async (publish) => {
				const until = this.#begun + seconds * 1000;
				const settled = this.#begun + seconds * 1000 * SETTLING;
				/** @type {[number, number][]} */
				const backlog = [];
				const look = setInterval(() => {
					const size = this.#published - this.#deliveries / this.#subscribers.length;
					if (performance.now() > settled) backlog.push([performance.now(), size]);
				}, LOOK_MS);
				for (let due = this.#begun; due < until; await pause(Math.max(0, due - performance.now())))
					for (; due <= performance.now() && due < until; due += (1000 * this.#batch) / rate) publish(due);
				clearInterval(look);
				return { growth: growth(backlog) };
			},
			rate * this.#subscribers.length >= BUSY,
		);
	}

	/**
	 * Publishes one message at a time into silence, and answers how long each took to its last subscriber.
	 *
	 * @param {{ times: number, pauseMs: number }} plan
	 */
	async single({ times, pauseMs }) {
		/** @type {number[]} */
		const untilLast = [];
		const result = await this.#measured(async (publish) => {
			for (let time = 1; time <= times; time++) {
				const due = performance.now();
				publish(due);
				await this.#delivered(time * this.#batch * this.#subscribers.length);
				untilLast.push(this.#lastAt - due);
				await pause(pauseMs);
			}
			return { growth: 0 };
		}, false);
		return { ...result, untilLast };
	}

	/**
	 * Asks once, and counts what arrives in a while from a server that does not stop by itself.
	 *
	 * @param {{ seconds: number }} plan
	 */
	async absorb({ seconds }) {
		const publisher = new Publisher(this.#target, 1);
		const wakeUp = takeNaps();
		void publisher.publish(0, 1);
		await pause(300);
		this.#deliveries = this.#frames = 0;
		const cpu = process.cpuUsage();
		const begun = performance.now();
		await pause(seconds * 1000);
		const { user, system } = process.cpuUsage(cpu);
		const ms = performance.now() - begun;
		wakeUp();
		publisher.close();
		return { deliveries: this.#deliveries, frames: this.#frames, ms, ownCpuMs: (user + system) / 1000 };
	}

	/**
	 * @param {(publish: (due: number) => void) => Promise<{ growth: number }>} run
	 * @param {boolean} isBusy
	 */
	async #measured(run, isBusy) {
		this.#latency = new Samples();
		this.#deliveries = this.#frames = this.#published = this.#refused = 0;
		for (const subscriber of this.#subscribers) subscriber.count = 0;
		const publisher = new Publisher(this.#target);
		const batch = this.#batch;
		const wakeUp = isBusy ? takeNaps() : () => {};
		let waiting = 0;
		/** @type {Promise<unknown>[]} */
		const pending = [];
		const cpu = process.cpuUsage();
		// In whole microseconds, as messages carry it: the first one is due right then.
		this.#begun = Math.floor(performance.now() * 1000) / 1000;
		const { growth } = await run((due) => {
			this.#published += batch;
			pending.push(publisher.publish(due, batch).then((ok) => (ok ? undefined : (this.#refused += batch))));
			waiting = Math.max(waiting, publisher.waiting);
		});
		await Promise.all(pending);
		await this.#delivered((this.#published - this.#refused) * this.#subscribers.length);
		const { user, system } = process.cpuUsage(cpu);
		wakeUp();
		publisher.close();
		return { ...this.#counted(), growth, waiting, ownCpuMs: (user + system) / 1000 };
	}

	#counted() {
		const accepted = this.#published - this.#refused;
		return {
			accepted,
			refused: this.#refused,
			deliveries: this.#deliveries,
			// Of each subscriber by itself, so that what one got twice does not stand for what another did not get.
			lost: this.#subscribers.reduce((sum, { count }) => sum + Math.abs(accepted - count), 0),
			frames: this.#frames,
			ms: this.#lastAt - this.#begun,
			p50: this.#latency.quantile(0.5),
			p95: this.#latency.quantile(0.95),
			p99: this.#latency.quantile(0.99),
			max: this.#latency.quantile(1),
		};
	}

	/** @param {number} expected */
	async #delivered(expected) {
		if (this.#deliveries >= expected) return;
		const late = Promise.withResolvers();
		this.#wakeAt = expected;
		this.#wake = () => late.resolve(true);
		const timer = setTimeout(this.#wake, PATIENCE_MS);
		await late.promise;
		clearTimeout(timer);
		this.#wakeAt = Number.POSITIVE_INFINITY;
	}
}
