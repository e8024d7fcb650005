/**
 * Which of one list is which of another one: what both have at the beginning and at the end is paired, and of what lies between as many
 * as can be in order.
 */

/** The partner of each on both sides; -1 where it has none. */
export interface Alignment {
  readonly there: Int32Array;
  readonly back: Int32Array;
}

/** Comparisons that are made at most for what lies between; beyond that, they pair up by their number. */
const MOST_COMPARED = 4_000_000;

/** Aligns two lists by their words. */
export function align(a: readonly string[], b: readonly string[]): Alignment {
  const there = new Int32Array(a.length).fill(-1);
  const back = new Int32Array(b.length).fill(-1);
  const pair = (from: number, to: number): void => {
    there[from] = to;
    back[to] = from;
  };
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  for (; head < shorter && a[head] === b[head]; head++) pair(head, head);
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++;
  for (let at = 1; at <= tail; at++) pair(a.length - at, b.length - at);
  alignBetween(a.slice(head, a.length - tail), b.slice(head, b.length - tail), (from, to) =>
    pair(head + from, head + to),
  );
  return { there, back };
}

/** Pairs as many as can be in order: the longest common subsequence. */
function alignBetween(a: readonly string[], b: readonly string[], pair: (from: number, to: number) => void): void {
  if (a.length * b.length > MOST_COMPARED) {
    for (let at = 0; at < Math.min(a.length, b.length); at++) pair(at, at);
    return;
  }
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--)
      longest[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
  for (let i = 0, j = 0; i < a.length && j < b.length;)
    if (a[i] === b[j]) pair(i++, j++);
    else if (at(i + 1, j) >= at(i, j + 1)) i++;
    else j++;
}
