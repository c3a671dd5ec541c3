import { ParlourDock } from "./element.ts";

export { ParlourDock };

if (globalThis.customElements && !customElements.get("parlour-dock"))
	customElements.define("parlour-dock", ParlourDock);
