import { Parlour } from "../../../src/client/index.ts";
import { say, ticketOf, until, voice } from "./school.mjs";

/**
 * @typedef {object} Scene
 * @property {() => Promise<void>} type somebody types to Amira, and somebody else in the group
 * @property {() => void} end
 */

/**
 * A morning at the school: what Amira finds when she comes.
 *
 * @param {string} url the demo's
 * @param {Buffer} picture a PNG
 * @returns {Promise<Scene>}
 */
export async function play(url, picture) {
	const names = /** @type {const} */ (["amira", "ben", "daniel", "felix", "grace", "hugo", "elif"]);
	const all = await Promise.all(names.map((name) => voice(url, name)));
	const [amira, ben, daniel, felix, grace] = /** @type {[Voice, Voice, Voice, Voice, Voice]} */ (all);
	const portuguese = await daniel.direct("amira");
	await say(daniel, portuguese, "Até amanhã! 👋");

	const lab = await grace.create("Lab report", ["amira", "ben", "felix"]);
	await say(grace, lab, "Please hand in your reports by Thursday. One per group is enough.");
	await say(felix, lab, "Does the error estimate count, too?");
	await say(grace, lab, "Yes: one paragraph, and say where it comes from.");
	await until(amira.inbox, ({ conversations }) => conversations.length === 2);
	const thanks = await say(amira, lab, "Thank you! Ben and I did the string with four nodes.");
	await grace.conversation(lab).react(thanks, "👍", true);

	const direct = await ben.direct("amira");
	await say(ben, direct, "Did you plot the standing waves yet?");
	const plot = await amira.upload(new Blob([new Uint8Array(picture)]), "fourth-harmonic.png");
	const sent = await say(amira, direct, "Here is the fourth:", { files: [plot] });
	await ben.conversation(direct).react(sent, "🎉", true);
	const question = await say(ben, direct, "Looks right! Shall we write it up after lunch?");
	await say(amira, direct, "Yes. Library, half past one", { replyTo: question });
	for (const [chat, id] of /** @type {const} */ ([
		[ben, direct],
		[amira, direct],
		[amira, lab],
	]))
		await seen(chat, id);
	return {
		type: async () => {
			ben.conversation(direct).type();
			await say(felix, lab, "Same here, we have six 🙂");
		},
		end: () => {
			for (const chat of all) chat.close();
		},
	};
}

/**
 * @typedef {import("./school.mjs").Voice} Voice
 *
 * @param {Voice} chat
 * @param {string} id
 */
async function seen(chat, id) {
	const conversation = chat.conversation(id);
	await until(conversation, ({ loading, messages }) => !loading && messages.length > 0);
	conversation.read();
	await until(chat.inbox, ({ conversations }) => conversations.find((one) => one.id === id)?.unread === 0);
}

/**
 * What is said in the common room.
 *
 * @param {string} url
 * @param {string} hash
 * @returns {Promise<() => void>} sends everybody home
 */
export async function talkInRoom(url, hash) {
	/** @param {string} person */
	const enter = (person) => new Parlour({ url, ticket: () => ticketOf(url, person) }).subscribe(hash);
	const [jonas, irina, chiara] = [enter("jonas"), enter("irina"), enter("chiara")];
	for (const [channel, text] of /** @type {const} */ ([
		[jonas, "The watercolours of this year hang in the hall from today."],
		[irina, "The one with the boat is mine! 🎨"],
		[chiara, "It is lovely. Is the exhibition open in the afternoon, too?"],
		[jonas, "Until five, every day this week."],
	]))
		await channel.publish("message", { text });
	return () => {
		for (const channel of [jonas, irina, chiara]) channel.close();
	};
}
