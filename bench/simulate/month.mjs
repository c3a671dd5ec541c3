import { SWEEP_MS } from "../../src/rooms/core/sweep.ts";
import { ASSUMED, MEASURED, OWN } from "./costs.mjs";
import { billFor, PRICES } from "./prices.mjs";
import { oneWay, PLACES, ROOM_REGION } from "./regions.mjs";

const SECONDS = 30 * 86_400;
/** The log deletes what grows too old, and a deleted row counts as a written one. */
const ROWS_PER_MESSAGE = 2;

/**
 * @typedef {object} Month
 * @property {import("./herd.mjs").Placed} placed
 * @property {number} readers
 * @property {number} perSecond messages
 * @property {import("./tree.mjs").Flush} flush
 * @property {import("./pace.mjs").Pace} pace
 * @property {"count" | "off"} presence
 */

/**
 * What thirty days cost in which all readers are there all the time, new ones for those who leave.
 *
 * @param {Month} month
 */
export function monthOf(month) {
	const { readers, perSecond } = month;
	const events = eventsOf(month);
	const bill = billOf(events, awakeSeconds(month, events));
	const deliveries = readers * perSecond * SECONDS;
	return {
		deliveries,
		bill,
		/** Where an object is billed until it has left memory, too. */
		ceiling: billOf(events, drowsySeconds(month, events)),
		perMillion: (bill.total / deliveries) * 1e6,
		reportsPerSecond: events.reports,
		/** What comes to the room in a second, messages aside. */
		roomRequests: events.reports + events.asks + events.sweepCalls + events.connects / (month.placed.seats.length + 1),
	};
}

/**
 * What happens in a second, in the whole channel.
 *
 * @param {Month} month
 */
function eventsOf({ placed, readers, perSecond, pace }) {
	const relays = placed.seats.length;
	const connects = readers / ASSUMED.staySeconds;
	const isolates = PLACES.reduce((sum, { cities }) => sum + cities, 0) * ASSUMED.isolatesPerCity;
	return {
		connects,
		/** An isolate asks again when it has forgotten and a reader comes. */
		asks: relays === 0 ? 0 : 1 / (OWN.knownMs / 1000 / isolates + 1 / connects),
		publishes: perSecond,
		flushes: pace.flushesPerSecond,
		calls: pace.callsPerSecond,
		reports: reporting(connects, placed, pace.flushesPerSecond).reports,
		/** The room has one too. */
		sweeps: ((relays + 1) * 1000) / SWEEP_MS,
		sweepCalls: (relays * 1000) / SWEEP_MS,
	};
}

/** @typedef {ReturnType<typeof eventsOf>} Events */

/**
 * @param {Events} events
 * @param {number} awake seconds of all objects in a second
 */
function billOf({ connects, asks, publishes, calls, reports, sweeps, sweepCalls }, awake) {
	return billFor({
		workerRequests: (connects + publishes) * SECONDS,
		workerCpuMs: (connects + publishes) * ASSUMED.workerMs * SECONDS,
		objectRequests: (connects + asks + publishes + calls + reports + sweeps + sweepCalls) * SECONDS,
		gigabyteSeconds: awake * PRICES.gigabytesPerObject * SECONDS,
		rowsWritten: (publishes * ROWS_PER_MESSAGE + sweeps) * SECONDS,
	});
}

/**
 * As the price page has it: an object is billed while it runs, waits for something that it has begun, or has a timer.
 * A relay of a channel that has few has one from a change until it reports it, and the room from a change until it tells how many are there.
 *
 * @param {Month} month
 * @param {Events} events
 */
function awakeSeconds({ placed, flush, pace, presence }, events) {
	const relays = placed.seats.length;
	const connectMs = ((events.connects / (relays + 1)) * MEASURED.connect) / 1000;
	const askedMs = ((events.asks + events.reports + events.sweepCalls) * MEASURED.call) / 1000;
	const room = presence === "count" ? 1 : either(pace.awake, (askedMs + connectMs) / 1000);
	if (relays === 0) return room;
	const upAndDown = placed.seats.reduce((sum, { region }) => sum + 2 * oneWay(region, ROOM_REGION), 0) / relays;
	const flushMs = (events.calls / flush.calls) * (flush.relaysMs / relays);
	const sweepMs = (events.sweepCalls / relays) * (ASSUMED.sweepMs + upAndDown);
	const answersMs = upAndDown * (events.reports / relays);
	const { share } = reporting(events.connects, placed, events.flushes);
	return room + relays * either(share, (flushMs + sweepMs + connectMs + answersMs) / 1000);
}

/**
 * The ceiling: billed until an object has left memory, too.
 *
 * @param {Month} month
 * @param {Events} events
 */
function drowsySeconds({ placed, presence }, events) {
	const relays = placed.seats.length;
	const idle = Math.exp(-ASSUMED.drowsySeconds * (events.flushes + (2 * events.connects) / (relays + 1)));
	return (presence === "count" ? 1 : 1 - idle) + relays * (1 - idle);
}

/**
 * How many reports all relays make in a second beside those of their sweeps, and in what share of the time each has a
 * timer for one. Up to a pace there is a timer from a change on; past it a report waits for what wakes the relay next.
 *
 * @param {number} connects a second, and as many readers who leave
 * @param {{ readonly seats: readonly unknown[], readonly paceMs: number }} placed
 * @param {number} flushes a second
 */
export function reporting(connects, { seats: { length: relays }, paceMs }, flushes) {
	const pace = paceMs / 1000;
	const changes = (2 * connects) / (relays + 1);
	const none = Math.exp(-changes * pace);
	if (paceMs <= OWN.timedPaceMs) {
		const cycle = pace + none / changes;
		return { reports: relays / cycle, share: (pace - (1 - none) / changes) / cycle };
	}
	// A flush wakes it as well, and finds something to tell unless as many have gone as have come.
	const cycle = pace + 1 / (changes + flushes * (1 - evenness(changes * pace)));
	// The sweep's own report begins the next pace, too.
	const sweep = SWEEP_MS / 1000;
	const each = cycle < sweep ? Math.floor(sweep / cycle) / sweep : 1 / cycle;
	return { reports: relays * each, share: 0 };
}

/**
 * How likely it is that of so many changes, as a mean, half were one way and half the other: a Bessel function.
 *
 * @param {number} changes
 */
function evenness(changes) {
	let term = Math.exp(-changes);
	let sum = 0;
	for (let pairs = 0; pairs < 200 && term > 0; pairs++) {
		sum += term;
		term *= (changes / 2 / (pairs + 1)) ** 2;
	}
	return sum;
}

/**
 * The share of time in which at least one of two things goes on, where neither knows of the other.
 *
 * @param {number} share
 * @param {number} sum of the times of many short things, which overlap at random
 */
function either(share, sum) {
	return 1 - (1 - share) * Math.exp(-sum);
}
