import { defineConfig, WEBHOOK_TYPES } from "./src/config/index.ts";

/**
 * The apps of this deployment and the rules of their areas. Keys are not here: they are secrets, and come from
 * `PARLOUR_KEYS`. Later rules override earlier ones; what no rule says is as `DEFAULT_RULES` has it.
 */
export default defineConfig({
	apps: {
		"*": {
			origins: ["*"],
			areas: [
				{
					component: "chat",
					publish: "members",
					signal: "members",
					presence: "members",
					webhooks: WEBHOOK_TYPES,
				},
			],
		},
	},
});
