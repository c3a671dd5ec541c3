import type { FaultBody } from "../protocol/fault.ts";
import { FAULTS } from "../protocol/faults.ts";

/**
 * Refuses an upgrade so that a browser can read why, since it cannot see an HTTP status there: the socket is accepted,
 * gets the fault, and is closed at once with the fault's code. Never hibernates; nothing of it is left.
 *
 * @param protocol the subprotocol to answer with, where the client asked for one
 */
export function refuseUpgrade(fault: FaultBody, protocol: string | undefined): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	server.send(JSON.stringify({ type: "fault", ...fault }));
	server.close(FAULTS[fault.code].close, fault.code);
	const headers = protocol === undefined ? undefined : { "Sec-WebSocket-Protocol": protocol };
	return new Response(null, { status: 101, webSocket: client, headers });
}
