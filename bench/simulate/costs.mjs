// The only place for what things cost in time. `MEASURED` was measured, on one machine and in workerd, which is what runs
// on the platform too; `ASSUMED` was not, and nothing here was ever run on the platform itself.

/** Microseconds of one core. */
export const MEASURED = {
	/**
	 * One frame to one socket. 35.1 in a bare object that sends one text of 200 bytes to 1,000 hibernatable sockets
	 * (workerd 1.20261117.1, 2026-11-21); 32.0 with everything that a room does besides (bench/results/2026-11-21.md, 1,000
	 * subscribers, 10 notifies a second).
	 */
	frame: 35,
	/** A frame's bytes hardly count: 41.8 with 20,000 of them, same place and date. */
	frameKilobyte: 0.3,
	/**
	 * One call between two objects: 74.6 by RPC, 121 by fetch, both ends together (same place and date). The larger half is
	 * taken, in full at either end, because a relay's answer and its payload come on top.
	 */
	call: 100,
	/** One notify, Worker and room together: bench/results/2026-11-21.md, one subscriber, as fast as answers come. */
	publish: 657,
	/** Accepting a socket: 250 to 350, Worker and object together (same place and date as a frame). */
	connect: 350,
};

export const ASSUMED = {
	/** Until a write is confirmed by the platform's other machines, which an answer and a frame wait for, in ms. */
	confirmMs: 10,
	/** CPU of the Worker for a request: routing, HMAC, the token; in ms. */
	workerMs: 1,
	/** A message as it is sent. */
	messageBytes: 200,
	/** How long a reader stays, in seconds: each stay is a connection. */
	staySeconds: 3600,
	/** Isolates that answer for one channel in a city. */
	isolatesPerCity: 4,
	/** How long a sweep takes before its call, in ms. */
	sweepMs: 5,
	/** How long an object stays in memory after its last event, in seconds. */
	drowsySeconds: 10,
};

/** What the program itself says, where it does not let anybody read it. A test holds these to it. */
export const OWN = {
	/** How long an isolate remembers a channel's open relays: `KNOWN_MS` in src/worker/places.ts. */
	knownMs: 15_000,
	/** Up to this pace, relays have a timer for a report: `TIMED_PACE_MS` in src/rooms/core/relay/membership.ts. */
	timedPaceMs: 1_000,
};
