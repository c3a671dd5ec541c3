import { fileURLToPath } from "node:url";
import { cloudflareTest } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { PARLOUR_KEYS } from "./test/support/keys.ts";

// How long a test may take says nothing of what it checks: only one that hangs is ended. docs/testing.md says more.
const PATIENCE = {
	testTimeout: 60_000,
	hookTimeout: 60_000,
	// As long as a busy machine may take; without it a condition has a second.
	expect: { poll: { timeout: 15_000 } },
};

// One project per runtime. `unit` is the default home of a test: what needs no workerd and no browser runs there.
export default defineConfig({
	test: {
		reporters: ["default", "./scripts/lib/summary-reporter.mjs"],
		projects: [
			{
				// What the React example imports, as it is here and not as it was built last.
				resolve: { alias: { "parlour/react": fileURLToPath(new URL("./src/client/react/index.ts", import.meta.url)) } },
				test: {
					...PATIENCE,
					name: "unit",
					include: ["test/**/*.test.ts"],
					exclude: ["test/workerd/**", "test/runtime/**", "test/sdk/**", "test/browser/**"],
				},
			},
			{
				plugins: [
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						miniflare: { bindings: { PARLOUR_KEYS } },
					}),
				],
				test: { ...PATIENCE, name: "workerd", include: ["test/workerd/**/*.test.ts"] },
			},
			{
				test: {
					...PATIENCE,
					name: "runtime",
					include: ["test/runtime/**/*.test.ts", "test/sdk/**/*.test.ts"],
					// Mostly waiting: a room needs its time to fall asleep.
					maxWorkers: 2,
				},
			},
			{
				test: {
					...PATIENCE,
					name: "browser",
					include: ["test/browser/**/*.test.ts"],
					fileParallelism: false,
				},
			},
		],
	},
});
