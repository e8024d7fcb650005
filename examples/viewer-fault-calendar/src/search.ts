/** Binary search in what is ordered by address. */

/** Where those begin that end above a page: their number where none does. */
export function firstEndingAbove(ordered: readonly { readonly end: number }[], page: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ordered[middle]?.end ?? 0) > page) high = middle;
    else low = middle + 1;
  }
  return low;
}
