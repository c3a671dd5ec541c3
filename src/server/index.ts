export { type AppConfig, type AreaRule, defineConfig, type ParlourConfig } from "../config/index.ts";
export {
	createParlour,
	type Parlour,
	type ParlourEnv,
	type ParlourRoom,
	type ParlourWorker,
} from "./create-parlour.ts";
