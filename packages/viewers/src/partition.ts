/** Binary search: the one that scales, tables and lists share. */

/** The number of leading elements for which `before` holds; `before` is true for a prefix of the list. */
export function partition<T>(list: ArrayLike<T>, before: (item: T) => boolean): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && before(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}
