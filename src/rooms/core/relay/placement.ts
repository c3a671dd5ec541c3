/** A relay as its channel's room knows it. */
export interface RelaySeat {
	/** `<region>.<number>`, unique in the channel. */
	readonly id: string;
	readonly region: string;
	/** The relay that passes flushes on to it; the room itself where missing. */
	readonly parent?: string;
	/** How many sockets it holds, as far as is known. */
	readonly sockets: number;
}

export interface PlacementLimits {
	/** Sockets of the room itself. */
	readonly roomSockets: number;
	/** Sockets of one relay. */
	readonly relaySockets: number;
	/** How many relays the room calls, and how many each of those calls in its turn. */
	readonly fanIn: number;
}

/** How many relays one object calls for each flush. Past this, relays of the first level pass on to a second. */
export const FAN_IN = 200;

/** Of a region's places this share stays free, so that a herd finds relays there before the first is full. */
const SPARE = 1 / 3;

/** The relays of a region that have a place; readers are spread over them at random. */
export function openRelays(seats: Iterable<RelaySeat>, region: string, { relaySockets }: PlacementLimits): RelaySeat[] {
	return [...seats].filter((seat) => seat.region === region && seat.sockets < relaySockets);
}

/**
 * The relays that a region needs beside those it has for one more reader. It grows by half of what it holds, so that the
 * number of steps to any size is small: each costs readers a detour.
 */
export function relaysToAdd(seats: readonly RelaySeat[], region: string, limits: PlacementLimits): RelaySeat[] {
	const there = seats.filter((seat) => seat.region === region);
	const used = there.reduce((sum, { sockets }) => sum + sockets, 0) + 1;
	const wanted = Math.ceil(used / (1 - SPARE) / limits.relaySockets);
	const missing = Math.max(wanted - there.length, openRelays(there, region, limits).length === 0 ? 1 : 0);
	if (missing === 0) return [];
	const all = [...seats];
	const taken = new Set(there.map(({ id }) => id));
	for (let number = 0; all.length < seats.length + missing; number++) {
		const id = `${region}.${number}`;
		if (!taken.has(id)) all.push({ id, region, parent: parentFor(all, region, limits), sockets: 0 });
	}
	return all.slice(seats.length);
}

/**
 * Who calls a new relay: the room while it has few to call; then the relay of the first level with the fewest to pass on
 * to, in the same region where there is one.
 */
function parentFor(seats: readonly RelaySeat[], region: string, { fanIn }: PlacementLimits): string | undefined {
	const first = seats.filter(({ parent }) => parent === undefined);
	if (first.length < fanIn) return undefined;
	const children = new Map(first.map(({ id }) => [id, 0]));
	for (const { parent } of seats) if (parent !== undefined) children.set(parent, (children.get(parent) ?? 0) + 1);
	const near = first.filter((seat) => seat.region === region && (children.get(seat.id) ?? 0) < fanIn);
	const from = near.length > 0 ? near : first;
	return from.reduce((best, seat) => ((children.get(seat.id) ?? 0) < (children.get(best.id) ?? 0) ? seat : best)).id;
}

/** The seats whose parent is no longer there, each under a new one. */
export function orphans(seats: readonly RelaySeat[], limits: PlacementLimits): RelaySeat[] {
	const first = new Set(seats.flatMap(({ id, parent }) => (parent === undefined ? [id] : [])));
	const settled = seats.filter(({ parent }) => parent === undefined || first.has(parent));
	const moved: RelaySeat[] = [];
	for (const seat of seats) {
		if (seat.parent === undefined || first.has(seat.parent)) continue;
		const { parent: _gone, ...rest } = seat;
		const parent = parentFor([...settled, ...moved], seat.region, limits);
		moved.push(parent === undefined ? rest : { ...rest, parent });
	}
	return moved;
}

/**
 * The relays that are no longer needed: all, once the room has room for everybody twice over; of a region those that its
 * readers leave empty. What is left stays half empty, so that the same readers coming back bring none of them back.
 */
export function relaysToDismiss(
	seats: readonly RelaySeat[],
	inRoom: number,
	{ roomSockets, relaySockets }: PlacementLimits,
): RelaySeat[] {
	const total = seats.reduce((sum, { sockets }) => sum + sockets, inRoom);
	if (total * 2 <= roomSockets) return [...seats];
	return [...Map.groupBy(seats, ({ region }) => region).values()].flatMap((there) => {
		const used = there.reduce((sum, { sockets }) => sum + sockets, 0);
		const needed = Math.max(1, Math.ceil((used * 2) / relaySockets));
		if (there.length < needed * 2) return [];
		return there.toSorted((one, other) => one.sockets - other.sockets).slice(0, there.length - needed);
	});
}
