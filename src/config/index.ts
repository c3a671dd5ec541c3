export { type AppConfig, defineConfig, type ParlourConfig } from "./config.ts";
export {
	type AreaRule,
	type AreaRules,
	type Audience,
	DEFAULT_RULES,
	WEBHOOK_TYPES,
	type WebhookType,
} from "./rules.ts";
