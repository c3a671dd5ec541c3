import { countReport } from "../../door/reports.ts";
import type { Clock, RoomHost, Timers } from "../core/ports.ts";
import { SteadyTimers } from "../core/steady-timers.ts";
import { PING, PONG } from "../../protocol/paths.ts";
import type { AlarmClock } from "./alarm-clock.ts";

/** What a room needs of the runtime; once it is stopped, nothing that it asked for runs, and nothing that it asks is done. */
export interface StoppableHost extends RoomHost {
	stop(): void;
}

/** The clock and the timers of the runtime. */
export const systemTime: Clock & Timers = {
	now: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms);
		return () => clearTimeout(timer);
	},
};

/** The host of a room that lives in an object. */
export function objectHost(
	ctx: DurableObjectState,
	parts: Pick<RoomHost, "verifyTicket" | "sign" | "isSigned"> & { readonly alarms: AlarmClock },
): StoppableHost {
	let announced = "";
	let stopped = false;
	const timers = new SteadyTimers(systemTime);
	return {
		now: () => timers.now(),
		after: (ms, run) =>
			timers.after(ms, () => {
				if (!stopped) run();
			}),
		onSetBack: (run) =>
			timers.onSetBack(() => {
				if (!stopped) run();
			}),
		durable: () => ctx.storage.sync(),
		announceHead(cursor) {
			if (stopped || cursor === announced) return;
			announced = cursor;
			ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG + cursor));
		},
		announcedHead: () => ctx.getWebSocketAutoResponse()?.response.slice(PONG.length),
		wakeAt(at) {
			if (!stopped) parts.alarms.wakeAt(at);
		},
		verifyTicket: parts.verifyTicket,
		sign: parts.sign,
		isSigned: parts.isSigned,
		report: tellOperator,
		newId: () => crypto.randomUUID(),
		random: () => Math.random(),
		stop() {
			stopped = true;
		},
	};
}

/** Writes one line into the log, and counts it for the health answer. */
function tellOperator(line: string): void {
	// oxlint-disable-next-line no-console -- the one line that an operator finds in the logs
	console.error(line);
	countReport(Date.now());
}

/** A new log's epoch: unlike any other's, so that a cursor into a lost log is never taken for one into its successor. */
export function newEpoch(): string {
	return crypto.randomUUID().replaceAll("-", "").slice(0, 12);
}
