import { useState } from "react";
import { ParlourProvider, useConversation, useInbox, usePeople } from "parlour/react";

/**
 * A chat of three parts: who is online, the user's conversations, and the one that is open.
 *
 * @param {import("parlour/react").ParlourProviderProps} connection as in `<App url="https://…" ticket={fetchTicket} />`
 */
export function App(connection) {
	return (
		<ParlourProvider {...connection}>
			<Dock />
		</ParlourProvider>
	);
}

function Dock() {
	const [open, setOpen] = useState(/** @type {string | undefined} */ (undefined));
	const { state, unread, conversations, chat } = useInbox();
	const { count, people } = usePeople();
	return (
		<>
			<h2>
				{unread} unread ({state})
			</h2>
			<ul aria-label={`${count} online`}>
				{people.map(({ id, name = id }) => (
					<li key={id}>
						<button onClick={() => void chat?.direct(id).then(setOpen)}>{name}</button>
					</li>
				))}
			</ul>
			<ul aria-label="Conversations">
				{conversations.map(({ id, name, members, last }) => (
					<li key={id}>
						<button onClick={() => setOpen(id)}>
							{name ?? members.map((member) => member.name ?? member.id).join(", ")}: {last?.text}
						</button>
					</li>
				))}
			</ul>
			{open === undefined ? null : <Conversation id={open} key={open} />}
		</>
	);
}

/** @param {{ id: string }} props */
function Conversation({ id }) {
	const { messages, drafts, typing, conversation } = useConversation(id);
	const [text, setText] = useState("");
	return (
		<form
			onFocus={() => conversation?.read()}
			onSubmit={(event) => {
				event.preventDefault();
				conversation?.send(text);
				setText("");
			}}
		>
			<ol>
				{messages.map(({ seq, from, text, deleted }) => (
					<li key={seq}>
						{from?.name}: {deleted ? "(deleted)" : text}
					</li>
				))}
				{drafts.map(({ id, text, state }) => (
					<li key={id} aria-busy={state === "sending"}>
						{text} {state === "failed" && <button onClick={() => conversation?.retry(id)}>Try again</button>}
					</li>
				))}
			</ol>
			<p role="status">{typing.map(({ id, name = id }) => `${name} is typing`).join(", ")}</p>
			<input
				aria-label="Message"
				value={text}
				onChange={(event) => {
					setText(event.target.value);
					conversation?.type();
				}}
			/>
		</form>
	);
}
