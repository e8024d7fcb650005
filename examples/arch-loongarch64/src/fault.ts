/**
 * What CSR.ESTAT says of a fault: the exceptions of the TLB in the LoongArch Reference Manual, volume 1, sections 5.4.3 and 7.4.6.
 * Linux prints it in an oops: `ESTAT: 00010000 [PIL]`.
 */

import { fieldRow, isValidLeaf, writeField, type AccessKind, type DecodedEntry } from '@mm-playground/api';

/** Fields of CSR.ESTAT that tell an exception. */
export const ESTAT = {
  ECODE: fieldRow('Ecode', 16, 21, 'mmu', 'What happened.', {
    '1': 'PIL: page invalid, load',
    '2': 'PIS: page invalid, store',
    '3': 'PIF: page invalid, fetch',
    '4': 'PME: page modify',
    '5': 'PNR: page not readable',
    '6': 'PNX: page not executable',
    '7': 'PPI: page privilege illegal',
    '8': 'ADE: address error',
  }),
  ESUBCODE: fieldRow('EsubCode', 22, 30, 'mmu', 'Of an address error: which access.', {
    '0': 'ADEF: fetch',
    '1': 'ADEM: load or store',
  }),
} as const;

const estat = (code: bigint, subCode = 0n): bigint =>
  writeField(writeField(0n, ESTAT.ECODE, code), ESTAT.ESUBCODE, subCode);

/** PIL, PIS, PIF: there is no page, as far as the TLB knows. */
export const INVALID: Readonly<Record<AccessKind, bigint>> = { load: estat(1n), store: estat(2n), fetch: estat(3n) };
/** PNR, PME, PNX: it is not for this. */
export const DENIED: Readonly<Record<AccessKind, bigint>> = { load: estat(5n), store: estat(4n), fetch: estat(6n) };
/** PPI: it is for others. */
export const PRIVILEGE = estat(7n);
/** ADEM, ADEF: not an address. */
export const NO_ADDRESS: Readonly<Record<AccessKind, bigint>> = {
  load: estat(8n, 1n),
  store: estat(8n, 1n),
  fetch: estat(8n, 0n),
};

/** ESTAT of a fault of user code at this entry. */
export function userFault(access: AccessKind, entry: DecodedEntry): bigint {
  if (!isValidLeaf(entry)) return INVALID[access];
  return entry.user ? DENIED[access] : PRIVILEGE;
}
