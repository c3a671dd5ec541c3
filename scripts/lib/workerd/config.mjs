/**
 * The configuration of a workerd process that runs the Worker as it is deployed: the Durable Objects with SQLite on disk,
 * the keys out of the environment (so that no file holds them), static files out of a folder.
 *
 * @param {object} options
 * @param {import("./settings.mjs").Settings} options.settings
 * @param {string} options.address where to listen, as `host:port`
 * @param {string} options.storage the folder of the objects' databases
 * @param {string} [options.assets] the folder of static files
 * @param {string} [options.uploads] the folder of the files that users send
 * @param {readonly string[]} [options.variables] what the Worker gets out of the environment
 * @param {boolean} [options.privateNetwork] whether the Worker may reach addresses that are not public
 * @returns {string} Cap'n Proto text; it embeds `worker.js` and `assets.js`, which stand beside it
 */
export function workerdConfig({
	settings,
	address,
	storage,
	assets,
	uploads,
	variables = ["PARLOUR_KEYS"],
	privateNetwork = false,
}) {
	const common = `
	compatibilityDate = ${quote(settings.compatibilityDate)},
	compatibilityFlags = [${settings.compatibilityFlags.map(quote).join(", ")}],`;
	return `using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
	services = [
		${services({ storage, assets, uploads, privateNetwork }).join(",\n\t\t")}
	],
	sockets = [(name = "http", address = ${quote(address)}, http = (), service = "main")],
);

const main :Workerd.Worker = (
	modules = [(name = "worker.js", esModule = embed "worker.js")],${common}
	bindings = [
		${bindings(settings, variables, { assets, uploads }).join(",\n\t\t")}
	],
	durableObjectNamespaces = [${settings.objects.map(namespace).join(", ")}],
	durableObjectStorage = (localDisk = "storage"),
);

const assets :Workerd.Worker = (
	modules = [(name = "assets.js", esModule = embed "assets.js")],${common}
	bindings = [${assets === undefined ? "" : '(name = "FILES", service = "files")'}],
);
`;
}

/** @param {{ storage: string, assets: string | undefined, uploads: string | undefined, privateNetwork: boolean }} options */
function services({ storage, assets, uploads, privateNetwork }) {
	const network = privateNetwork ? '"public", "private"' : '"public"';
	return [
		'(name = "main", worker = .main)',
		`(name = "storage", ${writableDisk(storage)})`,
		`(name = "internet", network = (allow = [${network}], tlsOptions = (trustBrowserCas = true)))`,
		...(uploads === undefined ? [] : [`(name = "uploads", ${writableDisk(uploads)})`]),
		...(assets === undefined
			? []
			: ['(name = "assets", worker = .assets)', `(name = "files", disk = (path = ${quote(assets)}))`]),
	];
}

/** @param {string} folder */
function writableDisk(folder) {
	return `disk = (path = ${quote(folder)}, writable = true)`;
}

/**
 * @param {import("./settings.mjs").Settings} settings
 * @param {readonly string[]} variables
 * @param {{ assets: string | undefined, uploads: string | undefined }} folders
 */
function bindings({ objects }, variables, { assets, uploads }) {
	return [
		...variables.map((name) => `(name = ${quote(name)}, fromEnvironment = ${quote(name)})`),
		...objects.map(
			({ binding, className }) =>
				`(name = ${quote(binding)}, durableObjectNamespace = (className = ${quote(className)}))`,
		),
		...(assets === undefined ? [] : ['(name = "ASSETS", service = "assets")']),
		...(uploads === undefined ? [] : ['(name = "FILES_DISK", service = "uploads")']),
	];
}

/**
 * The unique key goes into every object's id: changing it would lose all logs.
 *
 * @param {{ className: string }} object
 */
function namespace({ className }) {
	return `(className = ${quote(className)}, uniqueKey = ${quote(className)}, enableSql = true)`;
}

/** @param {string} text */
function quote(text) {
	return JSON.stringify(text);
}
