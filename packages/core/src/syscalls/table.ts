/** System calls by name, as a machine looks them up. */

import type { PlainSyscall, Syscall, SyscallFamily } from './syscall-result.ts';

/** The calls that a machine has. */
export interface SyscallTable {
  readonly locking: ReadonlyMap<string, Syscall>;
  readonly plain: ReadonlyMap<string, PlainSyscall>;
}

/** The calls of these families. */
export const syscallTable = (families: readonly SyscallFamily[]): SyscallTable => ({
  locking: new Map(families.flatMap(({ locking = {} }) => Object.entries(locking))),
  plain: new Map(families.flatMap(({ plain = {} }) => Object.entries(plain))),
});
