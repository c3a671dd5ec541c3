import panelStyle from "./style/panel.css";
import partsStyle from "./style/parts.css";
import phoneStyle from "./style/phone.css";
import windowStyle from "./style/window.css";

export { Windows } from "./windows.ts";
export { refill } from "./views/composer.ts";
export { menuView } from "./views/menu.ts";
export { bodyView } from "./views/panel.ts";
export { tabView, windowView } from "./views/window.ts";

let sheet: CSSStyleSheet | undefined;

/** The styles of what is here, one sheet for all docks. */
export function lateSheet(): CSSStyleSheet {
	if (!sheet) {
		sheet = new CSSStyleSheet();
		sheet.replaceSync(partsStyle + panelStyle + windowStyle + phoneStyle);
	}
	return sheet;
}
