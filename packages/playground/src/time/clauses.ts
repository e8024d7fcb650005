/**
 * Clauses at work: each is made into a test that a search asks at one moment of a call after the other. A test that reads the
 * state says how; the search reads it once a moment at most, and only where the machine moved since the moment before.
 */

import { isValidLeaf, vpnOf, type MmView, type Step, type VmaView, type Vpn } from '@mm-playground/api';
import type { AddressFact, Clause, Comparison, Countable } from './condition.ts';
import { happeningAt, nameOf } from './happenings.ts';
import type { PastCall } from './past.ts';

/** What a test reads of a state; null where there is none to read. */
export type Reading = string | number | boolean | null;

/** One moment of a call. */
export interface Place {
  readonly call: PastCall;
  readonly steps: readonly Step[];
  readonly step: number;
  /** Whether the call has returned. */
  readonly isLast: boolean;
}

/** A clause at work. */
export interface Test {
  /** Whether it is true at one place only, rather than for as long as it lasts. */
  readonly isEvent: boolean;
  /** Whether it can be true anywhere in a call; asked before anything is looked at. */
  couldHold(call: PastCall): boolean;
  /** What it reads; null for a test that needs no state. */
  readonly read: ((view: MmView) => Reading) | null;
  /** @param before what it read at the moment before; only asked for where it is an event that reads */
  holds(place: Place, now: Reading, before: () => Reading): boolean;
}

const anyCall = (): boolean => true;

/** A clause as a test. */
export function testOf(clause: Clause): Test {
  switch (clause.kind) {
    case 'call':
      return duringCall(({ name }) => name === clause.name);
    case 'line':
      return duringCall(({ line }) => line === clause.line);
    case 'step':
      return atStep(({ steps, step }) => isStep(steps[step], clause.name));
    case 'happens':
      return atStep(({ steps, step }) => happeningAt(steps, step) === clause.what);
    case 'errno':
      return atReturn(({ result }) => {
        if (result?.kind !== 'errno') return false;
        return clause.errno === null || result.errno.name === clause.errno;
      });
    case 'signal':
      return atReturn(({ result }) => result?.kind === 'signal');
    case 'divergence':
      return atReturn(({ diverged }) => diverged);
    case 'counter':
      return state(readCounter(clause.counter), (now) => compare(now, clause.is, clause.value));
    case 'counter changes':
      return change(readCounter(clause.counter));
    case 'invariant':
      return state(
        ({ invariants }) => invariants.find(({ name }) => name === clause.invariant)?.state ?? null,
        (now) => now === clause.state,
      );
    case 'address':
      return ofAddress(clause.address, clause.fact);
  }
}

const duringCall = (isIt: (call: PastCall) => boolean): Test => ({
  isEvent: false,
  couldHold: isIt,
  read: null,
  holds: () => true,
});

const atStep = (isIt: (place: Place) => boolean): Test => ({
  isEvent: true,
  couldHold: anyCall,
  read: null,
  holds: isIt,
});

const atReturn = (isIt: (call: PastCall) => boolean): Test => ({
  isEvent: true,
  couldHold: isIt,
  read: null,
  holds: ({ isLast }) => isLast,
});

const state = (read: (view: MmView) => Reading, isIt: (now: Reading) => boolean): Test => ({
  isEvent: false,
  couldHold: anyCall,
  read,
  holds: (_place, now) => isIt(now),
});

/** An address space that is not there yet, or no more, changes nothing by that. */
const change = (read: (view: MmView) => Reading): Test => ({
  isEvent: true,
  couldHold: anyCall,
  read,
  holds(_place, now, before) {
    const was = before();
    return now !== null && was !== null && now !== was;
  },
});

/** A tracepoint goes by its own name, too, without its system. */
function isStep(step: Step | undefined, name: string): boolean {
  if (step === undefined || step.kind === 'exit') return false;
  const own = nameOf(step);
  return own === name || (step.kind === 'tracepoint' && own.slice(own.indexOf(':') + 1) === name);
}

const readCounter = (counter: Countable): ((view: MmView) => number) =>
  counter === 'vma count' ? ({ vmas }) => vmas.length : ({ counters }) => counters[counter];

function compare(now: Reading, is: Comparison, value: number): boolean {
  if (typeof now !== 'number') return false;
  switch (is) {
    case '>':
      return now > value;
    case '>=':
      return now >= value;
    case '<':
      return now < value;
    case '<=':
      return now <= value;
    case '=':
      return now === value;
    case '!=':
      return now !== value;
  }
}

function ofAddress(address: bigint, fact: AddressFact): Test {
  const pageIn = ({ arch }: MmView): Vpn => vpnOf(address, arch.geometry.pageShift);
  const isMapped = (view: MmView): boolean => vmaAt(view, pageIn(view)) !== null;
  const isPresent = ({ tables }: MmView, page: Vpn): boolean => {
    const entry = tables.walk(page).at(-1)?.entry;
    return entry !== undefined && isValidLeaf(entry);
  };
  switch (fact) {
    case 'mapped':
      return state(isMapped, (now) => now === true);
    case 'unmapped':
      return state(isMapped, (now) => now === false);
    case 'present':
      return state(
        (view) => isPresent(view, pageIn(view)),
        (now) => now === true,
      );
    case 'absent':
      return state(
        (view) => isPresent(view, pageIn(view)),
        (now) => now === false,
      );
    case 'changes':
      return change((view) => meaningOf(view, pageIn(view)));
  }
}

/** What a page means to the program: neighbours may split off or merge, that is no change of it. */
function meaningOf(view: MmView, page: Vpn): string {
  const vma = vmaAt(view, page);
  const word = view.tables.walk(page).at(-1)?.word ?? 0n;
  if (vma === null) return `unmapped ${word}`;
  return [vma.flags.toString(), vma.name, vma.file ?? '', vma.pgoff + page - vma.start, word].join(' ');
}

function vmaAt({ vmas }: MmView, page: Vpn): VmaView | null {
  let low = 0;
  let high = vmas.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((vmas[middle]?.end ?? 0) <= page) low = middle + 1;
    else high = middle;
  }
  const vma = vmas[low];
  return vma !== undefined && vma.start <= page ? vma : null;
}
