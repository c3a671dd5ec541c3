import { describe } from "vitest";
import { sdkContract } from "./contract.ts";

// Traces with arguments, which production leaves out: what they show is tested.
const args = ["-d", "zend.exception_ignore_args=0", "-d", "display_errors=stderr"];

describe("the PHP SDK", () => {
	sdkContract({
		name: "php",
		tests: { program: "php", args: [...args, "sdk/php/tests/run.php"] },
		driver: { program: "php", args: [...args, "sdk/php/tests/driver.php"] },
		transports: ["curl", "stream"],
	});
});
