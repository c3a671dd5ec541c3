import { expect, test } from "vitest";
import { checkLayers } from "../../scripts/lib/layers/check.mjs";

function problemsOf(files: Record<string, string>): string[] {
	return checkLayers(new Map(Object.entries(files)));
}

test("a tree that keeps the arrows has no problems", () => {
	const files = {
		"src/protocol/a.ts": 'import { b } from "./b.ts";\n',
		"src/protocol/b.ts": 'import type { A } from "./a.ts";\nexport const b = 1;\n',
		"src/rooms/core/room.ts": 'import type { AreaRules } from "../../config/rules.ts";\n',
		"src/rooms/do/shell.ts": 'import { DurableObject } from "cloudflare:workers";\n',
		"src/rooms/index.ts": 'export { ChannelRoom } from "./do/shell.ts";\n',
		"src/worker/stubs.ts": 'import type { ChannelRoom } from "../rooms/index.ts";\nimport { Hono } from "hono/tiny";\n',
		"src/server/index.ts": 'export { ChannelRoom } from "../rooms/index.ts";\n',
		"src/worker/index.ts":
			'import config from "../../parlour.config.ts";\nimport { createParlour } from "../server/index.ts";\n',
		"src/client/core/socket.ts": 'import WebSocket from "partysocket/ws";\n',
		"examples/page/main.ts": 'import { Parlour } from "parlour";\nimport "./style.ts";\n',
		"vitest.config.ts": 'import { KEYS } from "./test/support/keys.ts";\n',
		"test/support/keys.ts": "export const KEYS = 1;\n",
	};
	expect(problemsOf(files)).toEqual([]);
});

const FORBIDDEN: readonly (readonly [path: string, text: string, problem: string])[] = [
	["src/protocol/a.ts", 'import { x } from "../rooms/core/room.ts";', "protocol may not import rooms/core"],
	["src/protocol/a.ts", 'import { x } from "zod";', "protocol may not import the package zod"],
	["src/protocol/a.ts", 'export * from "../config/keys.ts";', "protocol may not import config"],
	["src/crypto/a.ts", 'import { x } from "../config/keys.ts";', "crypto may not import config"],
	["src/config/a.ts", 'import { x } from "../crypto/hmac.ts";', "config may not import crypto"],
	["src/door/a.ts", 'import { x } from "../rooms/core/x.ts";', "door may import types only of rooms/core"],
	["src/rooms/core/a.ts", 'import { x } from "../store/log.ts";', "rooms/core may not import rooms/store"],
	["src/rooms/core/a.ts", 'import { x } from "../../config/rules.ts";', "rooms/core may import types only of config"],
	[
		"src/rooms/core/a.ts",
		'import { x } from "cloudflare:workers";',
		"rooms/core may not import the package cloudflare:workers",
	],
	["src/rooms/store/a.ts", 'import { x } from "../do/shell.ts";', "rooms/store may not import rooms/do"],
	[
		"src/rooms/store/a.ts",
		'import { x } from "cloudflare:workers";',
		"rooms/store may not import the package cloudflare:workers",
	],
	["src/rooms/do/a.ts", 'import { Hono } from "hono";', "rooms/do may not import the package hono"],
	["src/rooms/do/a.ts", 'import { x } from "../../worker/app.ts";', "rooms/do may not import worker"],
	["src/worker/app.ts", 'import { x } from "../rooms/index.ts";', "worker may import types only of rooms"],
	["src/worker/app.ts", 'import type { X } from "../rooms/do/shell.ts";', "worker may not import rooms/do"],
	["src/worker/app.ts", 'import type { X } from "../client/core/x.ts";', "worker may not import client/core"],
	["src/client/core/a.ts", 'import type { X } from "../../worker/app.ts";', "client/core may not import worker"],
	["src/client/core/a.ts", 'import { x } from "../chat/x.ts";', "client/core may not import client/chat"],
	["src/client/chat/a.ts", 'import { x } from "../elements/x.ts";', "client/chat may not import client/elements"],
	["src/origin/a.ts", 'import { x } from "../config/keys.ts";', "origin may not import config"],
	["src/origin/a.ts", 'import { x } from "node:crypto";', "origin may not import the package node:crypto"],
	["examples/page/a.ts", 'import { x } from "../../src/client/index.ts";', "examples import public names only"],
	["src/worker/app.ts", 'import { x } from "../../test/support/keys.ts";', "nothing imports test/"],
	["scripts/a.mjs", 'import { x } from "../bench/load.mjs";', "nothing imports bench/"],
	["src/origin/a.ts", 'const x = await import("../../demo/index.ts");', "nothing imports demo/"],
	["src/elsewhere/a.ts", "export const x = 1;", "is in no layer"],
	["src/protocol/a.ts", "const now = Date.now();", "protocol may not use Date.now"],
	["src/protocol/a.ts", "const now = new Date();", "protocol may not use new Date"],
	["src/rooms/core/a.ts", "const x = Math.random();", "rooms/core may not use Math.random"],
	["src/rooms/core/a.ts", "setTimeout(run, 1);", "rooms/core may not use setTimeout"],
	["src/rooms/core/a.ts", "console.log(1);", "rooms/core may not use console"],
];

test.each(FORBIDDEN)("%s refuses: %s", (path, text, problem) => {
	const problems = problemsOf({ [path]: `// A first line.\n${text}\n` });
	expect(problems.join("\n")).toContain(`${path}:${problem.startsWith("is in") ? 1 : 2}: ${problem}`);
});

test("imports over several lines are seen, and reported where they begin", () => {
	const text = 'import { y } from "./b.ts";\n\nimport {\n\ta,\n\tb,\n} from "../../worker/app.ts";\n';
	expect(problemsOf({ "src/client/core/a.ts": text })).toEqual([
		"src/client/core/a.ts:3: client/core may not import worker",
	]);
});

test("comments and texts are not code", () => {
	const text = '/** Not console, not Date.now(). */\n// setTimeout(x, 1)\nexport const name = "console";\n';
	expect(problemsOf({ "src/protocol/a.ts": text })).toEqual([]);
});

test("an import of which every name is a type still runs the module", () => {
	const text = 'import { type ChannelRoom } from "../rooms/index.ts";\n';
	expect(problemsOf({ "src/worker/app.ts": text })).toHaveLength(1);
});

test("partysocket has one home in the client", () => {
	const text = 'import { WebSocket } from "partysocket";\n';
	expect(problemsOf({ "src/client/core/a.ts": text })).toEqual([]);
	expect(problemsOf({ "src/client/core/a.ts": text, "src/client/b.ts": text })).toEqual([
		"src/client/b.ts:1: partysocket in src/client/ may be imported by one file, and 2 do",
	]);
});

test("a circle is named with its files", () => {
	const circle = {
		"src/protocol/a.ts": 'import { b } from "./b.ts";\n',
		"src/protocol/b.ts": 'import { c } from "./c.ts";\n',
		"src/protocol/c.ts": 'export { a } from "./a.ts";\n',
	};
	expect(problemsOf(circle)).toEqual([
		"src/protocol/a.ts:1: imports go round in a circle: src/protocol/a.ts -> src/protocol/b.ts -> src/protocol/c.ts -> src/protocol/a.ts",
	]);
});

test("a file has 350 lines at most", () => {
	expect(problemsOf({ "scripts/long.mjs": "//\n".repeat(350) })).toEqual([]);
	expect(problemsOf({ "scripts/long.mjs": "//\n".repeat(351) })).toEqual([
		"scripts/long.mjs:351: has 351 lines; 350 is the most",
	]);
});
