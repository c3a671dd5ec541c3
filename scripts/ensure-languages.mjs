import { aptInstall } from "./lib/apt.mjs";
import { isThere, LANGUAGES } from "./lib/languages.mjs";

// The tests of the SDKs are never skipped: a language that is missing is installed, and where that fails so does this.

const missing = LANGUAGES.filter((language) => !isThere(language));
if (missing.length > 0) aptInstall(missing.flatMap(({ packages }) => packages));

const still = missing.filter((language) => !isThere(language));
for (const { name, program, needs, packages } of still)
	console.error(`${name} (${program}, ${needs}) is missing and could not be installed. Install it, then run this again:
  Debian, Ubuntu   apt-get install ${packages.join(" ")}
  anywhere else    with the system's own packages, so that ${program} is in the PATH`);
process.exitCode = still.length === 0 ? 0 : 1;
