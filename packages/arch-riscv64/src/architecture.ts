/**
 * riscv64 as an architecture of the model: puts geometry, layout, fields and entries together for one choice of options.
 * What depends on the level is worked out once, so that the fault path only looks it up.
 */

import {
  NO_ENTRY,
  RESERVED_ENTRY,
  entryRuns,
  fieldMask,
  highHalf,
  lowHalf,
  resolveOptions,
  specOf,
  type Architecture,
  type ArchitectureLack,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type DecodedEntry,
  type EntryKind,
  type FieldSpec,
  type Geometry,
  type Pfn,
  type RunMarks,
} from '@mm-playground/api';
import {
  decodeProtnone,
  decodeValid,
  frameWord,
  isNapot,
  isProtnone,
  isSwap,
  isValid,
  napotWord,
  plainWord,
  tableWord,
  usedWord,
  withProtection,
  withState,
  type Halves,
  type LevelShape,
} from './entry.ts';
import { causeOf } from './fault.ts';
import { leafFields, NAPOT_SHIFT, noneFields, swapFields, tableFields, type Extensions } from './fields.ts';
import { geometryOf, MODES, type Mode } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { mmuOf } from './mmu.ts';
import { protectionOf } from './protection.ts';
import { SUPPORT } from './support.ts';
import { swapEntries } from './swap.ts';
import { ZONES } from './zones.ts';

const DEFAULT_MODE: Mode = 'sv48';

const OPTIONS: readonly ArchitectureOption[] = [
  {
    name: 'mode',
    meaning: 'Levels of page tables: 39, 48 or 57 bits of address',
    values: MODES,
    default: DEFAULT_MODE,
  },
  { name: 'svnapot', meaning: 'Leaves of 64 KiB: the bit N', values: ['0', '1'], default: '1' },
  { name: 'svpbmt', meaning: 'Memory types in leaves: the field PBMT', values: ['0', '1'], default: '1' },
];

/** Entries have no room for write protection by userfaultfd but on processors with Svrsw60t59b. */
const LACKS: readonly ArchitectureLack[] = Object.freeze(['protection-keys', 'userfaultfd-wp']);

/** riscv64, with Sv39, Sv48 or Sv57. */
export const riscv64: ArchitecturePlugin = Object.freeze({
  id: 'riscv64',
  title: 'riscv64',
  uname: ['riscv64'],
  options: OPTIONS,
  support: SUPPORT,
  configure,
});

function configure(given: Readonly<Record<string, string>>): Architecture {
  const options = resolveOptions(riscv64.id, OPTIONS, given);
  const mode = MODES.find((each) => each === options['mode']) ?? DEFAULT_MODE;
  const extensions: Extensions = { svnapot: options['svnapot'] === '1', svpbmt: options['svpbmt'] === '1' };
  const geometry = geometryOf(mode);
  const fields = fieldsOf(geometry, extensions);
  const functions = entryFunctions(geometry, fields);
  return Object.freeze({
    id: riscv64.id,
    spec: specOf(riscv64.id, {
      mode,
      ...(!extensions.svnapot && { svnapot: 0 }),
      ...(!extensions.svpbmt && { svpbmt: 0 }),
    }),
    title: titleOf(mode, extensions),
    geometry,
    layout: layoutOf(geometry),
    rootRegister: 'satp',
    prefaultsOld: false,
    auxv: Object.freeze({ entries: 29, platform: '' }),
    heapIsNeverExecutable: true,
    signedMmapOffset: true,
    lacks: LACKS,
    contiguousPages: Object.freeze(extensions.svnapot ? [2 ** NAPOT_SHIFT] : []),
    zones: ZONES,
    imageConfig: Object.freeze({ levels: geometry.levels.length, ...extensions }),
    fields,
    ...functions,
    ...(extensions.svnapot && { runs: entryRuns(napotMarks(geometry), { geometry, fields, ...functions }) }),
    mmu: mmuOf(geometry),
  });
}

