/**
 * /proc/PID/smaps: flags, size and page sizes of every VMA are predicted; what is resident only where every access of the
 * program is in the file. Referenced and LazyFree are never compared (the kernel batches them per CPU), nor is Pss of the vdso
 * (it depends on how many processes there are), and for ext4 mappings under MADV_HUGEPAGE only the sums of clean and dirty
 * pages are (large folios get dirty as a whole).
 */

import { SMAPS_SIZES, VM_HUGEPAGE, smapsCodes, type Located, type SmapsRow, type SmapsSize } from '@mm-playground/api';
import { isInside, kb, rangeText, type ByteRange, type Difference } from './compare.ts';
import { compareMaps, pairRows } from './compare-maps.ts';

/** What a comparison of resident sizes must know. */
export interface ResidentRules {
  /** Ranges of which every access is known. */
  readonly complete: readonly ByteRange[];
  /** The file system of the files; ext4 unless the file says otherwise. */
  readonly fs: string | undefined;
}

const ALWAYS: readonly SmapsSize[] = ['Size', 'KernelPageSize', 'MMUPageSize'];
const NEVER: readonly SmapsSize[] = ['Referenced', 'LazyFree'];
const RESIDENT: readonly SmapsSize[] = SMAPS_SIZES.filter((name) => !ALWAYS.includes(name) && !NEVER.includes(name));

/** The vdso and what it reads: every process maps the same pages, so that its share of them is the whole machine's affair. */
const SHARED_BY_ALL = /^\[(?:vdso|vvar|vvar_vclock)\]$/;

/** Sums that stay exact where the split between clean and dirty pages does not. */
const SUMS: readonly (readonly [SmapsSize, SmapsSize])[] = [
  ['Shared_Clean', 'Shared_Dirty'],
  ['Private_Clean', 'Private_Dirty'],
];
const SPLIT: ReadonlySet<SmapsSize> = new Set<SmapsSize>([...SUMS.flat(), 'Pss_Dirty']);

/** The lines and fields that differ; where two VMAs differ as maps lines, their fields are not compared. */
export function compareSmaps(
  recorded: readonly Located<SmapsRow>[],
  model: readonly SmapsRow[],
  line: number,
  rules: ResidentRules,
): { readonly maps: Difference[]; readonly fields: Difference[] } {
  const maps = compareMaps(
    recorded.map(({ line: at, row }) => ({ line: at, row: row.maps })),
    model.map((row) => row.maps),
    line,
  );
  const pairs = pairRows(recorded, model, { recorded: ({ row }) => row.maps.start, model: (row) => row.maps.start });
  const fields = pairs.flatMap((pair) =>
    pair.recorded !== undefined && pair.model !== undefined && pair.recorded.row.maps.end === pair.model.maps.end
      ? compareFields(pair.recorded, pair.model, rules)
      : [],
  );
  return { maps, fields };
}

function compareFields({ line, row, lines }: Located<SmapsRow>, model: SmapsRow, rules: ResidentRules): Difference[] {
  const difference = (field: string, recorded: string, shown: string): Difference[] =>
    recorded === shown
      ? []
      : [{ line: lines?.[field] ?? line, what: `smaps ${rangeText(row.maps)} ${field}`, recorded, model: shown }];
  const sum = (from: SmapsRow, fields: readonly SmapsSize[]): number | undefined => {
    const values = fields.map((field) => from.sizes[field]);
    return values.reduce((a, b) => (a === undefined || b === undefined ? undefined : a + b), 0);
  };
  const compareSum = (...fields: SmapsSize[]): Difference[] => {
    const [was, is] = [sum(row, fields), sum(model, fields)];
    return was === undefined || is === undefined ? [] : difference(fields.join('+'), kb(was), kb(is));
  };

  const inside = isInside(row.maps, rules.complete);
  const split = inside && splitsAsFolios(row, rules.fs);
  const shared = SHARED_BY_ALL.test(row.maps.name);
  const resident = inside
    ? RESIDENT.filter((field) => !(split && SPLIT.has(field)) && !(shared && field === 'Pss'))
    : [];
  return [
    ...[...ALWAYS, ...resident].flatMap((field) => compareSum(field)),
    ...(split ? SUMS.flatMap((fields) => compareSum(...fields)) : []),
    ...difference('VmFlags', smapsCodes(row), smapsCodes(model)),
  ];
}

/** Whether the mapping is one whose pages come and get dirty as large folios: ext4 under MADV_HUGEPAGE. */
const splitsAsFolios = ({ maps, flags }: SmapsRow, fs = 'ext4'): boolean =>
  fs === 'ext4' && maps.name.startsWith('/') && !isSharedMemory(maps.name, fs) && flags.has(VM_HUGEPAGE);

/** Whether pages of a mapping with this name are shmem: memfd, shared anonymous memory, System V, any file on tmpfs. */
export const isSharedMemory = (name: string, fs: string | undefined): boolean =>
  fs === 'tmpfs' ? name.startsWith('/') : /^\/(?:memfd:|dev\/zero \(deleted\)$|SYSV|dev\/shm\/)/.test(name);
