/**
 * x86-64 as an architecture of the model: puts geometry, layout, fields and entries together for one choice of options.
 * What depends on the level is worked out once, so that the fault path only looks it up.
 */

import {
  NO_ENTRY,
  RESERVED_ENTRY,
  bitNotes,
  fieldMask,
  fieldNamed,
  highHalf,
  highMask,
  lowHalf,
  lowMask,
  resolveOptions,
  specOf,
  type Architecture,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type DecodedEntry,
  type EntryKind,
  type FieldSpec,
  type Geometry,
  type LevelSpec,
  type Pfn,
} from '@mm-playground/api';
import {
  decodePresent,
  decodeProtnone,
  isNone,
  isPresent,
  isProtnone,
  leafWord,
  tableWord,
  usedWord,
  withProtection,
  withState,
  type LevelShape,
} from './entry.ts';
import { faultCodeOf } from './fault.ts';
import {
  BIT,
  LARGE_SHIFT,
  SWAP,
  MAX_PHYSICAL_BITS,
  noneFields,
  PAGE_SHIFT,
  pageFields,
  swapFields,
  tableFields,
  largeFields,
} from './fields.ts';
import { geometryOf } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { mmuOf } from './mmu.ts';
import { protectionOf } from './protection.ts';
import { SUPPORT } from './support.ts';
import { swapEntries } from './swap.ts';
import { ZONES } from './zones.ts';

const MIN_PHYSICAL_BITS = 36;
const DEFAULT_PHYSICAL_BITS = '46';

/** Bytes that arch_align_stack() may take off the stack pointer. Counted on 6.18. */
const STACK_POINTER_RANGE = 8192;

const OPTIONS: readonly ArchitectureOption[] = [
  { name: 'levels', meaning: 'Levels of page tables: 48 or 57 bits of address', values: ['4', '5'], default: '4' },
  {
    name: 'phys_bits',
    meaning: 'Bits of a physical address that the processor has',
    values: Array.from({ length: MAX_PHYSICAL_BITS - MIN_PHYSICAL_BITS + 1 }, (_, i) => String(MIN_PHYSICAL_BITS + i)),
    default: DEFAULT_PHYSICAL_BITS,
  },
];

/** x86-64, with 4 or 5 levels of page tables. */
export const x8664: ArchitecturePlugin = Object.freeze({
  id: 'x86-64',
  title: 'x86-64',
  uname: ['x86_64', 'amd64'],
  options: OPTIONS,
  support: SUPPORT,
  configure,
});

function configure(given: Readonly<Record<string, string>>): Architecture {
  const options = resolveOptions(x8664.id, OPTIONS, given);
  const levels = options['levels'] === '5' ? 5 : 4;
  const physicalBits = Number(options['phys_bits']);
  const geometry = geometryOf(levels, physicalBits);
  const shapes = geometry.levels.map((level) => shapeOf(level, physicalBits));
  return Object.freeze({
    id: x8664.id,
    spec: specOf(x8664.id, {
      levels,
      ...(options['phys_bits'] !== DEFAULT_PHYSICAL_BITS && { phys_bits: physicalBits }),
    }),
    title: `x86-64, ${levels} levels`,
    geometry,
    layout: layoutOf(geometry),
    rootRegister: 'CR3',
    prefaultsOld: false,
    auxv: Object.freeze({ entries: 23, platform: 'x86_64' }),
    stackPointerRange: STACK_POINTER_RANGE,
    fetchFaultsIn: true,
    zones: ZONES,
    imageConfig: Object.freeze({ levels, phys_bits: physicalBits }),
    fields: fieldsOf(geometry),
    ...entryFunctions(geometry, shapes),
    mmu: mmuOf(geometry, shapes),
  });
}

/** The rows of a leaf at a level; where a level holds no leaves, those of a table. */
function leafFields({ name, leaf, spanShift }: LevelSpec, physicalBits: number): readonly FieldSpec[] {
  if (spanShift === 0) return pageFields(physicalBits);
  if (name === 'pmd' || name === 'pud') return largeFields(LARGE_SHIFT[name], physicalBits);
  return tableFields(leaf, physicalBits);
}

