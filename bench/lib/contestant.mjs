/**
 * What stands in a comparison. The load generator is one for all of them: what differs is data in {@link Target}.
 *
 * @typedef {object} Contestant
 * @property {string} name as the tables write it
 * @property {string} about what it is, with its version
 * @property {number} [batch] messages in one request; 1 where it is missing
 * @property {readonly number[]} [only] the numbers of subscribers that it is measured with; all where it is missing
 * @property {() => Promise<boolean>} [isThere] whether it can run on this machine
 * @property {() => Promise<Running>} start
 *
 * @typedef {object} Running
 * @property {Target} target
 * @property {() => readonly number[]} pids the processes whose CPU and memory count
 * @property {() => Promise<void>} stop
 *
 * @typedef {object} Target plain data, so that it can cross to the load generator's process
 * @property {number} port
 * @property {string} socketPath
 * @property {string} [ready] what the text begins with that tells a socket that it is subscribed; without it, the end of
 * the handshake does
 * @property {Readonly<Record<string, string>>} [replies] what a socket answers, by what the text begins with
 * @property {string} publishPath
 * @property {string} [headers] more lines for a publish, each with its end
 * @property {readonly [before: string, between: string, after: string]} [envelope] what stands around the messages in a
 * publish's body
 * @property {string} [refusal] what an answer contains that says 200 and means no
 */

/**
 * Lets the compiler check what an adapter exports.
 *
 * @param {Contestant} contestant
 */
export function contestant(contestant) {
	return contestant;
}
