/*
 * Survivors that no test is to kill, and why: mostly mutants that do the same as the code. A mutant is known by its file, the code
 * that it changes and what it makes of it, so an explanation goes with the code and not with a line. One that fits no survivor any
 * more is refused by a test.
 */

/** Why a mutant, or all mutants of a piece of code, may survive. */
export interface Explanation {
  readonly target: string;
  /** From the target's package. */
  readonly file: string;
  /** The code that is changed, as {@link Survivor.from} has it. */
  readonly from: string;
  /** What it is changed to; left out: whatever it is. */
  readonly to?: string;
  readonly why: string;
}

const GUARD = 'never false: it tells the type checker what the line above has found out';

const MERGE = { target: 'merge', file: 'src/vma-merge.ts' } as const;
const EXPAND = { target: 'merge', file: 'src/vma-expand.ts' } as const;
const SWAP = { target: 'arch-riscv64', file: 'src/swap.ts' } as const;
const MMU = { target: 'arch-riscv64', file: 'src/mmu.ts' } as const;

export const EXPLAINED: readonly Explanation[] = [
  ...['prev !== null', 'next !== null'].map((from) => ({ ...MERGE, from, to: 'true', why: GUARD })),
  { ...MERGE, from: 'middle === null', to: 'false', why: GUARD },
  { ...MERGE, from: 'prev === null', to: 'false', why: GUARD },
  { ...MERGE, from: 'vmg?.note', to: 'vmg.note', why: GUARD },
  {
    ...MERGE,
    from: 'vma.anonVma !== null',
    to: 'true',
    why: 'links lead to an anon_vma, so more than one says that there is one',
  },
  { ...MERGE, from: 'theirs !== null', to: 'true', why: 'a VMA without anon_vma is of no relative either' },
  { ...MERGE, from: '[]', to: '["Stryker was here"]', why: 'what is no VMA was not assumed to be written' },
  {
    ...MERGE,
    from: 'neighbour.ops === merge.ops',
    to: 'true',
    why: 'of one file, and with the same flags, they are the same',
  },
  { ...MERGE, from: 'false', to: 'true', why: 'there is no previous VMA in this proposal' },
];
