/**
 * The cause of a page fault (scause), as the RISC-V privileged architecture numbers them. The processor tells the access and the
 * address (stval), and nothing of why: a missing page, a missing permission and a reserved bit look alike, and so does an A or D
 * that a processor without Svadu wants set.
 */

import { fieldRow, writeField, type AccessKind } from '@mm-playground/api';

/** Fields of scause. */
export const CAUSE = {
  CODE: fieldRow('code', 0, 62, 'mmu', 'What happened.', {
    '12': 'instruction page fault',
    '13': 'load page fault',
    '15': 'store page fault',
  }),
  INTERRUPT: fieldRow('interrupt', 63, 63, 'mmu', 'Clear: an exception.'),
} as const;

const CODES: Readonly<Record<AccessKind, bigint>> = { fetch: 12n, load: 13n, store: 15n };

/** scause of a page fault by this access. */
export const causeOf = (access: AccessKind): bigint => writeField(0n, CAUSE.CODE, CODES[access]);
