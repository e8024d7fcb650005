/**
 * One page-table entry taken apart: what the architecture says it is, and each field with its bits, its value and its
 * meaning, from the highest bit down as manuals draw it. The field table is the architecture's own.
 */

import {
  bytesIn,
  hex,
  type Architecture,
  type DecodedEntry,
  type EntryKind,
  type FieldSpec,
  type LevelSpec,
} from '@mm-playground/api';

/** What `mm pte` says of a word. */
export interface PteReport {
  readonly arch: string;
  readonly word: string;
  readonly level: number;
  readonly levelName: LevelSpec['name'];
  readonly kind: EntryKind;
  /** Physical address that the entry points to, or null. */
  readonly pa: string | null;
  readonly access: { readonly user: boolean; readonly read: boolean; readonly write: boolean; readonly exec: boolean };
  readonly state: Pick<DecodedEntry, 'dirty' | 'young' | 'special' | 'protnone'>;
  readonly swap: { readonly kind: string; readonly type: number; readonly offset: string } | null;
  readonly fields: readonly PteField[];
}

/** One field of the entry. */
export interface PteField {
  readonly name: string;
  readonly lo: number;
  readonly hi: number;
  readonly value: string;
  readonly meaning: string;
  readonly owner: FieldSpec['owner'];
}

/**
 * Takes a word apart as an entry of a level; without a level as one of the last level, whose tables hold pages.
 *
 * @throws RangeError where the architecture has no such level, or the word has more than 64 bits.
 */
export function pteReport(arch: Architecture, word: bigint, level = arch.geometry.levels.length - 1): PteReport {
  const spec = arch.geometry.levels[level];
  if (spec === undefined)
    throw new RangeError(`level ${level} is not in 0..${arch.geometry.levels.length - 1} of ${arch.spec}`);
  if (word < 0n || word >= 1n << 64n) throw new RangeError(`${hex(word)} is not a word of 64 bits`);
  const entry = arch.decode(level, word);
  const { user, read, write, exec, dirty, young, special, protnone, swap } = entry;
  return {
    arch: arch.spec,
    word: hex(word),
    level,
    levelName: spec.name,
    kind: entry.kind,
    pa: entry.pfn === null ? null : hex(bytesIn(entry.pfn, arch.geometry.pageShift)),
    access: { user, read, write, exec },
    state: { dirty, young, special, protnone },
    swap: swap && { kind: swap.kind, type: swap.type, offset: hex(swap.offset) },
    fields: arch
      .fields(level, entry.kind)
      .map((field) => pteField(field, word))
      .reverse(),
  };
}

function pteField(field: FieldSpec, word: bigint): PteField {
  const { name, lo, hi, owner } = field;
  const value = (word >> BigInt(lo)) & ((1n << BigInt(hi - lo + 1)) - 1n);
  const meaning = field.meaning.replace(/\.$/, '');
  const said = field.values?.[value.toString()] ?? field.values?.[hex(value)];
  return {
    name,
    lo,
    hi,
    value: lo === hi ? value.toString() : hex(value),
    meaning: said === undefined ? meaning : `${meaning}: ${said}`,
    owner,
  };
}

/** The report as text: one line of summary, one line a field. */
export function pteLines(report: PteReport): string[] {
  const rows = report.fields.map(({ name, lo, hi, value, meaning, owner }) => [
    lo === hi ? String(lo) : `${hi}:${lo}`,
    name,
    value,
    owner === 'mmu' ? meaning : `${meaning} (${owner})`,
  ]);
  return [summary(report), ...aligned(rows)];
}

function summary({ word, levelName, level, arch, kind, pa, access, state, swap }: PteReport): string {
  const parts = [`${word} as ${levelName} (level ${level}) of ${arch}: ${kind}`];
  if (pa !== null) parts.push(`-> ${pa}`);
  if (kind === 'leaf') parts.push(accessText(access));
  for (const [name, on] of Object.entries(state)) if (on) parts.push(name);
  if (swap !== null) parts.push(`${swap.kind} type ${swap.type} offset ${swap.offset}`);
  return parts.join(' ');
}

const accessText = ({ user, read, write, exec }: PteReport['access']): string =>
  `${read ? 'r' : '-'}${write ? 'w' : '-'}${exec ? 'x' : '-'} ${user ? 'user' : 'kernel'}`;

/** Columns padded to their widest cell, but for the last. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd(),
  );
}
