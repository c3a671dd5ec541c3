/** The subprotocols that an upgrade asks for. */
export function subprotocols(request: Request): string[] {
	const header = request.headers.get("Sec-WebSocket-Protocol") ?? "";
	return header.split(",").flatMap((protocol) => protocol.trim() || []);
}
