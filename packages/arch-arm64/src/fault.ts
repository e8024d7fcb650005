/**
 * The syndrome of a fault (ESR_EL1) that an access from EL0 takes, as the Arm ARM defines it (D24.2.45): exception class,
 * instruction length, and for aborts the fault status with the level at which the walk ended. The rows are the single place
 * of its bits. Kernel logs show the same words: 0x92000047 a store to nothing at level 3, 0x9200004f one to a read-only page.
 */

import { fieldRow, writeField, type AccessKind, type DecodedEntry } from '@mm-playground/api';

/** Fields of ESR_EL1 for an abort. What is not named is zero for an access from EL0. */
export const SYNDROME = {
  FSC: fieldRow('xFSC', 0, 5, 'mmu', 'Fault status: kind and level.'),
  WNR: fieldRow('WnR', 6, 6, 'mmu', 'A write.'),
  IL: fieldRow('IL', 25, 25, 'mmu', 'A 32-bit instruction, or no instruction at all.'),
  EC: fieldRow('EC', 26, 31, 'mmu', 'Exception class.', {
    '0x20': 'instruction abort from EL0',
    '0x24': 'data abort from EL0',
  }),
} as const;

const CLASS = { instruction: 0x20n, data: 0x24n } as const;
/** Fault status of level 0 for each kind; the level is added. */
const STATUS = { translation: 0b00_0100, permission: 0b00_1100 } as const;
/** Level -1 has a status of its own. */
const TRANSLATION_LEVEL_MINUS_1 = 0b10_1011;

/**
 * The syndrome of an access whose walk ended at this entry of the architecture's level `level`. The MMU takes a reserved type
 * for an invalid one. Access flag faults do not occur, because hardware sets the flag.
 */
export function syndromeOf(access: AccessKind, level: number, entry: DecodedEntry): bigint {
  const fetch = access === 'fetch';
  const head = writeField(writeField(0n, SYNDROME.EC, fetch ? CLASS.instruction : CLASS.data), SYNDROME.IL, 1n);
  const status = writeField(head, SYNDROME.FSC, BigInt(statusOf(level, entry)));
  return access === 'store' ? writeField(status, SYNDROME.WNR, 1n) : status;
}

function statusOf(level: number, { kind, protnone }: DecodedEntry): number {
  if ((kind === 'leaf' && !protnone) || kind === 'table') return STATUS.permission + level;
  return level < 0 ? TRANSLATION_LEVEL_MINUS_1 : STATUS.translation + level;
}
