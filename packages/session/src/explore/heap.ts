/** A binary heap: the least comes first, and among equals whoever came first. */
export class Heap<T> {
  readonly #items: { readonly item: T; readonly turn: number }[] = [];
  readonly #isLess: (a: T, b: T) => boolean;
  #turns = 0;

  constructor(isLess: (a: T, b: T) => boolean) {
    this.#isLess = isLess;
  }

  push(item: T): void {
    let at = this.#items.push({ item, turn: this.#turns++ }) - 1;
    for (let above = (at - 1) >> 1; at > 0 && this.#before(at, above); above = (at - 1) >> 1) {
      this.#swap(at, above);
      at = above;
    }
  }

  /** Takes the least out. */
  pop(): T | undefined {
    const least = this.#items[0];
    const last = this.#items.pop();
    if (least === undefined || last === undefined || this.#items.length === 0) return least?.item;
    this.#items[0] = last;
    this.#sink();
    return least.item;
  }

  #sink(): void {
    for (let at = 0; ;) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = left < this.#items.length && this.#before(left, at) ? left : at;
      if (right < this.#items.length && this.#before(right, least)) least = right;
      if (least === at) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #before(a: number, b: number): boolean {
    const [one, other] = [this.#items[a], this.#items[b]];
    if (one === undefined || other === undefined) return false;
    if (this.#isLess(one.item, other.item)) return true;
    return !this.#isLess(other.item, one.item) && one.turn < other.turn;
  }

  #swap(a: number, b: number): void {
    const [one, other] = [this.#items[a], this.#items[b]];
    if (one === undefined || other === undefined) return;
    this.#items[a] = other;
    this.#items[b] = one;
  }
}
