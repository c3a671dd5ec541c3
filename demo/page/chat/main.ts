import { isForInputMethod } from "../../../src/client/elements/base/keys.ts";
import { byId, say } from "../dom.ts";
import { forgetVisitor, lastName, rememberName, tabName } from "../memory.ts";
import { Room } from "./room.ts";
import { onAgain, showFailure } from "../state-line.ts";

const joinForm = byId("join", HTMLFormElement);
const nameField = byId("name", HTMLInputElement);
const joinHint = byId("join-hint", HTMLElement);
const composer = byId("composer", HTMLFormElement);
const textField = byId("text", HTMLTextAreaElement);
const room = new Room();

/** Shows the one form or the other. */
function showForm(member: boolean): void {
	joinForm.hidden = member;
	composer.hidden = !member;
}

async function join(name: string): Promise<void> {
	try {
		const user = await room.join(name);
		rememberName(user.name);
		say(byId("me", HTMLElement), user.name);
		showForm(true);
		textField.focus();
	} catch (error) {
		showForm(false);
		nameField.value = name;
		joinHint.classList.add("wrong");
		say(joinHint, error instanceof Error ? error.message : "That did not work; try again.");
		nameField.focus();
	}
}

async function begin(): Promise<void> {
	const name = tabName();
	if (name !== undefined) return join(name);
	nameField.value = lastName() ?? "";
	showForm(false);
	await room.watch();
}

function send(): void {
	const text = textField.value.trim();
	if (text === "") return;
	room.send(text);
	textField.value = "";
	grow();
}

/** As high as its text, up to what the style sheet allows. */
function grow(): void {
	textField.style.height = "auto";
	textField.style.height = `${textField.scrollHeight + 2}px`;
}

joinForm.addEventListener("submit", (event) => {
	event.preventDefault();
	void join(nameField.value);
});
composer.addEventListener("submit", (event) => {
	event.preventDefault();
	send();
	textField.focus();
});
textField.addEventListener("keydown", (event) => {
	if (event.key !== "Enter" || event.shiftKey || isForInputMethod(event)) return;
	event.preventDefault();
	send();
});
textField.addEventListener("input", () => {
	grow();
	if (textField.value !== "") room.typed();
});
byId("leave", HTMLButtonElement).addEventListener("click", () => {
	rememberName(undefined);
	forgetVisitor();
	location.reload();
});
onAgain(() => location.reload());

begin().catch((error: unknown) => showFailure(error instanceof Error ? error.message : "The room cannot be reached."));
