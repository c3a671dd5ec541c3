import { ParlourDock } from "./element.ts";

export { ParlourDock };

if (!customElements.get("parlour-dock")) customElements.define("parlour-dock", ParlourDock);
