import type { AreaRules } from "../../config/rules.ts";
import { FAULTS } from "../../protocol/faults.ts";
import type { FaultCode } from "../../protocol/faults.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Caller } from "./access.ts";
import { Batch, encodeFrame } from "./encode.ts";
import { type Arrival, type Reader, socketReader } from "./reader.ts";
import type { Roster } from "./roster.ts";

/**
 * How often a room with sockets looks for silent ones, in milliseconds. A wake-up each time, so not often: a pulled cable
 * is found within this and {@link LIMITS.silentMs} together.
 */
export const SWEEP_MS = 120_000;

/**
 * A silence that the sweep before would have found: the clock was set forward, or no alarm came for a while. Then nothing
 * is known of the sockets, and all of them would be closed at once.
 */
const IMPLAUSIBLE_MS = LIMITS.silentMs + SWEEP_MS + 60_000;

/** When a heartbeat is late, in milliseconds after the one before. */
const LATE_MS = 1.2 * LIMITS.heartbeatMs;

/** What is to be done with a reader that a sweep looked at. */
export type Verdict =
	| { readonly kind: "stay" }
	| { readonly kind: "doubt" }
	| { readonly kind: "warn" }
	| { readonly kind: "close"; readonly code: FaultCode };

/**
 * Judges a socket: one whose ticket ran out is asked for a new one and closed when none comes, and one that has sent
 * heartbeats before and is silent now hangs on a cable that was pulled. A socket that never sent a heartbeat cannot be
 * judged by one.
 */
export function judge(reader: Reader, nowMs: number): Verdict {
	const heartbeat = reader.sink.heartbeatAt();
	const silentMs =
		heartbeat === undefined ? 0 : nowMs - Math.max(heartbeat === reader.voidHeartbeat ? 0 : heartbeat, reader.seenAt);
	if (silentMs > IMPLAUSIBLE_MS) return { kind: "doubt" };
	if (silentMs > LIMITS.silentMs) return { kind: "close", code: "silent" };
	if (reader.caller.kind !== "member" || reader.caller.expires > nowMs) return { kind: "stay" };
	return reader.caller.expires + LIMITS.renewalMs <= nowMs
		? { kind: "close", code: "ticket_expired" }
		: { kind: "warn" };
}

/** A frame came from a socket. Where no heartbeat says so, that is kept through sleep. */
export function hear(reader: Reader, nowMs: number): void {
	reader.seenAt = nowMs;
	const heartbeat = reader.sink.heartbeatAt();
	if (heartbeat !== undefined && nowMs - heartbeat > LATE_MS) reader.sink.remember(reader);
}

/**
 * Returns the readers behind the sockets that are there after sleep. Waking says nothing about them: they count as last
 * heard of when that was remembered, and when their last heartbeat was.
 */
export function wakeReaders(
	sockets: readonly Arrival[],
	position: number,
	rules: Pick<AreaRules, "readHistory">,
): Reader[] {
	return sockets.map((socket) => socketReader(socket, { position, seenAt: socket.seenAt ?? 0, rules }));
}

/**
 * The clock was set back: what was heard before counts as heard now. A heartbeat of that time would seem to be yet to come.
 */
export function setBack(roster: Roster, nowMs: number): void {
	for (const reader of roster) {
		reader.seenAt = Math.min(reader.seenAt, nowMs);
		const heartbeat = reader.sink.heartbeatAt();
		if (heartbeat !== undefined && heartbeat > nowMs) reader.voidHeartbeat = heartbeat;
	}
}

/** Judges all readers: warns those that are to be warned, and has those ended that are to be closed. */
export function sweep(roster: Roster, nowMs: number, end: (reader: Reader, code: FaultCode) => void): void {
	for (const reader of roster) {
		const verdict = judge(reader, nowMs);
		// Given the time of a heartbeat or two to be heard of again, by the clock as it is now.
		if (verdict.kind === "doubt") {
			reader.seenAt = nowMs - LIMITS.heartbeatMs;
			reader.sink.remember(reader);
		}
		if (verdict.kind === "warn") warn(reader, "ticket_expired");
		if (verdict.kind === "close") end(reader, verdict.code);
	}
}

/** When a caller's ticket runs out, in milliseconds since 1970. */
export function expiryOf(caller: Caller): number | undefined {
	return caller.kind === "member" ? caller.expires : undefined;
}

/** When some reader's ticket next runs out, or its time to renew it does; milliseconds since 1970. */
export function nextExpiry(roster: Roster, nowMs: number): number | undefined {
	let next: number | undefined;
	for (const { caller } of roster) {
		if (caller.kind !== "member") continue;
		const due = caller.expires > nowMs ? caller.expires : caller.expires + LIMITS.renewalMs;
		if (due > nowMs && (next === undefined || due < next)) next = due;
	}
	return next;
}

/** Tells a reader what is wrong, without closing its socket. */
export function warn(reader: Reader, code: FaultCode): void {
	const frame = encodeFrame({ type: "fault", code, message: FAULTS[code].message });
	reader.sink.deliver(new Batch([frame]), reader.position);
}

/** Tells a reader what is wrong and closes its socket with the fault's code. */
export function dismiss(reader: Reader, code: FaultCode, reason: string = code): void {
	warn(reader, code);
	reader.sink.close(FAULTS[code].close, reason);
}
