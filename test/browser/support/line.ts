import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

/**
 * A line between a browser and the demo that can really be cut: what a browser's own offline switch does to sockets that
 * are open already differs from version to version.
 */
export interface Line {
	readonly url: string;
	/** Drops every connection, and each new one, until {@link Line.mend}. */
	cut(): void;
	mend(): void;
	close(): Promise<void>;
}

export async function openLine(port: number): Promise<Line> {
	const sockets = new Set<Socket>();
	let isCut = false;
	const server = createServer((near) => {
		if (isCut) return near.destroy();
		const far = connect(port, "127.0.0.1");
		for (const [one, other] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(one);
			one.pipe(other);
			one.on("error", () => other.destroy());
			one.on("close", () => {
				sockets.delete(one);
				other.destroy();
			});
		}
		return undefined;
	});
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const drop = (): void => {
		for (const socket of sockets) socket.destroy();
	};
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}`,
		cut: () => {
			isCut = true;
			drop();
		},
		mend: () => {
			isCut = false;
		},
		close: async () => {
			drop();
			server.close();
			await once(server, "close");
		},
	};
}
