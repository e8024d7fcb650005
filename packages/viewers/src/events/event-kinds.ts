/**
 * Kinds of events: what a session tells on its bus, with tracepoints told apart by what they are about. A kind has a word for its
 * filter, one for a screen reader, and a glyph that differs in shape.
 */

import type { Step } from '@mm-playground/api';

/** A kind of event. */
export interface EventKindLook {
  readonly id: EventKind;
  /** What its filter is called. */
  readonly title: string;
  /** What one of them is. */
  readonly one: string;
  readonly glyph: string;
  /** What it tells, in a sentence. */
  readonly meaning: string;
}

export type EventKind =
  | 'call'
  | 'enter'
  | 'step'
  | 'exit'
  | 'fault'
  | 'flush'
  | 'page'
  | 'rss'
  | 'lock'
  | 'tree'
  | 'search'
  | 'result'
  | 'finding';

const kind = (id: EventKind, title: string, one: string, glyph: string, meaning: string): EventKindLook =>
  Object.freeze({ id, title, one, glyph, meaning });

/** Every kind, in the order in which they are offered. */
export const EVENT_KINDS: readonly EventKindLook[] = Object.freeze([
  kind('call', 'Calls', 'call', '▶', 'A call begins, as its program made it.'),
  kind('enter', 'Functions', 'function', '■', 'A function of the kernel is entered.'),
  kind('step', 'Steps', 'step', '○', 'A decision or a change inside of a function.'),
  kind('exit', 'Returns', 'return', '□', 'A function returns.'),
  kind('fault', 'Faults', 'fault', '✱', 'exceptions: a page fault was taken.'),
  kind('flush', 'TLB flushes', 'TLB flush', '≈', 'tlb: translations were thrown away; −1 pages means all of them.'),
  kind(
    'page',
    'Allocations',
    'allocation',
    '▣',
    'kmem: page frames were taken from, or given back to, the buddy allocator.',
  ),
  kind(
    'rss',
    'Resident set',
    'counter',
    '±',
    'kmem:rss_stat: a counter of the resident set changed; size is in bytes after it.',
  ),
  kind('lock', 'mmap_lock', 'lock', '◉', 'mmap_lock: asked for, got or downgraded, let go.'),
  kind('tree', 'Maple tree', 'tree', '▲', 'maple_tree: the tree of VMAs was read or written, or a node came or went.'),
  kind(
    'search',
    'Address search',
    'search',
    '◎',
    'mmap: a search for an unmapped area ended, or an address space did.',
  ),
  kind('result', 'Results', 'result', '◀', 'A call has returned.'),
  kind('finding', 'Findings', 'finding', '◆', 'What diverged from the recording, or was assumed.'),
]);

const BY_ID: ReadonlyMap<EventKind, EventKindLook> = new Map(EVENT_KINDS.map((look) => [look.id, look]));

/** How a kind looks. */
export function lookOf(id: EventKind): EventKindLook {
  const look = BY_ID.get(id);
  if (look === undefined) throw new RangeError(`${id} is no kind of event`);
  return look;
}

/** Kinds of tracepoints, by the beginning of their name. */
const BY_SYSTEM: readonly (readonly [prefix: string, kind: EventKind])[] = [
  ['exceptions:', 'fault'],
  ['tlb:', 'flush'],
  ['kmem:rss_stat', 'rss'],
  ['kmem:', 'page'],
  ['mmap_lock:', 'lock'],
  ['maple_tree:', 'tree'],
  ['mmap:', 'search'],
];

/** The kind of a step; a tracepoint of a system that nobody knows counts as a step. */
export function kindOfStep({ kind: what, name }: Pick<Step, 'kind' | 'name'>): EventKind {
  if (what !== 'tracepoint') return what;
  return BY_SYSTEM.find(([prefix]) => name.startsWith(prefix))?.[1] ?? 'step';
}
