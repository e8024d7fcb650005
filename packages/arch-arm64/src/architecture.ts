/**
 * arm64 as an architecture of the model: puts geometry, layout, fields and descriptors together for one choice of options.
 * What depends on the level is worked out once, so that the fault path only looks it up.
 */

import {
  NO_ENTRY,
  RESERVED_ENTRY,
  bitNotes,
  entryRuns,
  fieldMask,
  highHalf,
  lowHalf,
  resolveOptions,
  specOf,
  vmFlags,
  type Architecture,
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
  decodePresentInvalid,
  decodeValid,
  isPresentInvalid,
  isSwap,
  isValid,
  leafWord,
  tableWord,
  usedWord,
  withProtection,
  withState,
  type LevelShape,
} from './entry.ts';
import { syndromeOf } from './fault.ts';
import {
  BIT,
  EXTRA,
  leafFields,
  MAIN_TOP,
  noneFields,
  SWAP,
  swapFields,
  tableFields,
  type AddressFormat,
} from './fields.ts';
import { framePlace } from './frame.ts';
import { architectureLevel, geometryOf, hasLpa2, LARGE_VA_BITS, VA_BITS, type Granule } from './geometry.ts';
import { layoutOf } from './layout.ts';
import { mmuOf } from './mmu.ts';
import { protectionMap, type Protection, type ProtectionMap } from './protection.ts';
import { SUPPORT } from './support.ts';
import { swapEntries } from './swap.ts';
import { ZONES } from './zones.ts';

const WORD_BITS = 64;
const DEFAULT_VA = '48';

/** Code is read in folios of 64 KiB, so that its entries can be contiguous. */
const EXEC_FOLIO_SHIFT = 16;

const OPTIONS: readonly ArchitectureOption[] = [
  { name: 'granule', meaning: 'Size of a page in KiB', values: ['4', '16', '64'], default: '4' },
  {
    name: 'va',
    meaning: 'Bits of a virtual address; 36 and 47 with 16 KiB, 39 with 4 KiB, 42 with 64 KiB, 48 and 52 with all',
    // Where a recording fits several, the first is taken: a window of 47 bits is that of a kernel built for 52.
    values: ['36', '39', '42', '48', '52', '47'],
    default: DEFAULT_VA,
  },
  { name: 'epan', meaning: 'Enhanced PAN: execute-only mappings are not readable', values: ['0', '1'], default: '0' },
];

/**
 * The heap may be tagged on any machine, other anonymous memory only where there is memory tagging (FEAT_MTE): a machine without
 * it, as this one, never merges the two.
 */
const HEAP_FLAGS = vmFlags('MTE_ALLOWED');

/** arm64, with pages of 4, 16 or 64 KiB. */
export const arm64: ArchitecturePlugin = Object.freeze({
  id: 'arm64',
  title: 'arm64',
  uname: ['aarch64', 'arm64'],
  options: OPTIONS,
  support: SUPPORT,
  configure,
});

function configure(given: Readonly<Record<string, string>>): Architecture {
  const options = resolveOptions(arm64.id, OPTIONS, given);
  const granule = granuleOf(options['granule']);
  const vaBits = Number(options['va']);
  if (!VA_BITS[granule].includes(vaBits))
    throw new RangeError(
      `arm64:granule=${granule},va=${vaBits} is not possible; va is one of ${VA_BITS[granule].join(', ')} there`,
    );
  const geometry = geometryOf(granule, vaBits);
  const format = formatOf(granule, vaBits, geometry);
  const epan = options['epan'] === '1';
  const fields = fieldsOf(geometry, format);
  const shapes = shapesOf(geometry, fields, format);
  return Object.freeze({
    id: arm64.id,
    spec: specOf(arm64.id, { granule, va: vaBits, ...(epan && { epan: 1 }) }),
    title: `arm64, ${granule} KiB pages, ${vaBits} bits`,
    geometry,
    layout: layoutOf(geometry),
    rootRegister: 'TTBR0_EL1',
    prefaultsOld: true,
    auxv: Object.freeze({ entries: 23, platform: 'aarch64' }),
    execFolioShift: EXEC_FOLIO_SHIFT,
    heapFlags: HEAP_FLAGS,
    archFlagCode: 'bt',
    contiguousPages: contiguousPagesOf(granule, geometry),
    zones: ZONES,
    imageConfig: Object.freeze({
      granule,
      txsz: WORD_BITS - vaBits,
      ips: geometry.physicalBits,
      ds: hasLpa2(granule, vaBits),
      ha: true,
      hd: true,
    }),
    fields,
    ...entryFunctions(geometry, shapes, protectionMap(format, epan), { fields, marks: runMarks(granule, geometry) }),
    mmu: mmuOf(geometry, shapes),
  });
}

/** Entries of a run that maps one huge page: of the last level, and of the one above. */
const RUNS: Readonly<Record<Granule, readonly [pte: number, pmd: number]>> = {
  4: [16, 16],
  16: [128, 32],
  64: [32, 32],
};

