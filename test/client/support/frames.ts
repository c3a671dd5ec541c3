import type { EventFrame, Json, ServerFrame } from "../../../src/client/index.ts";
import type { WelcomeFrame } from "../../../src/protocol/server-frames.ts";

export const HEARTBEAT = 25_000;

export function welcome(cursor: string, more: Partial<WelcomeFrame> = {}): WelcomeFrame {
	return {
		type: "welcome",
		cursor,
		session: "s1",
		resumed: "fresh",
		may: { publish: true, signal: true, call: true, history: true },
		limits: { messageBytes: 1_000, heartbeat: HEARTBEAT },
		...more,
	};
}

export function event(seq: number, data: Json = seq, name = "message"): EventFrame {
	return { type: "event", seq, at: 1_800_000_000_000 + seq, name, data };
}

export function events(from: number, to: number): EventFrame[] {
	return Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
}

export function skip(seq: number, to?: number, lost?: boolean): ServerFrame {
	return { type: "skip", seq, to, lost };
}
