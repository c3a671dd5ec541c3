import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, onTestFinished, test } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import { openFiles } from "../../src/files/open-files.ts";
import { CHAT_LIMITS } from "../../src/protocol/chat/limits.ts";
import type { File } from "../../src/protocol/chat/model.ts";
import { utf8 } from "../../src/protocol/utf8.ts";
import worker from "../../src/worker/index.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { png } from "../support/sample-files.ts";
import { basic, originToken, ticketOf } from "../support/tokens.ts";
import { type Answer, ask, faultCode } from "./support/worker.ts";

const ada = await bearer(ticketOf("ada"));

type Env = Parameters<typeof worker.fetch>[1];

async function bearer(token: string | Promise<string>): Promise<Record<string, string>> {
	return { Authorization: `Bearer ${await token}` };
}

async function send(body: BodyInit, name: string, headers: Record<string, string> = ada): Promise<Answer> {
	const response = await ask(`/v1/files?name=${encodeURIComponent(name)}`, { method: "POST", body, headers });
	return { status: response.status, headers: response.headers, body: await response.json() };
}

async function upload(body: BodyInit, name: string, headers: Record<string, string> = ada): Promise<File> {
	const { status, body: answer } = await send(body, name, headers);
	expect(status).toBe(200);
	return answer["file"] as File;
}

describe("uploading", () => {
	test("[FILE1][FILE3] answers what the file is, by its bytes, and where", async () => {
		const file = await upload(png(640, 480), "Ferien am See.exe");
		expect(file.id).toMatch(/^test\.[A-Za-z0-9_-]{22}$/);
		expect(file).toEqual({
			id: file.id,
			name: "Ferien am See.exe",
			type: "image/png",
			bytes: 29,
			url: `/v1/files/${file.id}/Ferien%20am%20See.exe`,
			width: 640,
			height: 480,
		});
		expect((await upload(png(1, 1), "x")).id).not.toBe(file.id);
	});

	test("[FILE5] names come back safe, and as long as may be", async () => {
		expect(await upload("a", "../../etc/pass\u202ewd\0\n")).toMatchObject({ name: "etcpasswd" });
		expect(await upload("a", "")).toMatchObject({ name: "file" });
		const long = await upload("a", `${"😀".repeat(300)}.txt`);
		expect(long).toMatchObject({ name: `${"😀".repeat(196)}.txt`, type: "text/plain" });
		expect((await ask(long.url)).status).toBe(200);
	});

	test.each([
		["nobody", async () => ({}), "ticket_required"],
		["an origin's key", async () => ({ Authorization: basic() }), "bad_ticket"],
		["an origin's token", async () => bearer(originToken()), "bad_ticket"],
		["a made-up ticket", async () => bearer("a.b.c"), "bad_ticket"],
		["a ticket for some channels", async () => bearer(ticketOf("ada", { channels: ["x"] })), "forbidden"],
	])("[FILE1] %s is refused", async (_, headers, code) => {
		expect(faultCode(await send("a", "a.txt", await headers()))).toBe(code);
	});

	test("[FILE2] a file over the limit is refused by its declared length, and by what comes", async () => {
		const bytes = new Uint8Array(CHAT_LIMITS.fileBytes + 1);
		expect(faultCode(await send(bytes, "a"))).toBe("too_large");
		let pulled = 0;
		const endless = new ReadableStream({
			pull(controller) {
				pulled++;
				controller.enqueue(new Uint8Array(1_048_576));
			},
		});
		expect(faultCode(await send(endless, "a"))).toBe("too_large");
		expect(pulled).toBeLessThan(20);
		expect(await upload(bytes.subarray(1), "a")).toMatchObject({ bytes: CHAT_LIMITS.fileBytes });
	});

	test("[FILE12] a user who sends files without end is told to wait", async () => {
		const eve = await bearer(ticketOf("eve"));
		const answers = await Promise.all(Array.from({ length: 60 }, (_, index) => send("a", `${index}`, eve)));
		const refused = answers.filter(({ status }) => status !== 200);
		expect(refused.length).toBeGreaterThan(0);
		expect(new Set(refused.map(faultCode))).toEqual(new Set(["rate_limited"]));
		expect(Number(refused[0]?.headers.get("Retry-After"))).toBeGreaterThan(0);
	});

	test("[FILE7] only pages of the app's origins upload and read, and are told of it", async () => {
		const good = { Origin: "https://school.test" };
		const preflight = await ask("/v1/files?name=x", { method: "OPTIONS", headers: good });
		expect(preflight.status).toBe(204);
		expect(preflight.headers.get("Access-Control-Allow-Methods")).toContain("POST");
		expect(preflight.headers.get("Access-Control-Allow-Headers")).toContain("Authorization");
		const { headers, body } = await send("a", "a", { ...ada, ...good });
		expect(headers.get("Access-Control-Allow-Origin")).toBe("https://school.test");
		Object.assign(parlourConfig.apps, { test: { origins: ["https://school.test"] } });
		onTestFinished(() => void Reflect.deleteProperty(parlourConfig.apps, "test"));
		const bad = { Origin: "https://elsewhere.test" };
		expect(faultCode(await send("a", "a", { ...ada, ...bad }))).toBe("bad_origin");
		const { url } = body["file"] as File;
		const [refused, served] = [await ask(url, { headers: bad }), await ask(url, { headers: good })];
		expect([refused.status, served.status]).toEqual([403, 200]);
		expect(refused.headers.get("Access-Control-Allow-Origin")).toBeNull();
		expect([await refused.text(), await served.text()]).toEqual([expect.stringContaining("bad_origin"), "a"]);
	});
});

