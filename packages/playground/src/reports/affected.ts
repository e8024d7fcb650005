/**
 * Which part of an address space a drawing of a call is about: what changed between the states that are drawn, and what lies
 * close to it. The rest (libraries, the stack) would hide it.
 */

import type { MmView, VmaView } from '@mm-playground/api';

/** VMAs with fewer pages than this between them are drawn together. */
const CLOSE = 16;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Chooses the VMAs that are to be drawn of each of these states, which follow one another. */
export function affectedVmas(states: readonly MmView[]): (vma: VmaView) => boolean {
  const ranges = affectedRanges(states);
  return (vma) => ranges.some(({ start, end }) => vma.start < end && start < vma.end);
}

function affectedRanges(states: readonly MmView[]): Range[] {
  const changed: Range[] = [];
  for (const [at, state] of states.entries()) {
    const before = states[at - 1];
    if (before !== undefined) changed.push(...unlike(before, state), ...unlike(state, before));
  }
  return clusters(states.flatMap(({ vmas }) => vmas)).filter((cluster) =>
    changed.some(({ start, end }) => cluster.start < end && start < cluster.end),
  );
}

/** The VMAs of one state that the other does not have just so. */
function unlike({ vmas }: MmView, other: MmView): readonly VmaView[] {
  const known = new Set(other.vmas.map(appearance));
  return vmas.filter((vma) => !known.has(appearance(vma)));
}

/** Everything that a drawing shows of a VMA. */
export const appearance = ({ start, end, flags, pgoff, name, file, anonVma }: VmaView): string =>
  [start, end, flags.toSmaps(), pgoff, name, file, anonVma !== null].join(' ');

/** Ranges that are close together, as one. */
function clusters(ranges: readonly Range[]): Range[] {
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of [...ranges].sort((a, b) => a.start - b.start)) {
    const last = joined.at(-1);
    if (last === undefined || start - last.end > CLOSE) joined.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return joined;
}
