/** loongarch64 as an architecture of the model: puts geometry, layout, fields and entries together for one choice of options. */

import {
  resolveOptions,
  specOf,
  type Architecture,
  type ArchitectureLack,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type EntryKind,
  type FieldSpec,
  type Geometry,
  type MemoryZone,
  type Pfn,
} from '@mm-playground/api';
import { decodeWord, leafWord, tableWord, usedWord, withProtection, withState, type LevelShape } from './entry.ts';
import { userFault } from './fault.ts';
import { hugeFields, noneFields, pageFields, PHYSICAL_BITS, swapFields, tableFields } from './fields.ts';
import { geometryOf, LAYOUTS, type PageTableLayout } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { mmuOf } from './mmu.ts';
import { protectionOf } from './protection.ts';
import { SUPPORT } from './support.ts';
import { swapWord } from './swap.ts';

const OPTIONS: readonly ArchitectureOption[] = [
  { name: 'page', meaning: 'KiB of a page', values: ['4', '16', '64'], default: '16' },
  { name: 'levels', meaning: 'Levels of page tables; 4 only of 4 KiB pages', values: ['3', '4'], default: '3' },
];

const LACKS: readonly ArchitectureLack[] = Object.freeze(['protection-keys', 'userfaultfd-wp']);

/** Devices may reach 32 bits of address only. */
const ZONES: readonly MemoryZone[] = Object.freeze([
  { name: 'DMA32', end: 0x1_0000_0000n },
  { name: 'Normal', end: null },
]);

/** loongarch64, with pages of 4, 16 or 64 KiB. */
export const loongarch64: ArchitecturePlugin = Object.freeze({
  id: 'loongarch64',
  title: 'loongarch64',
  uname: ['loongarch64'],
  options: OPTIONS,
  support: SUPPORT,
  configure,
});

function configure(given: Readonly<Record<string, string>>): Architecture {
  const { page, levels } = pageTableLayout(resolveOptions(loongarch64.id, OPTIONS, given));
  const geometry = geometryOf({ page, levels });
  return Object.freeze({
    id: loongarch64.id,
    spec: specOf(loongarch64.id, { page, levels }),
    title: `loongarch64, ${page} KiB pages, ${levels} levels`,
    geometry,
    layout: layoutOf(geometry),
    rootRegister: 'CSR.PGDL',
    prefaultsOld: false,
    signedMmapOffset: true,
    lacks: LACKS,
    zones: ZONES,
    imageConfig: Object.freeze({ page, levels }),
    fields: fieldsOf(geometry),
    ...entryFunctions(geometry),
    mmu: mmuOf(geometry),
  });
}

function pageTableLayout(options: Readonly<Record<string, string>>): PageTableLayout {
  const [page, levels] = [Number(options['page']), Number(options['levels'])];
  const found = LAYOUTS.find((each) => each.page === page && each.levels === levels);
  if (found !== undefined) return found;
  const possible = LAYOUTS.filter((each) => each.page === page).map((each) => each.levels);
  throw new RangeError(
    `loongarch64:levels=${levels} is not possible with page=${page}; levels is one of ${possible.join(', ')}`,
  );
}

/** The field tables of every level. Where a level cannot hold the kind, the rows of what it can hold show the bits. */
function fieldsOf({ levels, pageShift }: Geometry): Architecture['fields'] {
  const rows = levels.map(({ spanShift, leaf }): Readonly<Record<EntryKind, readonly FieldSpec[]>> => {
    const page = spanShift === 0 ? pageFields(pageShift) : hugeFields(pageShift + spanShift);
    const table = spanShift === 0 ? page : tableFields(pageShift, leaf);
    return { none: noneFields, table, leaf: page, swap: swapFields, reserved: leaf ? page : table };
  });
  return (level: number, kind: EntryKind) => rowOf(rows, level)[kind];
}

function rowOf<T>(rows: readonly T[], level: number): T {
  const row = rows[level];
  if (row === undefined) throw new RangeError(`level ${level} is not in 0..${rows.length - 1}`);
  return row;
}

type EntryFunctions = Pick<
  Architecture,
  'decode' | 'encodeTable' | 'mkLeaf' | 'withLeafState' | 'afterAccess' | 'modifyLeaf' | 'encodeSwap' | 'faultCode'
>;

function entryFunctions({ levels, pageShift }: Geometry): EntryFunctions {
  const frames = 2 ** (PHYSICAL_BITS - pageShift);
  const shapes = levels.map(({ spanShift, leaf }): LevelShape => {
    const low = 1n << BigInt(pageShift + spanShift);
    return { lowest: spanShift === 0, leaf, pageShift, frame: (1n << BigInt(PHYSICAL_BITS)) - low };
  });
  const shapeOf = (level: number): LevelShape => rowOf(shapes, level);
  const frameChecked = (frame: Pfn, step: number): Pfn => {
    if (frame < frames && frame % step === 0) return frame;
    throw new RangeError(`frame 0x${frame.toString(16)} is not below 0x${frames.toString(16)} in steps of ${step}`);
  };

  return {
    decode: (level, word) => decodeWord(shapeOf(level), word),
    encodeTable: (level, table) => {
      if (shapeOf(level).lowest) throw new RangeError(`level ${level} points to no tables`);
      return tableWord(shapeOf(level), frameChecked(table, 1));
    },
    mkLeaf: (level, frame, flags) => {
      const { leaf, spanShift } = rowOf(levels, level);
      if (!leaf) throw new RangeError(`level ${level} holds no leaves`);
      return leafWord(shapeOf(level), frameChecked(frame, 2 ** spanShift), protectionOf(flags));
    },
    withLeafState: (_level, word, state) => withState(word, state),
    afterAccess: (level, word, access) => usedWord(shapeOf(level), word, access),
    modifyLeaf: (level, word, flags) => withProtection(shapeOf(level), word, protectionOf(flags)),
    encodeSwap: (entry, level = levels.length - 1) => swapWord(shapeOf(level).lowest, entry),
    faultCode: (access, _level, entry) => userFault(access, entry),
  };
}
