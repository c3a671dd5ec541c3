import { FaultError } from "../../protocol/fault.ts";
import type { Json } from "../../protocol/json.ts";
import { LIMITS } from "../../protocol/limits.ts";
import type { Message } from "../../protocol/message.ts";
import { fitsUtf8 } from "../../protocol/utf8.ts";
import type { Caller } from "./access.ts";
import type { Call } from "./calls.ts";
import { encodeFrame } from "./encode.ts";
import type { FrameHandlers } from "./inbound.ts";
import type { RoomHost } from "./ports.ts";
import type { Reader } from "./reader.ts";
import type { Published } from "./publisher.ts";

/** What a room can do for a socket. */
export interface RoomActions {
	publish(caller: Caller, message: Message, own: Reader): Promise<Published>;
	signal(caller: Caller, name: string, data: Json, own: Reader): void | Promise<void>;
	call(caller: Caller, call: Call, session: string): Promise<Json>;
	replay(reader: Reader, after: string | number): void;
	setState(reader: Reader, state: Json): void | Promise<void>;
	renew(reader: Reader, caller: Caller): void;
	acknowledge(caller: Caller, seq: number): void;
}

/** What a room does with each frame that a socket sends: a row a frame. */
export function frameHandlers(room: RoomActions, host: RoomHost): FrameHandlers {
	return {
		publish: async (reader, { ref, ...message }) => {
			const published = await room.publish(reader.caller, message, reader);
			if ("fault" in published) return encodeFrame({ type: "fault", ref, ...published.fault });
			const { seq, at, recipients } = published;
			return encodeFrame({ type: "ack", ref, seq, at, recipients });
		},
		signal: async (reader, { name, data }) => {
			await room.signal(reader.caller, name, data, reader);
			return undefined;
		},
		call: async (reader, { ref, data, component }) => {
			const reply = await room.call(reader.caller, { data, component }, reader.session);
			return encodeFrame({ type: "reply", ref, data: reply });
		},
		replay: (reader, { after }) => {
			room.replay(reader, after);
			return undefined;
		},
		renew: async (reader, { ticket }) => {
			room.renew(reader, await host.verifyTicket(ticket));
			return undefined;
		},
		state: async (reader, { data }) => {
			if (!fitsUtf8(JSON.stringify(data), LIMITS.stateBytes)) throw new FaultError("too_large");
			await room.setState(reader, data);
			return undefined;
		},
		receipt: (reader, { seq }) => {
			room.acknowledge(reader.caller, seq);
			return undefined;
		},
	};
}
