import type { Said } from "./languages.ts";

/** What stands on the pages beside the names of people and courses. `{name}` is a place to fill in. */
export const TEXTS = {
	school: { en: "Linden School", ar: "مدرسة الزيزفون" },
	pretend: {
		en: "A pretend school, to show the chat of Parlour on a site of several pages.",
		ar: "مدرسة متخيَّلة، لعرض محادثات Parlour في موقع من عدة صفحات.",
	},
	home: { en: "Home", ar: "الرئيسية" },
	courses: { en: "Courses", ar: "المقررات" },
	people: { en: "People", ar: "الأشخاص" },
	room: { en: "Common room", ar: "الغرفة العامة" },
	signOut: { en: "Sign out", ar: "تسجيل الخروج" },
	signIn: { en: "Sign in", ar: "تسجيل الدخول" },
	skip: { en: "Skip to the content", ar: "انتقل إلى المحتوى" },
	welcome: { en: "Good to see you, {name}.", ar: "سعداء برؤيتك يا {name}." },
	week: { en: "Your week", ar: "أسبوعك" },
	yours: { en: "Your courses", ar: "مقرراتك" },
	all: { en: "All courses", ar: "كل المقررات" },
	taken: { en: "You take this", ar: "أنت مسجَّل" },
	taught: { en: "You teach this", ar: "أنت المدرّس" },
	teacher: { en: "Teacher", ar: "المدرّس" },
	student: { en: "Student", ar: "طالب" },
	taughtBy: { en: "With {name}", ar: "مع {name}" },
	place: { en: "Room {room}", ar: "القاعة {room}" },
	topics: { en: "What comes next", ar: "ما سيأتي" },
	lessons: { en: "Lessons", ar: "الدروس" },
	members: { en: "Who is in it", ar: "المشاركون" },
	shared: { en: "With you in {courses}", ar: "معك في {courses}" },
	nothingShared: { en: "No course in common", ar: "لا مقرر مشترك" },
	you: { en: "You", ar: "أنت" },
	news: { en: "From the office", ar: "من الإدارة" },
	newsTrip: {
		en: "The trip to the observatory is on Friday. Bring something warm.",
		ar: "الرحلة إلى المرصد يوم الجمعة. أحضروا شيئًا دافئًا.",
	},
	newsLibrary: {
		en: "The library stays open until eight this week.",
		ar: "تبقى المكتبة مفتوحة حتى الثامنة هذا الأسبوع.",
	},
	newsChat: {
		en: "Questions about a course? Whoever takes one with you is in the chat below.",
		ar: "أسئلة عن مقرر؟ كل من يدرسه معك تجده في المحادثة أسفل الصفحة.",
	},
	who: { en: "Who are you today?", ar: "من أنت اليوم؟" },
	whoHint: {
		en: "This is a demonstration: there is no password. To be a second person, use a private window or another browser.",
		ar: "هذا عرض تجريبي: لا توجد كلمة مرور. لتكون شخصًا ثانيًا افتح نافذة خاصة أو متصفحًا آخر.",
	},
	roomHint: {
		en: "Open to everybody: guests read along, whoever is signed in may speak.",
		ar: "مفتوحة للجميع: الضيوف يقرؤون، ومن سجّل دخوله يستطيع الكلام.",
	},
	noScript: {
		en: "The chat needs JavaScript. Everything else here works without.",
		ar: "تحتاج المحادثة إلى JavaScript. كل ما عداها يعمل بدونه.",
	},
	notFound: { en: "There is no such page.", ar: "لا توجد صفحة كهذه." },
	back: { en: "Back to the start", ar: "العودة إلى البداية" },
} as const satisfies { readonly [name: string]: Said };

export type TextName = keyof typeof TEXTS;
