import { WebSocketServer } from "ws";
import { listen } from "../../lib/listen.mjs";
import { postServer } from "../../lib/post-server.mjs";

// Broadcasting as the library's own guide writes it.

const http = postServer((body) => {
	for (const client of sockets.clients) if (client.readyState === client.OPEN) client.send(body);
});
const sockets = new WebSocketServer({ server: http });
listen(http);
