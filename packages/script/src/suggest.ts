/**
 * What a misspelt word may have meant: the nearest known word by the number of letters to change, swap, add or drop.
 */

/** `: did you mean \`x\`?`, or `''` where no candidate is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const nearest = nearestOf(word, candidates);
  return nearest === undefined ? '' : `: did you mean \`${nearest}\`?`;
}

/** The candidate that differs least from `word`, in at most `most` letters; of equals that with the longer common begin. One that `word` is the begin of wins at once. */
export function nearestOf(
  word: string,
  candidates: Iterable<string>,
  most: number = Math.floor(word.length / LETTERS_A_MISTAKE),
): string | undefined {
  if (word.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = most;
  for (const candidate of candidates) {
    if (word.length >= SHORTEST_BEGIN && candidate.startsWith(word)) return candidate;
    const distance = distanceBelow(word, candidate, least + 1);
    if (distance > least || (distance === least && best !== undefined && !beginsCloser(word, candidate, best)))
      continue;
    [best, least] = [candidate, distance];
  }
  return best;
}

/** So many letters are the begin of a word that was cut off. */
const SHORTEST_BEGIN = 3;
/** So many letters of a word excuse one mistake. */
const LETTERS_A_MISTAKE = 3;
/** Longer words are no typing mistakes. */
const LONGEST = 64;

const beginsCloser = (word: string, a: string, b: string): boolean => commonBegin(word, a) > commonBegin(word, b);

function commonBegin(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at += 1;
  return at;
}

/** Edit distance with swaps of neighbours, ignoring case; `bound` where it is not below. */
function distanceBelow(a: string, b: string, bound: number): number {
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
