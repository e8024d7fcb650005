/**
 * The syndrome of a fault (ESR_EL1) that an access from EL0 takes, as the Arm ARM defines it (D24.2.45): exception class,
 * instruction length, and for aborts the fault status with the level at which the walk ended. The rows are the single place
 * of its bits. Kernel logs show the same words: 0x92000047 a store to nothing at level 3, 0x9200004f one to a read-only page.
 */

import {
  fieldRow,
  writeField,
  type AccessKind,
  type DecodedEntry,
  type MmuAccess,
  type MmuFaultReason,
} from '@mm-playground/api';

/** Fields of ESR_EL1 for an abort. What is not named is zero for an access from EL0. */
export const SYNDROME = {
  FSC: fieldRow('xFSC', 0, 5, 'mmu', 'Fault status: kind and level.'),
  WNR: fieldRow('WnR', 6, 6, 'mmu', 'A write.'),
  IL: fieldRow('IL', 25, 25, 'mmu', 'A 32-bit instruction, or no instruction at all.'),
  EC: fieldRow('EC', 26, 31, 'mmu', 'Exception class.', {
    '0x20': 'instruction abort from EL0',
    '0x21': 'instruction abort from EL1',
    '0x24': 'data abort from EL0',
    '0x25': 'data abort from EL1',
  }),
} as const;

const CLASS = { user: { instruction: 0x20, data: 0x24 }, kernel: { instruction: 0x21, data: 0x25 } } as const;
/** Fault status of level 0 for each kind; the level is added. */
const STATUS = { translation: 0b00_0100, accessFlag: 0b00_1000, permission: 0b00_1100 } as const;
/** Level -1 has a status of its own. */
const TRANSLATION_LEVEL_MINUS_1 = 0b10_1011;

/**
 * The syndrome of an access from EL0 whose walk ended at this entry of the architecture's level `level`. Access flag faults do not
 * occur, because hardware sets the flag.
 */
export function syndromeOf(access: AccessKind, level: number, { kind, protnone }: DecodedEntry): bigint {
  const isThere = (kind === 'leaf' && !protnone) || kind === 'table';
  return mmuSyndrome(isThere ? 'permission' : 'missing', level, { kind: access, by: 'user' });
}

/** The syndrome of any access that faulted at the architecture's level `level`. A reserved type is an invalid one for the MMU. */
export function mmuSyndrome(reason: MmuFaultReason, level: number, { kind, by }: MmuAccess): bigint {
  const exceptionClass = CLASS[by][kind === 'fetch' ? 'instruction' : 'data'];
  const head = writeField(writeField(0n, SYNDROME.EC, BigInt(exceptionClass)), SYNDROME.IL, 1n);
  const status = writeField(head, SYNDROME.FSC, BigInt(statusOf(reason, level)));
  return kind === 'store' ? writeField(status, SYNDROME.WNR, 1n) : status;
}

function statusOf(reason: MmuFaultReason, level: number): number {
  // An address of too many bits faults at level 0, wherever walks begin.
  if (reason === 'address') return STATUS.translation;
  if (reason === 'permission' || reason === 'key') return STATUS.permission + level;
  if (reason === 'unmarked') return STATUS.accessFlag + level;
  return level < 0 ? TRANSLATION_LEVEL_MINUS_1 : STATUS.translation + level;
}
