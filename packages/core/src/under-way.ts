/**
 * What travels through a call: the structs that the kernel keeps on its stack from one phase to the next. They are journaled
 * objects, held by the mm for as long as their call works, so that any step of a recording can show them.
 */

import type { StepValue } from '@mm-playground/api';
import type { Journaled } from './journal.ts';
import type { MmStruct } from './mm-struct.ts';

/** A struct that lives as long as a part of a call. */
export interface Travelling extends Journaled {
  /** Whether it is in use now. Out of use it has no fields to show, so that all of them are new when a call begins with it. */
  inUse: boolean;
  shown(): Readonly<Record<string, StepValue>>;
}

/** The structs in use in one address space, outermost first. */
export class UnderWay implements Journaled {
  epoch = 0;
  /** Replaced as a whole, never changed. */
  structs: readonly Travelling[] = NONE;

  describe(): string {
    return 'under way';
  }

  /** Each struct shows itself. */
  shown(): Readonly<Record<string, StepValue>> {
    return {};
  }
}

const NONE: readonly Travelling[] = Object.freeze([]);

/** A phase begins to use a struct. */
export function beginTravel<T extends Travelling>({ sys, underWay }: MmStruct, struct: T): T {
  const { structs } = sys.journal.touch(underWay);
  underWay.structs = structs.length === 0 ? [struct] : [...structs, struct];
  sys.journal.touch(struct).inUse = true;
  return struct;
}

/** Nobody uses the struct any more. */
export function endTravel({ sys, underWay }: MmStruct, struct: Travelling): void {
  const { structs } = sys.journal.touch(underWay);
  underWay.structs = structs.length === 1 && structs[0] === struct ? NONE : structs.filter((each) => each !== struct);
  sys.journal.touch(struct).inUse = false;
}

/** An object as a field of another: its name, or NULL. */
export const nameOf = (object: Pick<Journaled, 'describe'> | null): string => object?.describe() ?? 'NULL';
