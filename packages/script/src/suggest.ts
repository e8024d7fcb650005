/**
 * What a misspelt word may have meant: the nearest known word by the number of letters to change, swap, add or drop.
 */

/** `: did you mean \`x\`?`, or `''` where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const nearest = nearestOf(word, candidates);
  return nearest === undefined ? '' : `: did you mean \`${nearest}\`?`;
}

/** The candidate that differs least from `word`, in at most a third of its letters. The first one wins. */
export function nearestOf(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bound = Math.floor(Math.min(word.length, LONGEST) / 3) + 1;
  for (const candidate of candidates) {
    const distance = word.length > LONGEST ? bound : distanceBelow(word, candidate, bound);
    if (distance < bound) [best, bound] = [candidate, distance];
  }
  return best;
}

/** Longer words are no typing mistakes. */
const LONGEST = 64;

/** Edit distance with swaps of neighbours, ignoring case; `bound` where it is not below. */
export function distanceBelow(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) >= bound) return bound;
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  let before: number[] = [];
  let row = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= right.length; j += 1) next.push(step(left, right, i, j, { before, row, next }));
    [before, row] = [row, next];
  }
  return Math.min(row[right.length] ?? bound, bound);
}

interface Rows {
  readonly before: readonly number[];
  readonly row: readonly number[];
  readonly next: readonly number[];
}

function step(a: string, b: string, i: number, j: number, { before, row, next }: Rows): number {
  const at = (line: readonly number[], index: number): number => line[index] ?? Infinity;
  const replace = at(row, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
  const cost = Math.min(replace, at(row, j) + 1, at(next, j - 1) + 1);
  const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
  return swapped ? Math.min(cost, at(before, j - 2) + 1) : cost;
}
