import fc from "fast-check";
import { expect, test } from "vitest";
import { member, TestConversation } from "../../../../support/conversation.ts";

const USERS = ["ada", "bob", "eve"] as const;
const EMOJIS = ["👍", "🎉"] as const;

/** A message as it ought to stand, kept the simple way. */
interface Expected {
	readonly seq: number;
	readonly by: string;
	text: string;
	deleted: boolean;
	readonly reactions: Map<string, Set<string>>;
}

type Step =
	| { readonly kind: "post"; readonly user: string; readonly text: string }
	| { readonly kind: "edit"; readonly at: number; readonly text: string }
	| { readonly kind: "delete"; readonly at: number }
	| { readonly kind: "react"; readonly at: number; readonly user: string; readonly emoji: string; readonly on: boolean }
	| { readonly kind: "wake" };

const user = fc.constantFrom(...USERS);
const text = fc.string({ minLength: 1, maxLength: 20, unit: "grapheme" }).filter((given) => given.trim() !== "");
const at = fc.nat(30);
const step: fc.Arbitrary<Step> = fc.oneof(
	{ weight: 4, arbitrary: fc.record({ kind: fc.constant("post" as const), user, text }) },
	{ weight: 3, arbitrary: fc.record({ kind: fc.constant("edit" as const), at, text }) },
	{ weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), at }) },
	{
		weight: 4,
		arbitrary: fc.record({
			kind: fc.constant("react" as const),
			at,
			user,
			emoji: fc.constantFrom(...EMOJIS),
			on: fc.boolean(),
		}),
	},
	{ weight: 1, arbitrary: fc.constant({ kind: "wake" as const }) },
);

async function take(one: TestConversation, messages: Expected[], given: Step): Promise<void> {
	if (given.kind === "wake") return one.wake();
	if (given.kind === "post") {
		const seq = await one.say(given.user, given.text);
		messages.push({ seq, by: given.user, text: given.text, deleted: false, reactions: new Map() });
		return;
	}
	const message = messages.filter(({ deleted }) => !deleted)[given.at % Math.max(1, messages.length)];
	if (message === undefined) return;
	const { seq, by } = message;
	if (given.kind === "edit") {
		one.talk.edit(member(by), { seq, text: given.text });
		message.text = given.text;
	} else if (given.kind === "delete") {
		one.talk.delete(member(by), { seq });
		message.deleted = true;
	} else {
		one.talk.react(member(given.user), { seq, emoji: given.emoji, on: given.on });
		const users = message.reactions.get(given.emoji) ?? new Set<string>();
		message.reactions.set(given.emoji, users);
		if (given.on) users.add(given.user);
		else users.delete(given.user);
	}
}

/** What the whole history shows, read in small pages. */
function shown(one: TestConversation, limit: number) {
	const all = [];
	for (let before: number | undefined, more = true; more;) {
		const page = one.talk.history(member("ada"), { before, limit });
		all.unshift(...page.messages);
		before = page.messages[0]?.seq;
		more = page.more;
	}
	return all.map(({ seq, text: said, deleted = false, reactions = [] }) => ({
		seq,
		text: said,
		deleted,
		reactions: reactions.map(({ emoji, users }) => `${emoji} ${users.toSorted().join(" ")}`).toSorted(),
	}));
}

test("[CONV8] whatever happens to messages, the history shows them as they stand", async () => {
	let edits = 0;
	const property = fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 80 }), async (steps) => {
		const one = await new TestConversation().begin([...USERS]);
		const messages: Expected[] = [];
		for (const given of steps) await take(one, messages, given);
		edits += steps.filter(({ kind }) => kind === "edit").length;
		const expected = messages.map(({ seq, text: said, deleted, reactions }) => ({
			seq,
			text: deleted ? "" : said,
			deleted,
			reactions: deleted
				? []
				: [...reactions]
						.flatMap(([emoji, users]) => (users.size === 0 ? [] : [`${emoji} ${[...users].toSorted().join(" ")}`]))
						.toSorted(),
		}));
		expect(shown(one, 7)).toEqual(expected);
		const told = one.inboxes.told.filter(({ news }) => news.kind === "message");
		expect(told).toHaveLength(messages.length * 2);
	});
	await fc.assert(property, { seed: 11, numRuns: 60 });
	expect(edits).toBeGreaterThan(300);
});
