import { run } from "./lib/run.mjs";

// Everything that can be said without running the program. All steps run, so that one look shows all that is to mend.

/** @type {readonly (readonly [name: string, program: string, ...args: string[]])[]} */
const STEPS = [
	["format", "prettier", "--check", "--cache", "--log-level", "warn", "."],
	["lint", "oxlint"],
	["types", "node", "scripts/check-types.mjs"],
	["layers", "node", "scripts/check-layers.mjs"],
	["spec", "node", "scripts/check-spec.mjs"],
	["samples", "node", "scripts/check-samples.mjs"],
	["size", "node", "scripts/check-size.mjs"],
	["exports: publint", "publint", "--strict"],
	["exports: attw", "attw", "--pack", ".", "--profile", "esm-only"],
];

const failed = [];
for (const [name, program, ...args] of STEPS) {
	const begun = performance.now();
	// One after another: each of them uses both cores where it can.
	const { ok, output } = await run(program, args);
	console.log(`${ok ? "ok    " : "FAILED"} ${name} (${Math.round(performance.now() - begun)} ms)`);
	if (!ok) {
		failed.push(name);
		console.error(output);
	}
}
if (failed.length > 0) console.error(`check: failed: ${failed.join(", ")}`);
process.exitCode = failed.length === 0 ? 0 : 1;
