import type { Page } from "playwright-core";

/** Notes whatever runs on a page that its own scripts do not do. Put in before the page is visited. */
export async function watchForXss(page: Page): Promise<() => Promise<string[]>> {
	const seen: string[] = [];
	await page.exposeFunction("xss", () => void seen.push(`ran on ${page.url()}`));
	page.on("dialog", (dialog) => {
		seen.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	return async () => [...seen, ...(await page.evaluate(suspicious))];
}

/** What could run: elements that nobody here makes, attributes that are handlers, links that are no addresses. */
function suspicious(): string[] {
	const found: string[] = [];
	const look = (root: ParentNode): void => {
		for (const element of root.querySelectorAll("*")) {
			if (element.shadowRoot) look(element.shadowRoot);
			if (root instanceof ShadowRoot && /^(script|iframe|object|embed|base|meta|link|style)$/.test(element.localName))
				found.push(`<${element.localName}>`);
			for (const { name, value } of element.attributes) {
				const isLink = /^(href|src|action|data|formaction)$/.test(name) && value !== "";
				const { protocol = "" } = (isLink && URL.parse(value, document.baseURI)) || {};
				if (name.startsWith("on") || (isLink && !/^(https?|blob):$/.test(protocol)))
					found.push(`<${element.localName} ${name}="${value}">`);
			}
		}
	};
	look(document);
	return found;
}
