/** What this module reads of a request. */
export interface Asked {
	readonly headers: Pick<Headers, "get">;
	/** What the runtime says of the request; nothing that a client sends comes here. */
	readonly cf?: unknown;
}

/**
 * Returns where a request comes from, as far as that is certain, so that guests can be counted by it.
 *
 * On the platform that is `CF-Connecting-IP`, which the platform sets (Cloudflare, "HTTP request headers"). In the runtime
 * on one's own host it is the peer of the connection, unless that is a proxy on the same machine, which speaks for everybody.
 *
 * @param header a header that the proxy in front sets or appends to, where the operator has named one
 * @returns an IPv4 address, or the first 64 bits of an IPv6 address, since one household has all that begin so
 */
export function addressOf({ headers, cf }: Asked, header: string | undefined): string | undefined {
	if (header !== undefined && header !== "") return networkOf(headers.get(header)?.split(",").at(-1));
	const { clientIp, colo } = (cf ?? {}) as { readonly clientIp?: unknown; readonly colo?: unknown };
	if (typeof clientIp === "string") {
		const peer = withoutPort(clientIp);
		return isLoopback(peer) ? undefined : networkOf(peer);
	}
	// Only the platform says in which of its places a request arrived. Elsewhere anybody may have written the header.
	return colo === undefined ? undefined : networkOf(headers.get("CF-Connecting-IP") ?? undefined);
}

/** The runtime says `192.0.2.1:4711`, or `[2001:db8::1]:4711`. */
function withoutPort(peer: string): string {
	return /^\[(.+)\]:\d+$/.exec(peer)?.[1] ?? /^([\d.]+):\d+$/.exec(peer)?.[1] ?? peer;
}

function isLoopback(address: string): boolean {
	return address === "::1" || /^(?:::ffff:)?127\./.test(address);
}

const IPV4 = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/i;
const LONGEST = 45;

function networkOf(given: string | undefined): string | undefined {
	const address = given?.trim().toLowerCase() ?? "";
	if (address === "" || address.length > LONGEST) return undefined;
	const [, ipv4] = IPV4.exec(address) ?? [];
	if (ipv4 !== undefined) return ipv4;
	if (!/^[0-9a-f:]+$/.test(address)) return undefined;
	const [head = "", tail] = address.split("::");
	const groups = head === "" ? [] : head.split(":");
	const after = tail === undefined || tail === "" ? [] : tail.split(":");
	const zeros = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length);
	const all = [...groups, ...Array.from({ length: zeros }, () => "0"), ...after];
	return all.length === 8
		? `${all
				.slice(0, 4)
				.map((group) => group.replace(/^0+(?=.)/, ""))
				.join(":")}::`
		: undefined;
}
