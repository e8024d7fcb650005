/**
 * What travels through a call: the structs that the kernel keeps on its stack from one phase to the next, and what a call still
 * owes before all is right again. They are journaled objects, held by the mm for as long as their call works, so that any step of
 * a recording can show them.
 */

import type { InvariantName, StepValue } from '@mm-playground/api';
import type { Journaled } from '../journal/journal.ts';
import type { MmStruct } from './mm-struct.ts';

/** A struct that lives as long as a part of a call. */
export interface Travelling extends Journaled {
  /** Whether it is in use now. Out of use it has no fields to show, so that all of them are new when a call begins with it. */
  readonly inUse: boolean;
  shown(): Readonly<Record<string, StepValue>>;
  /**
   * The step that will make an invariant good, where this explains that it is broken. `by` is what a counter has too much, where
   * it is one.
   */
  owes?(invariant: InvariantName, by: number): string | null;
}

/** Something that is not right for a few steps, and will be; and what was not right before it. */
interface Debt {
  readonly invariants: readonly InvariantName[];
  readonly until: string;
  readonly outer: Debt | null;
}

/** A struct in use, and what was in use before it. */
interface InUse {
  readonly struct: Travelling;
  readonly outer: InUse | null;
}

/** What is in use in one address space: chains from the innermost outwards, of which a history keeps a link for each change. */
export class UnderWay implements Journaled {
  epoch = 0;
  readonly innermost: InUse | null = null;
  readonly debts: Debt | null = null;

  /** The structs in use, outermost first. */
  get structs(): readonly Travelling[] {
    const structs: Travelling[] = [];
    for (let link = this.innermost; link !== null; link = link.outer) structs.push(link.struct);
    return structs.reverse();
  }

  describe(): string {
    return 'under way';
  }

  /** Each struct shows itself. */
  shown(): Readonly<Record<string, StepValue>> {
    return {};
  }

  /** The step that will make an invariant good, or null where nobody owes that. */
  owedAt(invariant: InvariantName, by: number): string | null {
    for (let debt = this.debts; debt !== null; debt = debt.outer)
      if (debt.invariants.includes(invariant)) return debt.until;
    for (let link = this.innermost; link !== null; link = link.outer) {
      const until = link.struct.owes?.(invariant, by) ?? null;
      if (until !== null) return until;
    }
    return null;
  }
}

/** Whether somebody could see what is under way: whoever keeps no steps has no moment in the middle of a call to look at. */
export const isWatched = ({ trace }: MmStruct['sys']): boolean => trace !== null;

/** A phase begins to use a struct. */
export function beginTravel<T extends Travelling>({ sys, underWay }: MmStruct, struct: T): T {
  if (!isWatched(sys)) return struct;
  sys.journal.touch(underWay, 'innermost').innermost = { struct, outer: underWay.innermost };
  sys.journal.touch<Travelling, 'inUse'>(struct, 'inUse').inUse = true;
  return struct;
}

/** Nobody uses the struct any more. */
export function endTravel({ sys, underWay }: MmStruct, struct: Travelling): void {
  if (!struct.inUse) return;
  sys.journal.touch(underWay, 'innermost').innermost = without(underWay.innermost, struct);
  sys.journal.touch(struct, 'inUse').inUse = false;
}

/** A chain without one of its structs, mostly the innermost. */
const without = (link: InUse | null, struct: Travelling): InUse | null =>
  link === null || link.struct === struct
    ? (link?.outer ?? null)
    : { struct: link.struct, outer: without(link.outer, struct) };

/**
 * Does something that breaks invariants until the named step, at its end at the latest. With nobody to see that it only does it.
 */
export function owing<R>(mm: MmStruct, invariants: readonly InvariantName[], until: string, body: () => R): R {
  const { sys, underWay } = mm;
  if (!isWatched(sys)) return body();
  const { debts } = underWay;
  sys.journal.touch(underWay, 'debts').debts = { invariants, until, outer: debts };
  try {
    return body();
  } finally {
    sys.journal.touch(underWay, 'debts').debts = debts;
  }
}

/** A procedure that breaks invariants while it works: see {@link owing}. */
export const whileOwing =
  <A extends readonly unknown[], R>(
    invariants: readonly InvariantName[],
    until: string,
    body: (mm: MmStruct, ...args: A) => R,
  ): ((mm: MmStruct, ...args: A) => R) =>
  (mm, ...args) =>
    isWatched(mm.sys) ? owing(mm, invariants, until, () => body(mm, ...args)) : body(mm, ...args);

/** What is counted at the end of a call that makes, moves or changes mappings. */
export const COUNTED_LAST: readonly InvariantName[] = ['total_vm', 'locked_vm', 'committed'];

/** What is not right while VMAs get other ranges, until the tree has them. */
export const RANGES: readonly InvariantName[] = ['tree', 'attached', 'map_count', ...COUNTED_LAST];

/** An object as a field of another: its name, or NULL. */
export const nameOf = (object: Pick<Journaled, 'describe'> | null): string => object?.describe() ?? 'NULL';
