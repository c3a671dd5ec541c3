/**
 * A `Content-Disposition` (RFC 6266) that offers a file under its name: in ASCII for old programs, and as it is for all
 * others (RFC 8187).
 */
export function attachment(name: string): string {
	const ascii = name.replaceAll(/[^A-Za-z0-9 ._()-]/gu, "_");
	return `attachment; filename="${ascii}"; filename*=UTF-8''${extended(name)}`;
}

/** `encodeURIComponent` leaves some characters that RFC 8187 does not let stand. */
function extended(name: string): string {
	return encodeURIComponent(name).replaceAll(
		/['()*]/g,
		(character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
	);
}
