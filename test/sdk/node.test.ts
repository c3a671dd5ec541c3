import { describe } from "vitest";
import { ROOT } from "../../scripts/lib/run.mjs";
import { sdkContract } from "./contract.ts";

describe("the TypeScript SDK", () => {
	sdkContract({
		name: "node",
		driver: { program: `${ROOT}node_modules/.bin/node`, args: ["test/sdk/node-driver.mjs"] },
		transports: ["fetch"],
	});
});
