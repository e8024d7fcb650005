/**
 * The walk that is shown: the page that it goes to, its steps, the entries of the picture that it passes, the one of them that is
 * chosen, and where it stands. A selection decides all of that.
 */

import type { MmView, Selection, Vpn, WalkEntry } from '@mm-playground/api';
import { wayTo, type EntryPlace, type RadixLayout } from './radix-layout.ts';
import { WalkPlayer } from './walk-player.ts';
import { isWithin, pageOf, walkSteps, type WalkStep } from './walk.ts';

/** See the file's comment. */
export class ShownWalk {
  readonly player: WalkPlayer;
  #page: Vpn | null = null;
  #wished: Vpn | null = null;
  #steps: readonly WalkStep[] = [];
  #way: readonly EntryPlace[] = [];
  #chosen: EntryPlace | null = null;

  /** @param changed called when there is something to draw. */
  constructor(changed: () => void) {
    this.player = new WalkPlayer(changed);
  }

  /** The page that is walked to; null where there is none. */
  get page(): Vpn | null {
    return this.#page;
  }

  get steps(): readonly WalkStep[] {
    return this.#steps;
  }

  /** The entry whose bits are shown. */
  get chosen(): EntryPlace | null {
    return this.#chosen;
  }

  /** The chosen entry as the walk read it. */
  get entry(): WalkEntry | undefined {
    const level = this.#chosen?.level;
    return this.#steps.find(({ entry }) => entry !== null && entry.level === level)?.entry ?? undefined;
  }

  /** What a picture shows of it: the entries, how many of them were read, how far the point is on its way to the next. */
  get picture(): { readonly way: readonly EntryPlace[]; readonly read: number; readonly travel: number } {
    const [{ at, travel }, { length }] = [this.player, this.#way];
    return { way: this.#way, read: Math.min(at, length), travel: at > length ? 1 : travel };
  }

  /** The page to walk to once the entry that is asked for is selected: `page`, this one, or another one below the entry. */
  wish(entry: Pick<Selection, 'start' | 'end'>, page: Vpn | undefined, other: () => Vpn | null): void {
    this.#wished = page ?? (isWithin(this.#page, entry) ? this.#page : other());
  }

  /** Goes where a selection says. An entry of the way to the page that is walked to is chosen without walking elsewhere. */
  adopt(view: MmView, layout: RadixLayout, selection: Selection | null, isOtherView: boolean): void {
    const page = this.#page;
    const kept = selection?.kind === 'pte' ? [this.#wished, page].find((each) => isWithin(each, selection)) : null;
    this.#page = kept ?? pageOf(view, selection);
    this.#wished = null;
    this.#steps = this.#page === null ? [] : walkSteps(view, this.#page);
    this.#way = this.#page === null ? [] : wayTo(layout, this.#page);
    const level = selection?.kind === 'pte' ? selection.level : Infinity;
    this.#chosen = this.#way.find((place) => place.level === level) ?? this.#way.at(-1) ?? null;
    if (this.#page !== page || isOtherView) this.player.reset(this.#steps.length - 1);
  }

  /** Stands at a step. Returns the place of the entry that is read there, or undefined where none is. */
  goTo(step: number): EntryPlace | undefined {
    this.player.to(step);
    const entry = this.#steps[step]?.entry;
    return this.#way.find(({ level }) => level === entry?.level);
  }
}
