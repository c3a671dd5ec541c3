import { Origin } from "parlour/origin";

// A backend of yours pushes like this, from anywhere: npm run push -- "Hello from the backend"

process.loadEnvFile(".dev.vars");
const origin = new Origin({
	url: process.env.PARLOUR_URL ?? "http://localhost:8787",
	key: "site",
	secret: process.env.PARLOUR_SECRET,
});
const result = await origin.notify({
	channel: { context: "home", component: "chat", area: "room", item: "lobby" },
	name: "message",
	data: { text: process.argv[2] ?? "Hello from the backend" },
});
console.log(result.ok ? `Stored as number ${result.seq}.` : `Refused: ${result.fault.message}`);
