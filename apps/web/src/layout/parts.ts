/*
 * How a window is divided: rows and columns of parts, and at the ends of them stacks of panes, of which one is chosen. A value and
 * pure functions on it; a part that is left empty closes up, and its room goes to its neighbours. Shares of a split always sum
 * up to one. What a pane is, nobody here knows.
 */

/** The name of a pane. */
export type PaneId = string;

/** Parts beside each other (`row`) or below each other (`column`), each with its share of the room. */
export interface Split {
  readonly kind: 'row' | 'column';
  readonly parts: readonly Part[];
  readonly shares: readonly number[];
}

/** Panes of which one is in view. */
export interface Stack {
  readonly kind: 'stack';
  readonly panes: readonly PaneId[];
  readonly chosen: PaneId;
}

export type Part = Split | Stack;

/** Where a pane goes when it is moved beside another: among its tabs, or to a side of its stack. */
export type Side = 'tab' | 'left' | 'right' | 'above' | 'below';

/** No part gets less of its split than this. */
export const LEAST_SHARE = 0.08;

/** Panes in one place, the first one in view. */
export const stack = (...panes: readonly [PaneId, ...PaneId[]]): Stack => ({ kind: 'stack', panes, chosen: panes[0] });

/** Parts beside each other, with numbers that say how much room each gets. */
export const row = (...parts: readonly (readonly [number, Part])[]): Split => split('row', parts);

/** Parts below each other, likewise. */
export const column = (...parts: readonly (readonly [number, Part])[]): Split => split('column', parts);

function split(kind: Split['kind'], parts: readonly (readonly [number, Part])[]): Split {
  return { kind, parts: parts.map(([, part]) => part), shares: summedToOne(parts.map(([share]) => share)) };
}

/** All stacks, from the first to the last. */
export const stacksOf = (part: Part): readonly Stack[] =>
  part.kind === 'stack' ? [part] : part.parts.flatMap(stacksOf);

/** All panes, from the first to the last. */
export const panesOf = (part: Part): readonly PaneId[] => stacksOf(part).flatMap(({ panes }) => panes);

/** The stack that a pane is in. */
export const stackOf = (part: Part, pane: PaneId): Stack | undefined =>
  stacksOf(part).find(({ panes }) => panes.includes(pane));

/** With this pane in view in its stack. The same object where it is already, or is nowhere. */
export function chosenIn(part: Part, pane: PaneId): Part {
  return mapParts(part, (each) =>
    each.panes.includes(pane) && each.chosen !== pane ? { ...each, chosen: pane } : each,
  );
}

/** Without a pane; null where nothing is left. */
export function without(part: Part, pane: PaneId): Part | null {
  if (part.kind === 'stack') return stackWithout(part, pane);
  const parts = part.parts.map((each) => without(each, pane));
  if (parts.every((each, at) => each === part.parts[at])) return part;
  const left = parts.flatMap((each, at) => (each === null ? [] : [[part.shares[at] ?? 0, each] as const]));
  const [only] = left;
  if (only === undefined) return null;
  return left.length === 1 ? only[1] : split(part.kind, left);
}

function stackWithout(from: Stack, pane: PaneId): Stack | null {
  const at = from.panes.indexOf(pane);
  if (at < 0) return from;
  const panes = from.panes.filter((each) => each !== pane);
  const next = panes[Math.min(at, panes.length - 1)];
  return next === undefined ? null : { ...from, panes, chosen: from.chosen === pane ? next : from.chosen };
}

/** With a pane brought beside another one and put in view. Where `beside` is nowhere, nothing happens. */
export function movedBeside(part: Part, pane: PaneId, beside: PaneId, side: Side): Part {
  if (side === 'tab' && stackOf(part, beside)?.panes.includes(pane) === true) return chosenIn(part, pane);
  if (stackOf(part, beside) === undefined || pane === beside) return splitOff(part, pane, side);
  const rest = without(part, pane) ?? part;
  return mapParts(rest, (each) => (each.panes.includes(beside) ? put(each, pane, side) : each));
}

/** A pane to a side of the stack that it was in itself. */
function splitOff(part: Part, pane: PaneId, side: Side): Part {
  const from = stackOf(part, pane);
  if (from === undefined || from.panes.length === 1 || side === 'tab') return part;
  const beside = from.panes.find((each) => each !== pane);
  return beside === undefined ? part : movedBeside(part, pane, beside, side);
}

function put(into: Stack, pane: PaneId, side: Side): Part {
  if (side === 'tab') return { ...into, panes: [...into.panes, pane], chosen: pane };
  const kind = side === 'left' || side === 'right' ? 'row' : 'column';
  const both = side === 'left' || side === 'above' ? [stack(pane), into] : [into, stack(pane)];
  return { kind, parts: both, shares: [1 / 2, 1 / 2] };
}

/** The way to a part: which part of the outermost split, which of that one, and so on. */
export type Path = readonly number[];

/** With room given from one part of a split to another; neither gets less than {@link LEAST_SHARE}. */
export function resized(part: Part, path: Path, [a, b]: readonly [number, number], by: number): Part {
  if (part.kind === 'stack') return part;
  const [first, ...rest] = path;
  if (first !== undefined)
    return { ...part, parts: part.parts.map((each, at) => (at === first ? resized(each, rest, [a, b], by) : each)) };
  const [before, after] = [part.shares[a] ?? 0, part.shares[b] ?? 0];
  const least = Math.min(LEAST_SHARE, before, after);
  const now = Math.max(least, Math.min(before + after - least, before + by));
  if (now === before) return part;
  return {
    ...part,
    shares: part.shares.map((share, at) => (at === a ? now : at === b ? before + after - now : share)),
  };
}

/** With stacks changed, perhaps into splits. Keeps what did not change. */
function mapParts(part: Part, change: (stack: Stack) => Part): Part {
  if (part.kind === 'stack') return change(part);
  const parts = part.parts.map((each) => mapParts(each, change));
  return parts.every((each, at) => each === part.parts[at]) ? part : { ...part, parts };
}

function summedToOne(shares: readonly number[]): readonly number[] {
  const sum = shares.reduce((total, share) => total + share, 0);
  return shares.map((share) => share / sum);
}
