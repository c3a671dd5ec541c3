import { text } from "node:stream/consumers";
import { CLOSE_CODES } from "../../src/protocol/close-codes.ts";
import { answerCall, CallError, Origin, OriginError, verifyWebhook, WebhookError } from "../../src/origin/index.ts";
import { isTransient } from "../../src/origin/answer.ts";
import { REAL_PORTS } from "../../src/origin/retry.ts";

// Does what a test asks of any SDK: one request as JSON on stdin, the answer as JSON on stdout.

/** @type {number[]} */
const slept = [];
/** A test that scripts failures does not want to wait for the real pauses: they have passed at once. */
const hurried = {
	...REAL_PORTS,
	now: () => Date.now() + slept.reduce((sum, one) => sum + one, 0),
	/** @param {number} milliseconds */
	sleep: async (milliseconds) => void slept.push(milliseconds),
};

/** @param {any} ask */
function origin({ url = "http://localhost", key, secret, hurry, timeoutMs, failFastMs }) {
	return new Origin({ url, key, secret, timeoutMs, failFastMs }, hurry ? hurried : REAL_PORTS);
}

/**
 * @param {Origin} sender
 * @param {any} ask
 * @returns {Promise<object>}
 */
async function notify(sender, ask) {
	try {
		return { results: await sender.notify(ask.messages), slept };
	} catch (error) {
		if (!(error instanceof OriginError)) throw error;
		const { code, status = null, message, retryAfter = null } = error;
		const told = { code, status, message, retryAfter, text: `${error.stack} ${message}`, slept: [...slept] };
		// Whatever comes next in the same process.
		return { ...told, next: ask.again ? await notify(sender, { ...ask, again: false }) : null };
	}
}

/** @param {any} ask */
async function hashes({ channels }) {
	try {
		return await Promise.all(channels.map((/** @type {any} */ one) => origin(one).channelHash(one.channel)));
	} catch (error) {
		if (error instanceof OriginError) return { code: error.code, message: error.message };
		throw error;
	}
}

/** @param {any} ask */
function received({ body, headers }) {
	return { body: Buffer.from(body, "base64"), headers };
}

/** @param {any} ask */
async function webhook(ask) {
	try {
		return await verifyWebhook(received(ask), ask.secrets);
	} catch (error) {
		if (error instanceof WebhookError) return { error: error.message };
		throw error;
	}
}

/** @param {any} ask */
async function call(ask) {
	const reply = await answerCall(
		received(ask),
		ask.secrets,
		({ component, user = null, data }) => {
			if (ask.handler === "refuse") throw new CallError("Not today.");
			if (ask.handler === "crash") throw new Error(ask.secrets[0]);
			return { component, user, data };
		},
		{ onError: () => {} },
	);
	const headers = { "Content-Type": reply.headers.get("Content-Type") };
	return { status: reply.status, body: await reply.text(), headers };
}

function codes() {
	const all = Object.keys(CLOSE_CODES);
	return {
		passing: all.filter((code) => isTransient({ code })),
		lasting: all.filter((code) => !isTransient({ code })),
	};
}

const ask = JSON.parse(await text(process.stdin));
/** @type {{ readonly [command: string]: () => unknown }} */
const commands = {
	hashes: () => hashes(ask),
	ticket: () => origin(ask).ticket(ask.options),
	notify: () => notify(origin(ask), ask),
	webhook: () => webhook(ask),
	call: () => call(ask),
	codes,
};
console.log(JSON.stringify(await commands[ask.do]?.()));