/** Svnapot: 16 entries of the lowest level; each says the size where the lowest bits of its frame would be. */
const napotMarks = ({ levels }: Geometry): RunMarks => ({
  length: (level) => (level === levels.length - 1 ? 2 ** NAPOT_SHIFT : 1),
  isPart: isNapot,
  mark: napotWord,
  unmark: plainWord,
});

/** `riscv64, Sv39 without Svnapot` */
function titleOf(mode: Mode, { svnapot, svpbmt }: Extensions): string {
  const missing = [...(svnapot ? [] : ['Svnapot']), ...(svpbmt ? [] : ['Svpbmt'])];
  const name = `riscv64, ${mode.replace('sv', 'Sv')}`;
  return missing.length === 0 ? name : `${name} without ${missing.join(' and ')}`;
}

/** The field tables of every level. Where a level cannot hold the kind, the rows of what it can hold show the bits. */
function fieldsOf({ levels }: Geometry, extensions: Extensions): Architecture['fields'] {
  const rows = levels.map(({ spanShift }) => {
    const leaf = leafFields(spanShift, extensions);
    return { none: noneFields, table: spanShift === 0 ? leaf : tableFields, leaf, swap: swapFields, reserved: leaf };
  });
  return (level: number, kind: EntryKind) => rowOf(rows, level)[kind];
}

function rowOf<T>(rows: readonly T[], level: number): T {
  const row = rows[level];
  if (row === undefined) throw new RangeError(`level ${level} is not in 0..${rows.length - 1}`);
  return row;
}

function zeroBits(rows: readonly FieldSpec[]): Halves {
  const word = rows.filter((row) => row.owner === 'reserved').reduce((sum, row) => sum | fieldMask(row), 0n);
  return { low: lowHalf(word), high: highHalf(word) };
}

type EntryFunctions = Pick<
  Architecture,
  'decode' | 'encodeTable' | 'mkLeaf' | 'withLeafState' | 'afterAccess' | 'modifyLeaf' | 'encodeSwap' | 'faultCode'
>;

function entryFunctions({ levels, physicalBits, pageShift }: Geometry, fields: Architecture['fields']): EntryFunctions {
  const frames = 2 ** (physicalBits - pageShift);
  const shapes = levels.map(({ spanShift }, level): LevelShape => ({
    lowest: spanShift === 0,
    pages: 2 ** spanShift,
    leafZero: zeroBits(fields(level, 'leaf')),
    tableZero: zeroBits(tableFields),
  }));

  const frameChecked = (frame: Pfn, step: number): Pfn => {
    if (frame < frames && frame % step === 0) return frame;
    throw new RangeError(`frame 0x${frame.toString(16)} is not below 0x${frames.toString(16)} in steps of ${step}`);
  };
  const decode = (level: number, word: bigint): DecodedEntry => {
    const shape = rowOf(shapes, level);
    const low = lowHalf(word);
    const high = highHalf(word);
    if (isValid(low)) return decodeValid(shape, low, high);
    if (low === 0 && high === 0) return NO_ENTRY;
    if (isProtnone(low)) return decodeProtnone(shape, low, high);
    return isSwap(low) ? swapEntries.decode(word) : RESERVED_ENTRY;
  };

  return {
    decode,
    encodeTable: (level, table) => {
      if (rowOf(shapes, level).lowest) throw new RangeError(`level ${level} points to no tables`);
      return tableWord(frameChecked(table, 1));
    },
    mkLeaf: (level, frame, flags) => frameWord(frameChecked(frame, rowOf(shapes, level).pages), protectionOf(flags)),
    withLeafState: (_level, word, state) => withState(word, state),
    afterAccess: (_level, word, access) => usedWord(word, access),
    modifyLeaf: (_level, word, flags) => withProtection(word, protectionOf(flags)),
    encodeSwap: swapEntries.encode,
    faultCode: causeOf,
  };
}
