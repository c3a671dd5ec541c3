import { expect, test } from "vitest";
import { clientFrame, FrameReader } from "../../bench/lib/load/frames.mjs";
import { isWhole } from "../../bench/lib/load/publisher.mjs";
import { eachStamp, message, MESSAGE_BYTES } from "../../bench/lib/message.mjs";

function frame(text: string, opcode = 1): Buffer {
	const payload = Buffer.from(text);
	const head = [0x80 | opcode];
	if (payload.length < 126) head.push(payload.length);
	else if (payload.length < 65_536) head.push(126, payload.length >> 8, payload.length & 255);
	else head.push(127, 0, 0, 0, 0, 0, payload.length >> 16, (payload.length >> 8) & 255, payload.length & 255);
	return Buffer.concat([Buffer.from(head), payload]);
}

function textsOf(chunks: readonly Buffer[]): string[] {
	const texts: string[] = [];
	const reader = new FrameReader((bytes, from, to) => texts.push(bytes.toString("latin1", from, to)));
	for (const chunk of chunks) {
		reader.take(chunk);
		// As the shared buffer of all sockets does: what was read is gone when the next one reads.
		chunk.fill(0);
	}
	return texts;
}

function eventOf(seq: number): string {
	return `{"type":"event","seq":${seq},"data":${message(seq)}}`;
}

function stampsOf(text: string): number[] {
	const stamps: number[] = [];
	const bytes = Buffer.from(text);
	eachStamp(bytes, 0, bytes.length, (ms) => stamps.push(ms));
	return stamps;
}

test("frames of every length are read, however they are cut", () => {
	const texts = ["a", "b".repeat(125), "c".repeat(126), "d".repeat(70_000), "e"];
	const bytes = Buffer.concat(texts.map((text) => frame(text)));
	expect(textsOf([Buffer.from(bytes)])).toEqual(texts);
	for (const size of [1, 3, 127, 4096, 65_536]) {
		const chunks = [];
		for (let at = 0; at < bytes.length; at += size) chunks.push(Buffer.from(bytes.subarray(at, at + size)));
		expect(textsOf(chunks)).toEqual(texts);
	}
});

test("only texts are handed over", () => {
	expect(textsOf([Buffer.concat([frame("ping", 9), frame("text"), frame("binary", 2)])])).toEqual(["text"]);
});

test("what a client sends is masked", () => {
	expect([...clientFrame("40")]).toEqual([0x81, 0x82, 0, 0, 0, 0, 0x34, 0x30]);
});

test("a message has its 200 bytes and keeps its time through a server's JSON", () => {
	const text = message(1234.567);
	expect(text).toHaveLength(MESSAGE_BYTES);
	expect(JSON.stringify(JSON.parse(text))).toBe(text);
	expect(stampsOf(text)).toEqual([1234.567]);
});

test("every message of a batch is found, also where their distances change", () => {
	const seqs = [7, 8, 9, 10, 11, 99, 100, 101];
	expect(stampsOf(`[${seqs.map(eventOf).join(",")}]`)).toEqual(seqs);
	expect(stampsOf('42["m",' + message(3) + "]")).toEqual([3]);
	expect(stampsOf("no message")).toEqual([]);
});

test("a message beyond the end is not read", () => {
	const bytes = Buffer.from(message(1) + message(2));
	const stamps: number[] = [];
	eachStamp(bytes, 0, MESSAGE_BYTES, (ms) => stamps.push(ms));
	expect(stamps).toEqual([1]);
});

test("an answer is whole by its length or its last chunk", () => {
	const head = "HTTP/1.1 200 OK\r\n";
	expect(isWhole(`${head}Content-Length: 2\r\n\r\no`)).toBe(false);
	expect(isWhole(`${head}Content-Length: 2\r\n\r\nok`)).toBe(true);
	expect(isWhole(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n`)).toBe(false);
	expect(isWhole(`${head}Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n`)).toBe(true);
	expect(isWhole(head)).toBe(false);
});
