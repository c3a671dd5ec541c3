import { defineConfig } from "parlour/server";

/** The rules of your channels: who may publish, what the log keeps. Later rules override earlier ones. */
export const config = defineConfig({
	apps: {
		"*": {
			// The sites whose pages may use this deployment. Name yours instead of "*".
			origins: ["*"],
			areas: [{ component: "chat", publish: "members", signal: "members", presence: "members" }],
		},
	},
});
