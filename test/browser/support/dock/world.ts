import type { ChatMessage, Person, PersonOnline, Summary } from "../../../../src/client/chat/types.ts";
import type { World } from "./fake-chat.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const YOU: Person = { id: "you", name: "Noor Haddad" };
const ADA: Person = { id: "ada", name: "Ada Lovelace" };
const GRACE: Person = { id: "grace", name: "Grace Hopper" };
const LIN: Person = { id: "lin", name: "Lin Zhao" };
const MAYA: Person = { id: "maya", name: "Maya Oliveira" };
const TOM: Person = { id: "tom", name: "Tomás Álvarez" };

const online = (person: Person, status: PersonOnline["status"], ...groups: string[]): PersonOnline => ({
	...person,
	status,
	groups,
});

function adaMessages(now: number): ChatMessage[] {
	const old = Array.from({ length: 60 }, (_, index) => ({
		seq: index + 1,
		at: now - 3 * DAY_MS + index * MINUTE_MS,
		from: index % 3 === 0 ? YOU : ADA,
		text: `Earlier ${index + 1}`,
	}));
	const at = (minutes: number): number => now - minutes * MINUTE_MS;
	return [
		...old,
		{
			seq: 61,
			at: at(1_600),
			from: ADA,
			text: "Have you seen the new problem set? It is at https://example.com/maths/7.",
		},
		{ seq: 62, at: at(1_599), from: ADA, text: "Question 4 looks hard", edited: at(1_598) },
		{ seq: 63, at: at(1_590), from: YOU, text: "Not yet, looking now" },
		{
			seq: 64,
			at: at(40),
			from: ADA,
			text: "This is how far I got:",
			files: [
				{
					id: "f1",
					name: "sketch.png",
					type: "image/png",
					bytes: 182_300,
					url: "/sketch.svg",
					width: 640,
					height: 400,
				},
				{ id: "f2", name: "problem-set-7.pdf", type: "application/pdf", bytes: 1_482_300, url: "/v1/files/f2/p.pdf" },
			],
			reactions: [
				{ emoji: "👍", users: ["you"] },
				{ emoji: "🎉", users: ["you", "ada"] },
			],
		},
		{ seq: 65, at: at(38), from: YOU, text: "", deleted: true },
		{
			seq: 66,
			at: at(12),
			from: YOU,
			replyTo: 62,
			text: "I think you have to turn it around: begin with the last term.\n\nThen it is easy.",
		},
		{ seq: 67, at: at(11), from: ADA, text: "Oh! Of course 😄" },
		{ seq: 68, at: at(10), from: YOU, text: "See you at the library?" },
	];
}

function groupMessages(now: number): ChatMessage[] {
	const at = (minutes: number): number => now - minutes * MINUTE_MS;
	return [
		{ seq: 1, at: at(120), text: "The room for Thursday is B 204." },
		{ seq: 2, at: at(60), from: GRACE, text: "Who brings the slides?" },
		{ seq: 3, at: at(59), from: GRACE, text: "I can do the first half" },
		{ seq: 4, at: at(55), from: LIN, text: "I will do the rest." },
		{ seq: 5, at: at(30), from: YOU, text: "Great, thank you both" },
		{ seq: 6, at: at(5), from: MAYA, text: "Same time as last week?" },
		{ seq: 7, at: at(4), from: GRACE, text: "Yes, at 16:00", replyTo: 6 },
	];
}

function conversation(one: Pick<Summary, "id" | "members" | "unread"> & Partial<Summary>, last?: ChatMessage): Summary {
	const { members, name } = one;
	return {
		kind: name === undefined ? "direct" : "group",
		size: members.length,
		at: last?.at ?? 0,
		muted: false,
		closed: false,
		...(last && { last }),
		...one,
	};
}

const FIRST = [
	"Amélie",
	"Boris",
	"Chidi",
	"Dilnoza",
	"Émile",
	"Fatima",
	"Giulia",
	"Hiroshi",
	"Inés",
	"Jonas",
	"Khadija",
];
const LAST = ["Achebe", "Bauer", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Haddad", "Ivanova", "Jansen"];

/** So many more people, each by a name of their own. */
function crowd(count: number): Person[] {
	return Array.from({ length: count }, (_, index) => ({
		id: `pupil${index}`,
		name: `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]}${index < 110 ? "" : ` ${index}`}`,
	}));
}

/** A school whose year has a group of 200; most of them are not in its summary. */
export function year(now: number): World {
	const world = school(now);
	const members = [YOU, GRACE, ...crowd(196), LIN, TOM];
	const [late] = members.slice(-3);
	const messages: ChatMessage[] = [
		{ seq: 1, at: now - 30 * MINUTE_MS, ...(late && { from: late }), text: "Does the trip leave at eight?" },
		{
			seq: 2,
			at: now - 20 * MINUTE_MS,
			from: YOU,
			text: "At half past seven, at the main gate",
			reactions: [{ emoji: "👍", users: ["pupil100", "pupil150", "lin", "away"] }],
		},
	];
	const group = conversation(
		{ id: "g.year", name: "Year 7", members: members.slice(0, 20), size: members.length, unread: 0 },
		messages.at(-1),
	);
	return {
		...world,
		conversations: [group, ...world.conversations],
		messages: { ...world.messages, "g.year": messages },
		members: { "g.year": members },
	};
}

/** A school: five people, three conversations. */
export function school(now: number): World {
	const ada = adaMessages(now);
	const group = groupMessages(now);
	const tom = [{ seq: 1, at: now - 4 * DAY_MS, from: TOM, text: "Obrigado! 🙏" }];
	return {
		you: YOU,
		people: [
			online(ADA, "online", "Maths 7b"),
			online(GRACE, "online", "Maths 7b", "Robotics"),
			online(LIN, "idle", "Robotics"),
			online(MAYA, "away", "Robotics"),
			online(TOM, "online", "Portuguese"),
		],
		conversations: [
			conversation({ id: "g.robotics", name: "Robotics", members: [YOU, GRACE, LIN, MAYA], unread: 2 }, group.at(-1)),
			conversation({ id: "d.ada", members: [YOU, ADA], unread: 0 }, ada.at(-1)),
			conversation({ id: "d.tom", members: [YOU, TOM], unread: 0, muted: true }, tom.at(-1)),
		],
		messages: { "d.ada": ada, "g.robotics": group, "d.tom": tom },
	};
}
