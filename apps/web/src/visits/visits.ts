/*
 * The history of the browser: an entry for each file that was opened and for each jump in time, none for a step. The address of an
 * entry says the place; a text of one's own it cannot carry, so the entry names the work that is kept (`works.ts`).
 */
import type { Position } from '@mm-playground/viewers';
import { readLink, type Link } from '../share-link.ts';
import type { AppState } from '../state.ts';
import type { Store } from '../store.ts';
import { keepWork, keptWork, newestWork, positionOf, workOf } from './works.ts';

/** A move over more calls than this is a jump: more than the longest that a key repeats. */
const FAR = 10;
/** How long after a change a work is kept. */
const KEEP_PAUSE_MS = 300;

/** What an entry of the history carries beside its address. */
interface Entry {
  /** The name of the work that is open there; null where the address says which program it is. */
  readonly work: string | null;
  /** The place, which an address leaves out before the first call; null where it is not known before the file is played. */
  readonly position: Position | null;
}

/** A place in a file, as far as entries tell them apart. */
interface Place {
  /** Null where the address does not say it. */
  readonly file: string | null;
  readonly call: number;
}

/** Writes entries, and finds works again. */
export class Visits {
  readonly #store: Store;
  /** The name under which what is open is kept; null where its address says everything. */
  #work: string | null = null;
  /** What the entry is for that the browser stands on; null before there is one. */
  #here: Place | null = null;
  #isReopening = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(store: Store) {
    this.#store = store;
    store.subscribe((now, before) => this.#changed(now, before));
    addEventListener('pagehide', () => this.#keep(store.state));
  }

  /** What the entry leads to that the browser stands on. */
  linkHere(): Link {
    const link = readLink(location.hash);
    return { ...link, position: entryOf(history.state)?.position ?? link.position };
  }

  /**
   * Opens the work of the entry that the browser stands on (`link` is where that leads), unless it is open; for an address that says nothing,
   * the newest one.
   *
   * @returns whether a work is open now that this entry, or nothing, asks for
   */
  arrive(link: Link): boolean {
    const isPlain = location.hash === '' && location.search === '';
    const id = entryOf(history.state)?.work ?? (isPlain && this.#here === null ? newestWork() : undefined);
    const file = link.script === null ? (link.sample ?? id ?? this.#store.state.sample ?? this.#work) : null;
    this.#here = { file, call: link.position?.call ?? NaN };
    if (id === undefined) return false;
    if (id === this.#work) return true;
    const work = keptWork(id);
    if (work === null) return false;
    this.#keep(this.#store.state);
    this.#work = id;
    this.#isReopening = true;
    this.#store.dispatch({ type: 'reopened', work: { ...work, position: link.position ?? work.position } });
    this.#isReopening = false;
    return true;
  }

  /** Writes the address of a place that somebody came to, as an entry of its own where it was far away. */
  settle(state: AppState, link: string): void {
    const to = { file: state.sample ?? this.#work, call: state.position.call };
    this.#settle(to, link);
  }

  #settle(to: Place, link: string): void {
    const from = this.#here;
    this.#here = to;
    const address = link === '' ? location.pathname + location.search : link;
    // Where the view follows a program it moves by itself.
    const isFollowing = this.#store.state.live?.follows === true;
    this.#enter(from !== null && !isFollowing && isJump(from, to) ? 'pushState' : 'replaceState', address);
  }

  #enter(how: 'pushState' | 'replaceState', address?: string): void {
    const { played, isPlaced, position } = this.#store.state;
    const entry: Entry = { work: this.#work, position: played === null && !isPlaced ? null : position };
    history[how](entry, '', address);
  }

  #changed(now: AppState, before: AppState): void {
    if (KEPT.every((part) => now[part] === before[part])) return;
    const isOpened = !this.#isReopening && isOther(now, before);
    if (isOpened) {
      this.#keep(before);
      this.#work = null;
    }
    const had = this.#work;
    this.#work = workOf(now) === null ? null : (had ?? crypto.randomUUID());
    // Who reloads at once finds it again.
    if (had !== this.#work && this.#work !== null) {
      this.#keep(now);
      if (isOpened) this.#settle({ file: this.#work, call: NaN }, '');
      else this.#enter('replaceState');
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#keep(this.#store.state), KEEP_PAUSE_MS);
  }

  #keep(state: AppState): void {
    const work = workOf(state);
    if (work !== null && this.#work !== null) keepWork(this.#work, work);
  }
}

const KEPT = ['source', 'choice', 'skipUnmodelled', 'position', 'branches'] as const;

const isJump = (from: Place, to: Place): boolean =>
  from.file !== null && (from.file !== to.file || Math.abs(from.call - to.call) > FAR);

/** Whether another file was opened; taking back the first edit of one does not open it anew. */
function isOther(now: AppState, before: AppState): boolean {
  const [source, old] = [now.source, before.source];
  if (source === old || source === null) return false;
  const isUndo = now.history.future.length !== before.history.future.length;
  return source.file !== old?.file || now.sample !== before.sample || (!source.edited && !isUndo);
}

/** What an entry carries; undefined where it is none of ours. */
function entryOf(state: unknown): Entry | undefined {
  if (typeof state !== 'object' || state === null || !('work' in state) || !('position' in state)) return undefined;
  const { work, position } = state;
  return { work: typeof work === 'string' ? work : null, position: positionOf(position) };
}
