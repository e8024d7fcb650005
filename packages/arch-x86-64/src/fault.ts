/**
 * The error code that the processor pushes with a page fault (Intel SDM volume 3, 5.7; AMD APM volume 2, 8.4.2), for user
 * code. The rows are the single place of its bits, too. Seen on 6.18.44 in the `err` of a signal frame: 0x4, 0x6, 0x7, 0x14
 * and 0x15, PROT_NONE being "not present".
 */

import { fieldRow, lowMask, type AccessKind, type DecodedEntry, type FieldSpec } from '@mm-playground/api';

const row = (name: string, bit: number, meaning: string): FieldSpec => fieldRow(name, bit, bit, 'mmu', meaning);

/** Bits of the error code. Clear ones mean the opposite. */
export const FAULT_BIT = {
  P: row('P', 0, 'An entry was present: a lack of permission, not of a page.'),
  W: row('W', 1, 'A write.'),
  U: row('U', 2, 'By user code.'),
  RSVD: row('RSVD', 3, 'A reserved bit was set in an entry.'),
  I: row('I', 4, 'An instruction fetch.'),
  PK: row('PK', 5, 'A protection key forbade it.'),
  SS: row('SS', 6, 'A shadow-stack access.'),
} as const;

const P = lowMask(FAULT_BIT.P);
const RSVD = lowMask(FAULT_BIT.RSVD);
const ACCESS: Readonly<Record<AccessKind, number>> = {
  load: lowMask(FAULT_BIT.U),
  store: lowMask(FAULT_BIT.U) | lowMask(FAULT_BIT.W),
  fetch: lowMask(FAULT_BIT.U) | lowMask(FAULT_BIT.I),
};

/** The code of an access that met this entry. Protection keys and shadow stacks are not modelled. */
export function faultCodeOf(access: AccessKind, entry: DecodedEntry): bigint {
  return BigInt(ACCESS[access] | presence(entry));
}

function presence({ kind, protnone }: DecodedEntry): number {
  if (kind === 'reserved') return P | RSVD;
  return kind === 'table' || (kind === 'leaf' && !protnone) ? P : 0;
}