/** The field tables of every level. Where a level cannot hold the kind, the rows of what it can hold show the bits. */
function fieldsOf({ levels, physicalBits }: Geometry): Architecture['fields'] {
  const tables = levels.map((level) => {
    const leaf = leafFields(level, physicalBits);
    const table = level.spanShift === 0 ? leaf : tableFields(level.leaf, physicalBits);
    return { none: noneFields, table, leaf, swap: swapFields, reserved: table };
  });
  return (level: number, kind: EntryKind) => rowOf(tables, level)[kind];
}

function rowOf<T>(rows: readonly T[], level: number): T {
  const row = rows[level];
  if (row === undefined) throw new RangeError(`level ${level} is not in 0..${rows.length - 1}`);
  return row;
}

function shapeOf(level: LevelSpec, physicalBits: number): LevelShape {
  const lowest = level.spanShift === 0;
  const rows = leafFields(level, physicalBits);
  const zero = rows.filter((field) => field.owner === 'reserved');
  return {
    leaf: level.leaf,
    lowest,
    pages: 2 ** level.spanShift,
    frameLow: lowMask(fieldNamed(rows, 'PFN')),
    zeroLow: zero.reduce((sum, field) => sum | lowMask(field), 0),
    zeroHigh: zero.reduce((sum, field) => sum | highMask(field), 0),
  };
}

type EntryFunctions = Pick<
  Architecture,
  | 'decode'
  | 'encodeTable'
  | 'mkLeaf'
  | 'withLeafState'
  | 'afterAccess'
  | 'modifyLeaf'
  | 'encodeSwap'
  | 'notes'
  | 'faultCode'
>;

/** Notes of Linux, in a leaf and in a swap entry. */
const NOTES = {
  'soft-dirty': [fieldMask(BIT.SOFT_DIRTY), fieldMask(SWAP.SOFT_DIRTY)],
  'uffd-wp': [fieldMask(BIT.UFFD_WP), fieldMask(SWAP.UFFD_WP)],
} as const;

function entryFunctions({ levels, physicalBits }: Geometry, shapes: readonly LevelShape[]): EntryFunctions {
  const frames = 2 ** (physicalBits - PAGE_SHIFT);

  const frameChecked = (frame: Pfn, step: number): Pfn => {
    if (frame < frames && frame % step === 0) return frame;
    throw new RangeError(`frame 0x${frame.toString(16)} is not below 0x${frames.toString(16)} in steps of ${step}`);
  };
  const leafShape = (level: number): LevelShape => {
    const shape = rowOf(shapes, level);
    if (!shape.leaf) throw new RangeError(`level ${level} (${rowOf(levels, level).name}) holds no leaves`);
    return shape;
  };
  const decode = (level: number, word: bigint): DecodedEntry => {
    const shape = rowOf(shapes, level);
    const low = lowHalf(word);
    const high = highHalf(word);
    if (isPresent(low)) return decodePresent(shape, low, high);
    if (isNone(low, high)) return NO_ENTRY;
    if (isProtnone(low)) return decodeProtnone(shape, low, high);
    return shape.leaf ? swapEntries.decode(word) : RESERVED_ENTRY;
  };

  return {
    decode,
    encodeTable: (level, table) => {
      if (rowOf(shapes, level).lowest) throw new RangeError(`level ${level} points to no tables`);
      return tableWord(frameChecked(table, 1));
    },
    mkLeaf: (level, frame, flags) => {
      const shape = leafShape(level);
      return leafWord(shape, frameChecked(frame, shape.pages), protectionOf(flags));
    },
    withLeafState: (_level, word, state) => withState(word, state),
    afterAccess: (level, word, access) => usedWord(rowOf(shapes, level), word, access),
    modifyLeaf: (level, word, flags) => withProtection(leafShape(level), word, protectionOf(flags)),
    encodeSwap: swapEntries.encode,
    notes: bitNotes(NOTES, decode),
    faultCode: (access, _level, entry) => faultCodeOf(access, entry),
  };
}
