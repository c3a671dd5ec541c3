// The tab has its own name, so that two tabs can be two people; the browser remembers the last one as a suggestion.

const NAME = "parlour.demo.name";
const VISITOR = "parlour.demo.visitor";

/** What the tab's person is called, if they have said so. */
export function tabName(): string | undefined {
	return read(() => sessionStorage.getItem(NAME));
}

/** The name to suggest. */
export function lastName(): string | undefined {
	return read(() => localStorage.getItem(NAME));
}

export function rememberName(name: string | undefined): void {
	read(() => {
		if (name === undefined) sessionStorage.removeItem(NAME);
		else {
			sessionStorage.setItem(NAME, name);
			localStorage.setItem(NAME, name);
		}
		return null;
	});
}

/** Forgets who the tab's person is: the next name belongs to somebody new. */
export function forgetVisitor(): void {
	read(() => {
		sessionStorage.removeItem(VISITOR);
		return null;
	});
}

let unstored: string | undefined;

/** A random text that makes the tab's person the same user after a reload. */
export function visitor(): string {
	const known = read(() => sessionStorage.getItem(VISITOR)) ?? unstored;
	if (known !== undefined) return known;
	const fresh = randomId();
	unstored = fresh;
	read(() => {
		sessionStorage.setItem(VISITOR, fresh);
		return null;
	});
	return fresh;
}

/** 128 random bits. `crypto.randomUUID` is missing where a page is opened over plain HTTP from another machine. */
export function randomId(): string {
	return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Browsers that keep no storage throw. */
function read(access: () => string | null): string | undefined {
	try {
		return access() ?? undefined;
	} catch {
		return undefined;
	}
}
