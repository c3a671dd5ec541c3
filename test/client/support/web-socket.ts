/** What partysocket makes of an address; the test speaks for the browser and the server. */
export class FakeWebSocket extends EventTarget {
	static all: FakeWebSocket[] = [];
	readonly url: string;
	readonly protocols: string | string[] | undefined;
	readyState = 0;
	binaryType = "blob";
	sent: unknown[] = [];

	constructor(url: string, protocols?: string | string[]) {
		super();
		this.url = url;
		this.protocols = protocols;
		FakeWebSocket.all.push(this);
	}

	open(): void {
		this.readyState = 1;
		this.dispatchEvent(new Event("open"));
	}

	say(data: unknown): void {
		this.dispatchEvent(new MessageEvent("message", { data }));
	}

	end(code: number, reason = ""): void {
		this.readyState = 3;
		this.dispatchEvent(Object.assign(new Event("close"), { code, reason }));
	}

	fail(): void {
		this.readyState = 3;
		this.dispatchEvent(Object.assign(new Event("error"), { message: "" }));
	}

	send(data: unknown): void {
		this.sent.push(data);
	}

	close(): void {
		this.readyState = 3;
	}
}
