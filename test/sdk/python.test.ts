import { describe } from "vitest";
import { sdkContract } from "./contract.ts";

const args = ["-W", "error"];
const env = { PYTHONPATH: "sdk/python/src:sdk/python", PYTHONDONTWRITEBYTECODE: "1" };

describe("the Python SDK", () => {
	sdkContract({
		name: "python",
		tests: {
			program: "python3",
			args: [...args, "-m", "unittest", "discover", "-s", "sdk/python/tests", "-t", "sdk/python"],
			env,
		},
		driver: { program: "python3", args: [...args, "sdk/python/tests/driver.py"], env },
		transports: ["urllib"],
	});
});
