/**
 * Lets a server listen on a free port of loopback and tells it to the process that started this one.
 *
 * @param {import("node:net").Server} server
 */
export function listen(server) {
	server.listen(0, "127.0.0.1", () => {
		const address = server.address();
		if (address !== null && typeof address === "object") process.send?.({ port: address.port });
	});
	// Nobody is left to serve when the bench is gone.
	process.once("disconnect", () => process.exit());
}
