import type { Said } from "./languages.ts";

export interface Lesson {
	/** 1 is Monday. */
	readonly day: number;
	/** In hours and minutes. */
	readonly at: string;
}

export interface Course {
	readonly id: string;
	readonly title: Said;
	readonly about: Said;
	/** Who teaches it, by id. */
	readonly teacher: string;
	readonly room: number;
	readonly lessons: readonly Lesson[];
	readonly topics: readonly Said[];
}

export const COURSES: readonly Course[] = [
	{
		id: "mathematics",
		title: { en: "Mathematics", ar: "الرياضيات" },
		about: {
			en: "From sequences to the first derivatives, with more drawings than formulas.",
			ar: "من المتتاليات إلى المشتقات الأولى، برسوم أكثر من الصيغ.",
		},
		teacher: "grace",
		room: 12,
		lessons: [
			{ day: 1, at: "09:00" },
			{ day: 3, at: "11:15" },
		],
		topics: [
			{ en: "Sequences and their limits", ar: "المتتاليات ونهاياتها" },
			{ en: "What a slope tells", ar: "ما الذي يقوله الميل" },
			{ en: "Areas under curves", ar: "المساحات تحت المنحنيات" },
		],
	},
	{
		id: "physics",
		title: { en: "Physics", ar: "الفيزياء" },
		about: {
			en: "Waves in strings, in water and in light. Every second lesson is in the laboratory.",
			ar: "الأمواج في الأوتار والماء والضوء. كل درس ثانٍ في المختبر.",
		},
		teacher: "grace",
		room: 31,
		lessons: [
			{ day: 2, at: "09:00" },
			{ day: 4, at: "13:30" },
		],
		topics: [
			{ en: "Standing waves", ar: "الأمواج الموقوفة" },
			{ en: "Interference, by two slits", ar: "التداخل عبر شقين" },
			{ en: "Measuring the speed of sound", ar: "قياس سرعة الصوت" },
		],
	},
	{
		id: "history",
		title: { en: "Modern History", ar: "التاريخ الحديث" },
		about: {
			en: "Europe and its neighbours since 1789, told by letters, maps and newspapers of the time.",
			ar: "أوروبا وجيرانها منذ عام 1789، كما ترويها رسائل ذلك الزمن وخرائطه وصحفه.",
		},
		teacher: "hugo",
		room: 7,
		lessons: [
			{ day: 1, at: "11:15" },
			{ day: 5, at: "09:00" },
		],
		topics: [
			{ en: "A year of revolutions: 1848", ar: "عام الثورات: 1848" },
			{ en: "Steam, coal and cities", ar: "البخار والفحم والمدن" },
			{ en: "How to read an old newspaper", ar: "كيف نقرأ صحيفة قديمة" },
		],
	},
	{
		id: "portuguese",
		title: { en: "Portuguese", ar: "البرتغالية" },
		about: {
			en: "For those in their second year: short stories, and an hour of talking each week.",
			ar: "لطلاب السنة الثانية: قصص قصيرة، وساعة محادثة كل أسبوع.",
		},
		teacher: "hugo",
		room: 4,
		lessons: [
			{ day: 2, at: "11:15" },
			{ day: 4, at: "09:00" },
		],
		topics: [
			{ en: "Telling what was: the two past tenses", ar: "الحديث عمّا مضى: زمنا الماضي" },
			{ en: "A story by Clarice Lispector", ar: "قصة لكلاريس ليسبكتور" },
			{ en: "Asking the way in Lisbon", ar: "السؤال عن الطريق في لشبونة" },
		],
	},
	{
		id: "biology",
		title: { en: "Biology", ar: "الأحياء" },
		about: {
			en: "The pond behind the school through one year, and the cells that everything in it is made of.",
			ar: "البركة خلف المدرسة على مدار عام، والخلايا التي يتكون منها كل ما فيها.",
		},
		teacher: "hugo",
		room: 33,
		lessons: [
			{ day: 3, at: "09:00" },
			{ day: 5, at: "11:15" },
		],
		topics: [
			{ en: "Who eats whom in a pond", ar: "من يأكل من في البركة" },
			{ en: "Cells under the microscope", ar: "الخلايا تحت المجهر" },
			{ en: "Leaves, light and air", ar: "الأوراق والضوء والهواء" },
		],
	},
	{
		id: "painting",
		title: { en: "Painting", ar: "الرسم" },
		about: {
			en: "Watercolour, outdoors while the weather lets us. Bring your own brush and an old shirt.",
			ar: "ألوان مائية، في الهواء الطلق ما سمح الطقس. أحضر فرشاتك وقميصًا قديمًا.",
		},
		teacher: "jonas",
		room: 20,
		lessons: [{ day: 3, at: "15:00" }],
		topics: [
			{ en: "Water first, colour second", ar: "الماء أولًا ثم اللون" },
			{ en: "Three greens are enough", ar: "ثلاث درجات من الأخضر تكفي" },
			{ en: "Leaving the white alone", ar: "اترك الأبيض كما هو" },
		],
	},
];

export function courseOf(id: string): Course | undefined {
	return COURSES.find((course) => course.id === id);
}

/** The name that tickets have for a course. People see it beside names, so it is a title and no number. */
export function groupOf({ title }: Course): string {
	return title.en;
}