describe("serving", () => {
	test("[FILE4] an image is shown, with headers that let nothing in it act", async () => {
		const { url, id } = await upload(png(2, 3), "a.png");
		const response = await ask(url);
		expect(response.status).toBe(200);
		expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array(png(2, 3)));
		expect(Object.fromEntries(response.headers)).toMatchObject({
			"content-type": "image/png",
			"content-disposition": "inline",
			"x-content-type-options": "nosniff",
			"content-security-policy": "default-src 'none'; sandbox",
			"cross-origin-resource-policy": "cross-origin",
			"cache-control": "private, max-age=604800, immutable",
			etag: `"${id}"`,
		});
	});

	test.each([
		["<!doctype html><script>alert(1)</script>", "page.html", "application/octet-stream"],
		["<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "application/octet-stream"],
		["\ufeff <?xml version='1.0'?><a/>", "a.xml", "application/octet-stream"],
		["alert(1)", "a.js", "text/plain; charset=utf-8"],
		["%PDF-1.7\n", "a.png", "application/pdf"],
	])("[FILE3][FILE4] %j is a download, and never a page", async (body, name, type) => {
		const response = await ask((await upload(body, name)).url);
		await response.arrayBuffer();
		expect(response.headers.get("Content-Type")).toBe(type);
		expect(response.headers.get("Content-Disposition")).toMatch(/^attachment; /);
		expect(response.headers.get("X-Content-Type-Options")).toBe("nosniff");
	});

	test("[FILE5] a download has its name, whatever is in it", async () => {
		const response = await ask((await upload("a", `Übung "1"; x='y'.txt`)).url);
		await response.arrayBuffer();
		expect(response.headers.get("Content-Disposition")).toBe(
			`attachment; filename="_bung _1__ x__y_.txt"; filename*=UTF-8''%C3%9Cbung%20%221%22%3B%20x%3D%27y%27.txt`,
		);
	});

	test("[FILE6] what a browser has it need not load again, and parts are served", async () => {
		const { url, id } = await upload("0123456789", "a.txt");
		const known = await ask(url, { headers: { "If-None-Match": `W/"x", "${id}"` } });
		expect([known.status, await known.text()]).toEqual([304, ""]);
		for (const [range, status, text, said] of [
			["bytes=2-4", 206, "234", "bytes 2-4/10"],
			["bytes=7-", 206, "789", "bytes 7-9/10"],
			["bytes=-2", 206, "89", "bytes 8-9/10"],
			["bytes=10-", 416, "", "bytes */10"],
			["bytes=0-1,4-5", 200, "0123456789", null],
		] as const) {
			const response = await ask(url, { headers: { Range: range } });
			expect([response.status, await response.text(), response.headers.get("Content-Range")]).toEqual([
				status,
				text,
				said,
			]);
		}
	});

	test.each([
		"/v1/files/test.AAAAAAAAAAAAAAAAAAAAAA/a.txt",
		"/v1/files/..%2F..%2Fx/a.txt",
		"/v1/files/x/a.txt",
		"/v1/files/x",
	])("[FILE4] there is nothing at %s", async (path) => {
		const response = await ask(path);
		expect(response.status).toBe(404);
		expect(await response.json()).toMatchObject({ fault: { code: "not_found" } });
	});

	test("[HTTP2] other methods are bad ones", async () => {
		const { url } = await upload("a", "a");
		expect((await ask(url, { method: "DELETE" })).status).toBe(405);
		expect((await ask("/v1/files")).status).toBe(405);
		const head = await ask(url, { method: "HEAD" });
		expect([head.status, head.headers.get("Content-Length")]).toEqual([200, "1"]);
	});
});

