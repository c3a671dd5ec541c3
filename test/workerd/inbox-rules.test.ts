import { beforeAll, expect, test } from "vitest";
import parlourConfig from "../../parlour.config.ts";
import { basic, ticketOf } from "../support/tokens.ts";
import { TEST_KEYS } from "../support/keys.ts";
import { ME, newUser } from "./support/chat.ts";
import { upgrade } from "./support/socket.ts";
import { ask, askJson, faultCode } from "./support/worker.ts";

// The Worker runs in the isolate of its tests, so what a file puts into the configuration holds for the file.
beforeAll(() => {
	Object.assign(parlourConfig.apps, {
		test: { origins: ["https://good.example"] },
		other: { areas: [{ component: "chat", area: "inbox", enabled: false }] },
	});
});

test("[INBOX1] pages of other origins may not use it, and may read why", async () => {
	const Authorization = `Bearer ${await ticketOf(newUser("ada"))}`;
	const from = (Origin: string) => ask(`${ME}/poll`, { headers: { Authorization, Origin } });
	expect((await from("https://good.example")).headers.get("Access-Control-Allow-Origin")).toBe("https://good.example");
	const refused = await from("https://bad.example");
	expect(await refused.json()).toMatchObject({ fault: { code: "bad_origin" } });
	const socket = await upgrade(`${ME}/socket`, {
		ticket: await ticketOf(newUser("ada")),
		headers: { Origin: "https://bad.example" },
	});
	expect((await socket.take("fault"))[0]?.code).toBe("bad_origin");
});

function path(action: string): string {
	return `${ME}/${action}`;
}

test("[FILE1] where an app has switched it off, nobody uploads", async () => {
	const headers = { Authorization: `Bearer ${await ticketOf("ada", {}, TEST_KEYS.o1)}` };
	const refused = await ask("/v1/files?name=a", { method: "POST", body: "hello", headers });
	expect([refused.status, await refused.json()]).toMatchObject([403, { fault: { code: "area_off" } }]);
});

test("[INBOX1] an app may switch it off, and nobody but the inbox publishes there", async () => {
	const elsewhere = { Authorization: `Bearer ${await ticketOf("ada", {}, TEST_KEYS.o1)}` };
	expect(faultCode(await askJson(`${ME}/poll`, undefined, elsewhere))).toBe("area_off");
	const Authorization = `Bearer ${await ticketOf(newUser("ada"), { role: "moderator" })}`;
	for (const action of ["publish", "signal"])
		expect(faultCode(await askJson(path(action), { name: "chat.message", data: {} }, { Authorization }))).toBe(
			"forbidden",
		);
	expect(faultCode(await askJson(path("kick"), { user: "x" }, { Authorization }))).toBe("forbidden");
	expect(faultCode(await askJson(path("redact"), { seqs: [1] }, { Authorization }))).toBe("forbidden");
	expect(faultCode(await askJson(path("presence"), undefined, { Authorization }))).toBe("forbidden");
	const erased = await ask(ME, { method: "DELETE", headers: { Authorization } });
	expect(await erased.json()).toMatchObject({ fault: { code: "forbidden" } });
	expect(faultCode(await askJson(`${ME}/history`, undefined, { Authorization: basic() }))).toBe("ticket_required");
});
