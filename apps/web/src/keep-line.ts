/*
 * Where a line went when a text was edited. An edit leaves a common beginning and a common end; a line of either is found
 * again exactly, a line in between is taken to be at the same distance from the beginning. That is all an editor needs to
 * keep its place, and it costs one pass over the lines.
 */

/** The line of `after` (from 1) that stands for line `line` (from 1) of `before`. */
export function keepLine(before: string, after: string, line: number): number {
  const old = before.split('\n');
  const now = after.split('\n');
  const head = commonHead(old, now);
  if (line <= head) return line;
  const tail = commonTail(old, now, head);
  if (line > old.length - tail) return line + now.length - old.length;
  return Math.min(line, Math.max(1, now.length - tail));
}

function commonHead(a: readonly string[], b: readonly string[]): number {
  const most = Math.min(a.length, b.length);
  let n = 0;
  while (n < most && a[n] === b[n]) n++;
  return n;
}

function commonTail(a: readonly string[], b: readonly string[], head: number): number {
  const most = Math.min(a.length, b.length) - head;
  let n = 0;
  while (n < most && a[a.length - 1 - n] === b[b.length - 1 - n]) n++;
  return n;
}
