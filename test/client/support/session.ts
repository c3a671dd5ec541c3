/** A ticket of a user, signed by nobody. `exp` in seconds since 1970. */
export function ticketOf(user: string, exp = 1_800_003_600): string {
	return [{ alg: "HS256" }, { sub: user, exp }, "signature"]
		.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
		.join(".");
}

/** Who is signed in at a site, and its ticket function. */
export class Session {
	user: string | undefined;
	asked = 0;
	/** When the tickets run out, in seconds since 1970. */
	exp = 1_800_003_600;

	constructor(user: string | undefined) {
		this.user = user;
	}

	readonly ticket = async (): Promise<string | undefined> => {
		this.asked++;
		return this.user === undefined ? undefined : ticketOf(this.user, this.exp);
	};
}
