import ReconnectingWebSocket from "partysocket/ws";
import { channelPath, PING, SUBPROTOCOL, TICKET_SUBPROTOCOL } from "../../protocol/paths.ts";
import type { Environment } from "./environment.ts";
import { type Address, type Link, type LinkListener, receive } from "./transport.ts";
import { CLOSE_LOST, CONNECT_TIMEOUT_MS, NEVER_MS } from "./timing.ts";

/**
 * A socket, as partysocket carries it. Its reconnecting stays off, a fresh instance is made for each attempt: two owners
 * would fight over one connection, and partysocket's waits have no jitter (1.3.0).
 */
export function socketTransport(environment: Environment): (address: Address, listener: LinkListener) => Link {
	return ({ url, hash, since, ticket }, listener) => {
		const query = since ? `?since=${encodeURIComponent(since)}` : "";
		const socket = new ReconnectingWebSocket(
			url.replace("http", "ws") + channelPath(hash, "socket") + query,
			ticket ? [SUBPROTOCOL, TICKET_SUBPROTOCOL + ticket] : [SUBPROTOCOL],
			{ WebSocket: environment.WebSocket, maxRetries: 0, maxEnqueuedMessages: 0, connectionTimeout: NEVER_MS },
		);
		let isOver = false;
		const greet = once(() => void socket.send(PING));
		const leave = (): void => {
			isOver = true;
			environment.clearTimeout(timer);
			socket.close();
		};
		const end = (code: number, reason: string): void => {
			if (isOver) return;
			leave();
			listener.closed(code, reason);
		};
		const timer = environment.setTimeout(() => end(CLOSE_LOST, ""), CONNECT_TIMEOUT_MS);
		// oxlint-disable unicorn/prefer-add-event-listener -- partysocket hands listeners a clone of each event, these the event
		socket.onmessage = ({ data }) => {
			if (isOver || typeof data !== "string") return;
			greet();
			environment.clearTimeout(timer);
			try {
				receive(data, listener);
			} catch {
				end(CLOSE_LOST, "");
			}
		};
		// partysocket answers an error with a close of its own making, with a code that says nothing: the error is first.
		socket.onclose = ({ code, reason }) => end(code === 1000 ? CLOSE_LOST : code, reason);
		socket.onerror = () => end(CLOSE_LOST, "");
		// oxlint-enable unicorn/prefer-add-event-listener
		return {
			send: (message) => void socket.send(JSON.stringify(message)),
			ping: () => void socket.send(PING),
			close: leave,
		};
	};
}

/**
 * Runs something the first time only: here a heartbeat. Until it has had a message, the runtime keeps the connection of a
 * socket that it closed for 18 s or longer.
 */
function once(run: () => void): () => void {
	let isDone = false;
	return () => {
		if (isDone) return;
		isDone = true;
		run();
	};
}
