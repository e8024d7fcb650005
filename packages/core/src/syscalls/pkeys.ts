/**
 * Memory protection keys of x86-64, and what arm64 answers without any: which are allocated, which one execute-only memory gets, and what a thread may do with
 * each. A program can change its rights without a call (WRPKRU), which no log shows: what is known is what the kernel set.
 * @kernel 6.18 mm/mprotect.c, arch/x86/mm/pkeys.c
 */

import {
  EINVAL,
  ENOSPC,
  NotModelled,
  PKEY,
  PROT,
  VM_ACCESS_FLAGS,
  VM_EXEC,
  VM_NONE,
  vmFlags,
  type AccessKind,
  type Errno,
  type VmFlags,
} from '@mm-playground/api';
import type { MmStruct } from '../mm/mm-struct.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';

const KEYS = 16;
/** The key of memory that was given none. */
const DEFAULT_KEY = 0;
/** pkey_mprotect() without a key. */
const NO_KEY = -1;

const KEY_BITS = ['PKEY_BIT0', 'PKEY_BIT1', 'PKEY_BIT2', 'PKEY_BIT3'].map((name) => vmFlags(name));
/** The bits of vm_flags that hold the key. */
export const VM_PKEY: VmFlags = KEY_BITS.reduce((all, bit) => all.or(bit), VM_NONE);

/** vma_pkey() */
export const pkeyOf = (flags: VmFlags): number =>
  KEY_BITS.reduce((key, bit, i) => (flags.has(bit) ? key | (1 << i) : key), 0);

const FLAGS_OF_KEY = Array.from({ length: KEYS }, (_, key) =>
  KEY_BITS.reduce((flags, bit, i) => ((key >> i) & 1 ? flags.or(bit) : flags), VM_NONE),
);

/** The VM flags of a key. */
export const pkeyFlags = (key: number): VmFlags => FLAGS_OF_KEY[key & (KEYS - 1)] ?? VM_NONE;

/** Whether the machine has keys. @throws NotModelled where they are another architecture's */
function hasKeys({ sys }: MmStruct): boolean {
  if (sys.facts.pkeys && sys.arch.id !== 'x86-64') throw new NotModelled('protection keys of this architecture');
  return sys.facts.pkeys;
}

/**
 * Whether a process has keys to give away. On arm64 every process begins with its first one, whether the processor knows keys or
 * not, and can lose it.
 */
const keepsKeys = (mm: MmStruct): boolean => hasKeys(mm) || isArm64(mm);

const isArm64 = ({ sys }: MmStruct): boolean => sys.arch.id === 'arm64';

/** mm_pkey_is_allocated(): the key of execute-only memory is nobody's to use. */
export const isPkeyAllocated = (mm: MmStruct, key: number): boolean =>
  keepsKeys(mm) && key >= 0 && key < KEYS && key !== mm.executeOnlyPkey && ((mm.pkeyAllocationMap >> key) & 1) === 1;

/** The lowest free key, or null. */
function allocate(mm: MmStruct): number | null {
  for (let key = 0; key < KEYS; key++) {
    if (((mm.pkeyAllocationMap >> key) & 1) === 1) continue;
    mm.touch('pkeyAllocationMap').pkeyAllocationMap |= 1 << key;
    return key;
  }
  return null;
}

const RIGHTS = PKEY.values.PKEY_DISABLE_ACCESS | PKEY.values.PKEY_DISABLE_WRITE;
const ARM64_RIGHTS = PKEY.values.PKEY_DISABLE_EXECUTE | PKEY.values.PKEY_DISABLE_READ;

/** pkey_alloc(2). @errno EINVAL flags, rights, no keys in the machine @errno ENOSPC all are taken; on arm64 also no keys */
export function pkeyAlloc(mm: MmStruct, flags: bigint, rights: bigint): number | Errno {
  const known = isArm64(mm) ? RIGHTS | ARM64_RIGHTS : RIGHTS;
  if (flags !== 0n || (rights & ~known) !== 0n) return EINVAL;
  if (!hasKeys(mm)) return isArm64(mm) || isSpent(mm) ? ENOSPC : EINVAL;
  const key = allocate(mm);
  if (key === null) return ENOSPC;
  setRights(mm, key, Number(rights));
  return key;
}

/**
 * Without keys in its processor, x86-64 gives its only one away, finds that it has no rights to set, and cannot take it back: from the second
 * call on there is none left. @returns whether this is not the first call
 */
function isSpent(mm: MmStruct): boolean {
  const spent = (mm.pkeyAllocationMap & SPENT) !== 0;
  mm.touch('pkeyAllocationMap').pkeyAllocationMap |= SPENT;
  return spent;
}

/** The first bit that a processor without keys has no other use for. */
const SPENT = 2;

/** pkey_free(2): memory that has the key keeps it. @errno EINVAL it is not allocated */
export function pkeyFree(mm: MmStruct, key: number): Errno | null {
  if (!isPkeyAllocated(mm, key)) return EINVAL;
  mm.touch('pkeyAllocationMap').pkeyAllocationMap &= ~(1 << key);
  return null;
}

/** What the running thread may not do with a key: PKEY_DISABLE_* bits in PKRU. */
function setRights({ sys }: MmStruct, key: number, rights: number): void {
  const task = sys.journal.touch(sys.current);
  task.pkru = (task.pkru & ~(3 << (2 * key))) | (rights << (2 * key));
}

/** execute_only_pkey(): the key of memory that may only be executed, allocated when it is first needed; null if none is left. */
const executeOnlyPkey = traced('execute_only_pkey', (mm: MmStruct): number | null => {
  if (mm.executeOnlyPkey < 0) {
    const key = allocate(mm);
    if (key === null) return null;
    mm.touch('executeOnlyPkey').executeOnlyPkey = key;
  }
  setRights(mm, mm.executeOnlyPkey, Number(PKEY.values.PKEY_DISABLE_ACCESS));
  return mm.executeOnlyPkey;
});

/** The key of a new mapping. */
export const mmapPkey = (mm: MmStruct, prot: bigint): number =>
  prot === PROT.values.PROT_EXEC && hasKeys(mm) ? (executeOnlyPkey(mm) ?? DEFAULT_KEY) : DEFAULT_KEY;

/** arch_override_mprotect_pkey(): the key that was asked for, that of execute-only memory, or the one that was there. */
export function mprotectPkey(mm: MmStruct, { flags }: VmArea, prot: bigint, asked: number): number {
  if (asked !== NO_KEY) return asked;
  if (!hasKeys(mm)) return DEFAULT_KEY;
  const key = pkeyOf(flags);
  if (prot === PROT.values.PROT_EXEC) return executeOnlyPkey(mm) ?? key;
  const executeOnly = flags.and(VM_ACCESS_FLAGS) === VM_EXEC && key === mm.executeOnlyPkey;
  return executeOnly ? DEFAULT_KEY : key;
}

/** Whether the key of a mapping forbids the running thread an access: execution never. */
export function deniesAccess({ sys }: MmStruct, { flags }: VmArea, access: AccessKind): boolean {
  if (!sys.facts.pkeys || access === 'fetch') return false;
  const rights = (sys.current.pkru >> (2 * pkeyOf(flags))) & 3;
  return (rights & 1) === 1 || (access === 'store' && rights !== 0);
}
