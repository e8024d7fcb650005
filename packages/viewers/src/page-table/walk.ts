/**
 * A hardware walk as steps: the register that holds the root, an entry a level, and where it ends: a physical address or a fault.
 * And the address cut as the walk reads it: some bits a level, the rest an offset.
 */

import type { Geometry, MmView, Selection, Vpn, WalkEntry } from '@mm-playground/api';
import { sentenceOf, wordText } from '../pte/pte-fields.ts';

/** Some bits of the address. */
export interface AddressPart {
  /** `pmd`, `offset`. */
  readonly name: string;
  /** Level of the table that these bits index; null for the offset. */
  readonly level: number | null;
  readonly hi: number;
  readonly lo: number;
  /** The bits, highest first. */
  readonly digits: string;
  /** What they say. */
  readonly value: bigint;
}

/** The address in the order of the walk. Bits above those of the root are left out. */
export function addressParts({ levels, pageShift }: Geometry, address: bigint): AddressPart[] {
  const parts = levels.map(({ name, spanShift, indexBits }, level) =>
    addressPart(name, level, address, pageShift + spanShift + indexBits - 1, pageShift + spanShift),
  );
  return [...parts, addressPart('offset', null, address, pageShift - 1, 0)];
}

function addressPart(name: string, level: number | null, address: bigint, hi: number, lo: number): AddressPart {
  const bits = hi - lo + 1;
  const value = (address >> BigInt(lo)) & ((1n << BigInt(bits)) - 1n);
  return { name, level, hi, lo, value, digits: value.toString(2).padStart(bits, '0') };
}

/** One step of a walk, in words. */
export interface WalkStep {
  /** `CR3`, `pmd[12]`, `→`. */
  readonly where: string;
  /** What is read there: a word, a frame; `''` where there is nothing. */
  readonly value: string;
  readonly what: string;
  /** The entry that is read; null for the register and for the end. */
  readonly entry: WalkEntry | null;
  /** Only at the end. */
  readonly outcome: 'memory' | 'fault' | null;
}

/** The steps to a page: the register, every entry, the outcome. Empty where there are no tables. */
export function walkSteps(view: MmView, page: Vpn): WalkStep[] {
  const { root } = view.tables;
  if (root === null) return [];
  const { levels } = view.arch.geometry;
  const name = (level: number): string => levels[level]?.name ?? `level ${level}`;
  const way = view.tables.walk(page);
  return [
    {
      where: view.arch.rootRegister ?? 'root',
      value: `frame 0x${root.toString(16)}`,
      what: `Holds the ${name(0)}.`,
      entry: null,
      outcome: null,
    },
    ...way.map((entry) => ({
      where: `${name(entry.level)}[${entry.index}]`,
      value: wordText(entry.word),
      what: sentenceOf(entry.entry, name(entry.level)),
      entry,
      outcome: null,
    })),
    outcomeOf(view, page, way.at(-1)),
  ];
}

function outcomeOf({ arch }: MmView, page: Vpn, last: WalkEntry | undefined): WalkStep {
  const { entry, start = page } = last ?? {};
  if (entry?.kind !== 'leaf' || entry.pfn === null || entry.protnone) {
    const what = entry?.protnone === true ? 'PROT_NONE' : (entry?.kind ?? 'none');
    return {
      where: 'fault',
      value: '',
      what: `The MMU finds no memory (${what}): page fault.`,
      entry: null,
      outcome: 'fault',
    };
  }
  const physical = BigInt(entry.pfn + (page - start)) << BigInt(arch.geometry.pageShift);
  return {
    where: 'memory',
    value: wordText(physical),
    what: 'The offset is added: the physical address.',
    entry: null,
    outcome: 'memory',
  };
}

/** The page of a selection; without one the first that is mapped, or the first that could be. */
export function pageOf({ tables, vmas }: MmView, selection: Selection | null): Vpn | null {
  if (tables.root === null) return null;
  if (selection !== null) return selection.start;
  for (const leaf of tables.leaves()) return leaf.start;
  return vmas[0]?.start ?? null;
}

/** Whether a page lies in a range. */
export const isWithin = (page: Vpn | null, { start, end }: Pick<Selection, 'start' | 'end'>): page is Vpn =>
  page !== null && start <= page && page < end;

/** What the view before had where an entry is; null where there is none, or it had no such table. */
export function wordBefore(view: MmView, previous: MmView | null, { level, start }: WalkEntry): bigint | null {
  if (previous === null || previous === view || previous.arch.spec !== view.arch.spec) return null;
  return previous.tables.walk(start).find((entry) => entry.level === level)?.word ?? null;
}
