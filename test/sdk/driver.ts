import { spawn } from "node:child_process";
import { ROOT } from "../../scripts/lib/run.mjs";

/** How to run the tests and the driver of an SDK that is written in another language. */
export interface Sdk {
	readonly name: string;
	/** Runs the SDK's own tests, where they are not among these. */
	readonly tests?: Command;
	/** Reads a request as JSON from its input, and writes the answer as JSON. */
	readonly driver: Command;
	/** The HTTP clients that it can use. */
	readonly transports: readonly string[];
}

export interface Command {
	readonly program: string;
	readonly args: readonly string[];
	readonly env?: { readonly [name: string]: string };
}

interface Ran {
	readonly code: number | null;
	readonly output: string;
	readonly errors: string;
}

export async function runProgram({ program, args, env }: Command, input = ""): Promise<Ran> {
	// What stands between this machine and the world has no place between two of its processes.
	const child = spawn(program, args, { cwd: ROOT, env: { ...process.env, ...env, no_proxy: "*", NO_PROXY: "*" } });
	child.stdin.end(input);
	const [output, errors, code] = await Promise.all([
		textOf(child.stdout),
		textOf(child.stderr),
		new Promise<number | null>((resolve, reject) => child.once("close", resolve).once("error", reject)),
	]);
	return { code, output, errors };
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
	let text = "";
	stream.setEncoding("utf8");
	for await (const piece of stream) text += String(piece);
	return text;
}

export interface Request {
	readonly do: "hashes" | "verified" | "ticket" | "notify" | "webhook" | "call" | "codes";
	readonly [name: string]: unknown;
}

/** What the SDK answers. The caller says what that is: it is compared right after. */
export async function ask<T>({ driver }: Sdk, request: Request): Promise<T> {
	const { code, output, errors } = await runProgram(driver, JSON.stringify(request));
	if (code !== 0) throw new Error(`The driver failed: ${errors}${output}`);
	return JSON.parse(output) as T;
}
