import { Server } from "socket.io";
import { listen } from "../../lib/listen.mjs";
import { postServer } from "../../lib/post-server.mjs";

// The body is emitted as an object, as applications do; the library then writes it as JSON once for all.

const http = postServer((body) => io.emit("m", JSON.parse(body)));
const io = new Server(http);
listen(http);