describe("what a conversation's room asks", () => {
	const files = openFiles(env, "test")!;

	test("[FILE8] knows the files of the user who uploaded them, and of no other", async () => {
		const [one, two] = [await upload("1", "one.txt"), await upload(png(4, 5), "two.png")];
		const other = await upload("3", "three.txt", await bearer(ticketOf("bob")));
		const foreign = await upload("4", "four.txt", await bearer(ticketOf("ada", {}, TEST_KEYS.o1)));
		const asked = [two.id, "x", other.id, foreign.id, "test.AAAAAAAAAAAAAAAAAAAAAA", one.id];
		expect(await files.get(asked, "ada")).toEqual([two, one]);
	});

	test("[FILE9] deletes files, and passes over what is none", async () => {
		const [one, two] = [await upload("1", "one.txt"), await upload("2", "two.txt")];
		const foreign = await upload("3", "a", await bearer(ticketOf("ada", {}, TEST_KEYS.o1)));
		await files.delete([one.id, "../x", foreign.id]);
		await files.delete([one.id]);
		await files.delete([]);
		expect(await files.get([one.id, two.id], "ada")).toEqual([two]);
		expect((await ask(one.url)).status).toBe(404);
		expect((await ask(foreign.url)).status).toBe(200);
	});

	test("[FILE10] without a place for files, sending and reading them is not supported", async () => {
		expect(openFiles({}, "test")).toBeUndefined();
		const bindings = { ...env, FILES: undefined } as Env;
		for (const [path, init] of [
			["/v1/files?name=a", { method: "POST", body: "a", headers: ada }],
			["/v1/files/test.AAAAAAAAAAAAAAAAAAAAAA/a", {}],
		] as const) {
			const request = new Request(`https://parlour.test${path}`, init);
			const response = await worker.fetch(request, bindings, createExecutionContext());
			expect(response.status).toBe(501);
			expect(await response.json()).toMatchObject({ fault: { code: "not_supported" } });
		}
	});

	test("[FILE5] a note of the longest name fits beside the bytes", async () => {
		const name = "\u{1f600}".repeat(200);
		expect(utf8(name).length).toBe(800);
		const file = await upload("a", name, await bearer(ticketOf("x".repeat(128))));
		expect(await files.get([file.id], "x".repeat(128))).toEqual([file]);
	});
});