/** Pages of a run of entries. @kernel 6.18 arch/arm64/include/asm/pgtable-hwdef.h */
function contiguousPagesOf(granule: Granule, { levels }: Geometry): readonly number[] {
  const [pte, pmd] = RUNS[granule];
  const spanShift = levels.at(-2)?.spanShift ?? 0;
  return Object.freeze([pte, pmd * 2 ** spanShift]);
}

/** The contiguous bit, in every entry of a run. */
const CONTIGUOUS = fieldMask(BIT.CONT);

/** Runs of the last two levels; higher ones have some, too, which Linux has no use for. */
function runMarks(granule: Granule, { levels }: Geometry): RunMarks {
  const [pte, pmd] = RUNS[granule];
  const lengths = levels.map((_, level) => [pte, pmd][levels.length - 1 - level] ?? 1);
  return {
    length: (level) => lengths[level] ?? 1,
    isPart: (word) => (word & CONTIGUOUS) !== 0n,
    mark: (word) => word | CONTIGUOUS,
    unmark: (word) => word & ~CONTIGUOUS,
  };
}

const granuleOf = (text: string | undefined): Granule => (text === '64' ? 64 : text === '16' ? 16 : 4);

function formatOf(granule: Granule, vaBits: number, { pageShift }: Geometry): AddressFormat {
  if (vaBits !== LARGE_VA_BITS) return { shift: pageShift, top: MAIN_TOP.small, extra: null };
  return hasLpa2(granule, vaBits)
    ? { shift: pageShift, top: MAIN_TOP.lpa2, extra: EXTRA.lpa2 }
    : { shift: pageShift, top: MAIN_TOP.small, extra: EXTRA.lpa };
}

/** The field tables of every level. Where a level cannot hold the kind, the rows of what it can hold show the bits. */
function fieldsOf({ levels, pageShift }: Geometry, format: AddressFormat): Architecture['fields'] {
  const table = tableFields(format);
  const rows = levels.map(({ leaf, spanShift }) => {
    const leafRows = leaf ? leafFields(format, pageShift + spanShift) : table;
    const tableRows = spanShift === 0 ? leafRows : table;
    return { none: noneFields, table: tableRows, leaf: leafRows, swap: swapFields, reserved: tableRows };
  });
  return (level: number, kind: EntryKind) => rowOf(rows, level)[kind];
}

function rowOf<T>(rows: readonly T[], level: number): T {
  const row = rows[level];
  if (row === undefined) throw new RangeError(`level ${level} is not in 0..${rows.length - 1}`);
  return row;
}

function shapesOf({ levels }: Geometry, fields: Architecture['fields'], format: AddressFormat): readonly LevelShape[] {
  return levels.map(({ leaf, spanShift }, level) => ({
    leaf,
    last: spanShift === 0,
    pages: 2 ** spanShift,
    leafFrame: framePlace(format, fields(level, 'leaf')),
    tableFrame: framePlace(format, fields(level, 'table')),
    leafZero: zeroBits(fields(level, 'leaf')),
    tableZero: zeroBits(fields(level, 'table')),
  }));
}

function zeroBits(rows: readonly FieldSpec[]): Protection {
  const word = rows.filter((row) => row.owner === 'reserved').reduce((sum, row) => sum | fieldMask(row), 0n);
  return { low: lowHalf(word), high: highHalf(word) };
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
  | 'runs'
  | 'faultCode'
>;

/** Notes of Linux, in a leaf and in a swap entry. */
const NOTES = { 'uffd-wp': [fieldMask(BIT.UFFD_WP), fieldMask(SWAP.UFFD_WP)] } as const;

function entryFunctions(
  geometry: Geometry,
  shapes: readonly LevelShape[],
  protection: ProtectionMap,
  { fields, marks }: { readonly fields: Architecture['fields']; readonly marks: RunMarks },
): EntryFunctions {
  const { levels } = geometry;
  const frames = 2 ** (geometry.physicalBits - geometry.pageShift);

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
    if (isValid(low)) return decodeValid(shape, low, high);
    if (low === 0 && high === 0) return NO_ENTRY;
    if (isPresentInvalid(low)) return decodePresentInvalid(shape, low, high);
    return shape.leaf && isSwap(low) ? swapEntries.decode(word) : RESERVED_ENTRY;
  };

  const withLeafState: Architecture['withLeafState'] = (_level, word, state) => withState(word, state);

  return {
    decode,
    encodeTable: (level, table) => {
      const shape = rowOf(shapes, level);
      if (shape.last) throw new RangeError(`level ${level} points to no tables`);
      return tableWord(shape, frameChecked(table, 1));
    },
    mkLeaf: (level, frame, flags) => {
      const shape = leafShape(level);
      return leafWord(shape, frameChecked(frame, shape.pages), protection(flags));
    },
    withLeafState,
    afterAccess: (level, word, access) => usedWord(rowOf(shapes, level), word, access),
    modifyLeaf: (_level, word, flags) => withProtection(word, protection(flags)),
    encodeSwap: swapEntries.encode,
    notes: bitNotes(NOTES, decode),
    runs: entryRuns(marks, { geometry, fields, decode, withLeafState }),
    faultCode: (access, level, entry) => syndromeOf(access, architectureLevel(levels.length, level), entry),
  };
}
