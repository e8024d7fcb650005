/**
 * Conditions to run to, as data: what `parseCondition()` reads and the search obeys. A condition is a list of alternatives,
 * an alternative a list of clauses that must hold together.
 *
 * A clause is of one of two kinds. An **event** is true at one place: a step is reached, a call fails. A **state** is true for
 * as long as it lasts: a counter is above a number, a call is at work. A search stops at events, and where states begin.
 */

import type { Counters, ErrnoName, InvariantName, InvariantView } from '@mm-playground/api';

/** How a counter is compared. */
export type Comparison = '>' | '>=' | '<' | '<=' | '=' | '!=';

/** What can be counted: fields of the mm, or the VMAs that its tree holds. */
export type Countable = keyof Counters | 'vma count';

/** What can be told of an address: only `changes` is an event. */
export type AddressFact = 'changes' | 'mapped' | 'unmapped' | 'present' | 'absent';

/** One clause. */
export type Clause =
  /** State: a call of this name is at work. */
  | { readonly kind: 'call'; readonly name: string }
  /** State: the call of this line is at work. */
  | { readonly kind: 'line'; readonly line: number }
  /** Event: a function is entered, a step reached, or a tracepoint fires. */
  | { readonly kind: 'step'; readonly name: string }
  /** Event: a VMA is split or merged, or the CPU raises a fault. */
  | { readonly kind: 'happens'; readonly what: 'split' | 'merge' | 'fault' }
  /** Event: a call returns an error; any where none is named. */
  | { readonly kind: 'errno'; readonly errno: ErrnoName | null }
  /** Event: an access ends in a signal. */
  | { readonly kind: 'signal' }
  /** Event: a call returns that differs from what was recorded. */
  | { readonly kind: 'divergence' }
  /** State. */
  | { readonly kind: 'counter'; readonly counter: Countable; readonly is: Comparison; readonly value: number }
  /** Event. */
  | { readonly kind: 'counter changes'; readonly counter: Countable }
  /** State. */
  | { readonly kind: 'invariant'; readonly invariant: InvariantName; readonly state: InvariantView['state'] }
  /** `changes` is an event: what is mapped there, or its page-table entry, is another. The rest are states. */
  | { readonly kind: 'address'; readonly address: bigint; readonly fact: AddressFact };

/** Alternatives of clauses that must hold together. */
export interface Condition {
  readonly text: string;
  readonly alternatives: readonly (readonly Clause[])[];
}

/** Why a text is no condition, and where: `column` counts from 1. */
export interface ConditionError {
  readonly column: number;
  readonly message: string;
}

/** The forms of a clause, for completion and for help: what to write, and what it means. */
export const CONDITION_FORMS: readonly { readonly example: string; readonly meaning: string }[] = Object.freeze([
  { example: 'call mmap', meaning: 'a call of this name begins' },
  { example: 'line 12', meaning: 'the call of this line begins' },
  { example: 'step mmap_region', meaning: 'a function is entered, a step reached, a tracepoint fires' },
  { example: 'vma count > 10', meaning: 'a count (of VMAs, or any counter of the mm) gets there' },
  { example: 'total_vm changes', meaning: 'a counter has another value' },
  { example: 'map_count knowingly broken', meaning: 'an invariant is broken for a while (or: broken, holds)' },
  { example: 'address 0x10000000 changes', meaning: 'what is mapped there, or its page-table entry' },
  { example: 'address 0x10000000 is mapped', meaning: 'or: is unmapped, is present, is absent' },
  { example: 'split', meaning: 'a VMA is split' },
  { example: 'merge', meaning: 'a VMA takes in a neighbour or a new range' },
  { example: 'fault', meaning: 'an access ends in a page fault' },
  { example: 'errno ENOMEM', meaning: 'a call fails; any error without a name' },
  { example: 'signal', meaning: 'an access ends in SIGSEGV or SIGBUS' },
  { example: 'divergence', meaning: 'a result differs from the recorded one' },
]);
