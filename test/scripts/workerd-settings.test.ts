import { expect, test } from "vitest";
import { workerdConfig } from "../../scripts/lib/workerd/config.mjs";
import { readSettings } from "../../scripts/lib/workerd/settings.mjs";

const TOML = `
name = "x"
compatibility_date = "2026-01-02"
compatibility_flags = ["a_flag", "b_flag"]

[assets]
directory = "dist/public"

[[durable_objects.bindings]]
name = "CHANNEL"
class_name = "ChannelRoom"

[[durable_objects.bindings]]
name = "OTHER"
class_name = "Other"
`;

test("the settings of the deployment are read as they are written", () => {
	expect(readSettings(TOML)).toEqual({
		compatibilityDate: "2026-01-02",
		compatibilityFlags: ["a_flag", "b_flag"],
		objects: [
			{ binding: "CHANNEL", className: "ChannelRoom" },
			{ binding: "OTHER", className: "Other" },
		],
		assets: "dist/public",
	});
	expect(readSettings().objects).toContainEqual({ binding: "CHANNEL", className: "ChannelRoom" });
});

test("settings that are not understood are refused", () => {
	expect(() => readSettings('name = "x"\n')).toThrow("compatibility_date");
	expect(() => readSettings('compatibility_date = "2026-01-02"\n[[durable_objects.bindings]]\nname = "A"\n')).toThrow(
		"class_name",
	);
});

test("the runtime's configuration holds no key", () => {
	const config = workerdConfig({ settings: readSettings(TOML), address: "127.0.0.1:0", storage: "/data/x" });
	expect(config).toContain('fromEnvironment = "PARLOUR_KEYS"');
	expect(config).toContain('uniqueKey = "Other"');
	expect(config).not.toContain("FILES");
	const options = { settings: readSettings(), address: "127.0.0.1:0", storage: "/data/x" };
	expect(workerdConfig({ ...options, uploads: "/data/x/uploads" })).toContain(
		'(name = "FILES_DISK", service = "uploads")',
	);
});
