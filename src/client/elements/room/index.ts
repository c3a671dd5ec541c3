import { ParlourRoom } from "./element.ts";

export { ParlourRoom };

if (globalThis.customElements && !customElements.get("parlour-room"))
	customElements.define("parlour-room", ParlourRoom);
