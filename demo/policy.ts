/** What a page may do beyond running and loading its site's own files. */
interface Allowed {
	/** Where its forms may go. */
	readonly form?: string;
	readonly image?: string;
}

/** Puts a page under a policy that lets nothing run or load but the site's own files. */
export function protect(
	headers: Headers,
	{ protocol, host }: URL,
	{ form = "'none'", image = "'self'" }: Allowed = {},
): void {
	// Not every browser counts a WebSocket of the same host as 'self'.
	const socket = `${protocol === "https:" ? "wss" : "ws"}://${host}`;
	const policy = [
		"default-src 'none'",
		"script-src 'self'",
		"style-src 'self'",
		`img-src ${image}`,
		`connect-src 'self' ${socket}`,
		"base-uri 'none'",
		`form-action ${form}`,
		"frame-ancestors 'none'",
		"require-trusted-types-for 'script'",
	];
	headers.set("Content-Security-Policy", policy.join("; "));
	headers.set("Referrer-Policy", "no-referrer");
	headers.set("X-Content-Type-Options", "nosniff");
}
