import { Origin } from "parlour/origin";

const { PARLOUR_URL: url = "http://localhost:8787", PARLOUR_KEY: key = "", PARLOUR_SECRET: secret = "" } = process.env;
const origin = new Origin({ url, key, secret });
const channel = { context: "course:15", component: "mod_quiz", area: "game", item: 7 };

const [result] = await origin.notify([{ channel, name: "state", data: { question: 3 } }]);
if (!result?.ok) throw new Error(result?.fault.message);
console.log(await origin.channelHash(channel));
console.log(`stored as ${result.seq}, handed to ${result.recipients}`);
