import { byId, say } from "../dom.ts";
import { onAgain, showFailure } from "../state-line.ts";
import { showHooks } from "./hooks.ts";
import { Line } from "./line.ts";
import { Runs } from "./run.ts";
import { openSession } from "./session.ts";

const form = byId("plan", HTMLFormElement);
const messages = byId("messages", HTMLInputElement);
const calls = byId("calls", HTMLInputElement);
const poll = byId("poll", HTMLInputElement);
const button = byId("run", HTMLButtonElement);

async function begin(): Promise<void> {
	const session = await openSession();
	const line: Line = new Line(session, poll.checked, () => runs.gap());
	const runs: Runs = new Runs(line, session);
	poll.addEventListener("change", () => line.change(poll.checked));
	form.addEventListener("submit", (event) => {
		event.preventDefault();
		void run(runs);
	});
	button.disabled = false;
	void showHooks(session.hash);
}

async function run(runs: Runs): Promise<void> {
	const fields = [button, messages, calls, poll];
	for (const field of fields) field.disabled = true;
	await runs.run({ messages: messages.valueAsNumber, calls: calls.valueAsNumber });
	for (const field of fields) field.disabled = false;
	say(button, "Run again");
	// Disabling it took the focus away.
	if (document.activeElement === document.body) button.focus();
}

onAgain(() => location.reload());
begin().catch((error: unknown) =>
	showFailure(error instanceof Error ? error.message : "The backend cannot be reached."),
);
