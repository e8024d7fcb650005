/**
 * The architecture: puts fields, words, geometry and layout together for one choice of options. What the contract has beside this is
 * optional, and each part says what it brings: `mmu` (proof against QEMU's MMU), `zones`, `auxv` (execve), `runs`, `notes`.
 */

import {
  resolveOptions,
  specOf,
  type Architecture,
  type ArchitectureOption,
  type ArchitecturePlugin,
  type EntryKind,
  type FieldSpec,
  type Geometry,
  type Pfn,
  type SupportMatrix,
} from '@mm-playground/api';
import {
  decode,
  faultCode,
  leafWord,
  reservedBits,
  swapEntries,
  tableWord,
  usedWord,
  withProtection,
  withState,
  type LevelShape,
} from './entry.ts';
import { leafFields, noneFields, swapFields, tableFields } from './fields.ts';
import { geometryOf, layoutOf, LEVELS } from './layout.ts';

const OPTIONS: readonly ArchitectureOption[] = [
  { name: 'levels', meaning: 'Levels of page tables', values: LEVELS, default: '4' },
];

/** What is modelled, and what is not: `mm-playground plugins` prints it. */
const SUPPORT: SupportMatrix = [
  { call: 'page tables', item: '3, 4 or 5 levels of 9 bits', level: 'modelled' },
  { call: 'entry', item: 'leaves of 4 KiB and 2 MiB', level: 'modelled' },
  { call: 'entry', item: 'accessed and dirty', level: 'modelled' },
  { call: 'entry', item: 'swap, migration, marker', level: 'modelled' },
  { call: 'entry', item: 'the bits of a real CPU', level: 'refused', note: 'still those of the skeleton' },
  { call: 'execve', level: 'refused', note: 'needs `auxv`' },
];

/** __name__. */
export const architecture: ArchitecturePlugin = Object.freeze({
  id: '__name__',
  title: '__name__',
  // What `uname -m` prints: a recording that says so is played on this.
  uname: ['__name__'],
  options: OPTIONS,
  support: SUPPORT,
  configure,
});

function configure(given: Readonly<Record<string, string>>): Architecture {
  const { levels = '' } = resolveOptions(architecture.id, OPTIONS, given);
  const geometry = geometryOf(levels);
  const rows = geometry.levels.map((level) => {
    // Where a level holds no leaves, the rows of a table show the bits of what looks like one.
    const leaf = level.leaf ? leafFields(level.spanShift) : tableFields;
    return { none: noneFields, table: tableFields, leaf, swap: swapFields, reserved: leaf };
  });
  const fields = (level: number, kind: EntryKind): readonly FieldSpec[] => at(rows, level)[kind];
  return Object.freeze({
    id: architecture.id,
    spec: specOf(architecture.id, { levels }),
    title: `${architecture.title}, ${levels} levels`,
    geometry,
    layout: layoutOf(geometry),
    prefaultsOld: false,
    imageConfig: Object.freeze({ levels: geometry.levels.length }),
    fields,
    ...entryFunctions(geometry, fields),
  });
}

type EntryFunctions = Omit<
  Architecture,
  'id' | 'spec' | 'title' | 'geometry' | 'layout' | 'prefaultsOld' | 'imageConfig' | 'fields'
>;

function entryFunctions({ levels, physicalBits, pageShift }: Geometry, fields: Architecture['fields']): EntryFunctions {
  const frames = 2 ** (physicalBits - pageShift);
  const shapes = levels.map(({ spanShift, leaf }, level): LevelShape => ({
    leaf,
    table: spanShift > 0,
    leafZero: reservedBits(fields(level, 'leaf')),
    tableZero: reservedBits(tableFields),
  }));
  const checked = (frame: Pfn, step: number): Pfn => {
    if (frame < frames && frame % step === 0) return frame;
    throw new RangeError(`frame 0x${frame.toString(16)} is not below 0x${frames.toString(16)} in steps of ${step}`);
  };
  const pagesOf = (level: number): number => {
    if (at(levels, level).leaf) return 2 ** at(levels, level).spanShift;
    throw new RangeError(`level ${level} holds no leaves`);
  };
  return {
    decode: (level, word) => decode(at(shapes, level), word),
    encodeTable: (level, table) => {
      if (!at(shapes, level).table) throw new RangeError(`level ${level} points to no tables`);
      return tableWord(checked(table, 1));
    },
    mkLeaf: (level, frame, flags) => leafWord(checked(frame, pagesOf(level)), flags),
    withLeafState: (_level, word, state) => withState(word, state),
    afterAccess: (_level, word, access) => usedWord(word, access),
    modifyLeaf: (_level, word, flags) => withProtection(word, flags),
    encodeSwap: swapEntries.encode,
    faultCode: (access, _level, entry) => faultCode(access, entry),
  };
}

function at<T>(rows: readonly T[], level: number): T {
  const row = rows[level];
  if (row === undefined) throw new RangeError(`level ${level} is not in 0..${rows.length - 1}`);
  return row;
}
