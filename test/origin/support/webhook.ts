import { Webhook } from "standardwebhooks";

export const SECRET = "a secret: with ünïcode 🔑";
export const ID = "msg_2KWPBgLlAfxdpx2AI54pPJ85f4W";
export const NOW = Date.parse("2026-01-02T03:04:05.678Z");

const channel = { context: "", component: "chat", area: "", item: "7", details: "" };

/** The body of a webhook. */
export function bodyOf(type: string, data: object = {}): string {
	return JSON.stringify({ type, timestamp: new Date(NOW).toISOString(), data: { app: "test", channel, ...data } });
}

interface Signing {
	readonly secrets?: readonly string[];
	readonly at?: number;
}

/** Headers that the specification's own library makes. */
export function signed(body: string, { secrets = [SECRET], at = NOW }: Signing = {}) {
	return {
		"webhook-id": ID,
		"webhook-timestamp": String(Math.floor(at / 1000)),
		"webhook-signature": secrets.map((secret) => new Webhook(whsec(secret)).sign(ID, new Date(at), body)).join(" "),
	};
}

/** A secret in the form in which the specification gives it. */
export function whsec(secret: string): string {
	return `whsec_${Buffer.from(secret).toString("base64")}`;
}
