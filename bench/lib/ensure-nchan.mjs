import { aptInstall } from "../../scripts/lib/apt.mjs";

/** Installs Debian's packages of nginx and nchan; where that fails, the comparison goes on without them. */
export function ensureNchan() {
	if (!aptInstall(["nginx", "libnginx-mod-nchan"])) console.error("nchan could not be installed: it will be missing.");
}
