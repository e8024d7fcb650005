/**
 * What /proc shows of an address space, as far as it is predicted, in 64 bits: the same digest of the model that the runner
 * computes of the kernel. What is digested, and in which words, is said at the top of native/digest.c.
 */
import {
  SMAPS_SIZES,
  VM_HUGEPAGE,
  smapsCodes,
  vpnOf,
  type MmView,
  type SmapsRow,
  type SmapsSize,
  type Status,
} from '@mm-playground/api';
import { ARENA_PAGES, ARENA_START } from '../native/script.ts';

/** A running digest of text; two halves of 32 bits. */
export class Digest {
  #low = 0x811c_9dc5;
  #high = 0x9e37_79b9;

  add(text: string): void {
    for (const byte of Buffer.from(text)) {
      this.#low = Math.imul(this.#low ^ byte, 0x0100_0193);
      this.#high = Math.imul(this.#high + byte, 0x85eb_ca6b);
      this.#high ^= this.#high >>> 13;
    }
  }

  /** 16 hex digits. */
  toString(): string {
    return [this.#high, this.#low].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** What a digest must know besides the state. */
export interface DigestRules {
  /** Ranges of which every access is the script's; bytes. */
  readonly complete: readonly ByteRange[];
  /** Whether the kernel counts resident pages exactly. */
  readonly countsResident: boolean;
}

interface ByteRange {
  readonly start: bigint;
  readonly end: bigint;
}

/** The counters that are predicted, in the runner's order. */
const COUNTERS = [
  'VmSize',
  'VmLck',
  'VmPin',
  'VmData',
  'VmStk',
  'VmExe',
  'VmLib',
  'VmRSS',
  'RssAnon',
  'VmPTE',
] as const;
type Counters = Readonly<Record<(typeof COUNTERS)[number], number>>;

/** The sizes of a mapping that are predicted, in the runner's order. */
const UNPREDICTED = new Set<SmapsSize>(['Size', 'KernelPageSize', 'MMUPageSize', 'Referenced', 'LazyFree']);
const SIZES = SMAPS_SIZES.filter((name) => !UNPREDICTED.has(name));

/** Which of an ext4 file's pages are dirty where they come in large pieces: only the sums are predicted. */
const LARGE_SUMS: Readonly<Partial<Record<SmapsSize, SmapsSize | null>>> = {
  Pss_Dirty: null,
  Shared_Clean: 'Shared_Dirty',
  Shared_Dirty: null,
  Private_Clean: 'Private_Dirty',
  Private_Dirty: null,
};

/** Digests of the model in the course of a script. Counters are digested as they moved since an address space was first seen. */
export class ModelDigests {
  readonly #rules: DigestRules;
  #mm: number | undefined;
  #first: Counters | undefined;
  /** The mappings that are not the script's, as long as nothing of them has moved: page tables are predicted until then. */
  #heads: string | null | undefined;

  constructor(rules: DigestRules) {
    this.#rules = rules;
  }

  /** The digest of this moment. */
  of(view: MmView): string {
    const rows = view.smaps();
    const outside = rows.filter(({ maps }) => !isInside(maps, this.#rules.complete));
    this.#look(view, outside);
    const digest = new Digest();
    const pages = view.pagemap(vpnOf(ARENA_START, view.arch.geometry.pageShift), ARENA_PAGES);
    digest.add([...rows.map((row) => this.#mappingText(row)), this.#counterText(view, outside), pages].join(''));
    return digest.toString();
  }

  #look(view: MmView, outside: readonly SmapsRow[]): void {
    const heads = outside.map(headText).join('');
    if (this.#heads === undefined) this.#heads = heads;
    else if (view.mm !== this.#mm || heads !== this.#heads) this.#heads = null;
    if (view.mm !== this.#mm) this.#first = undefined;
    this.#mm = view.mm;
  }

  #mappingText(row: SmapsRow): string {
    const sizes = isInside(row.maps, this.#rules.complete) ? `${sizesText(row)}\n` : '';
    return `${headText(row)}${smapsCodes(row)}\n${sizes}`;
  }

  #counterText(view: MmView, outside: readonly SmapsRow[]): string {
    const now = countersOf(view.status(), outside);
    const first = (this.#first ??= now);
    const torn = outside.some(({ maps }) => touches(maps, this.#rules.complete));
    const isCounted = {
      VmRSS: this.#rules.countsResident && !torn,
      RssAnon: this.#rules.countsResident && !torn,
      VmPTE: this.#heads !== null,
    } as Readonly<Record<string, boolean>>;
    return COUNTERS.filter((name) => isCounted[name] ?? true)
      .map((name) => `${name} ${now[name] - first[name]}\n`)
      .join('');
  }
}

/** The counters, resident pages without those of mappings that are not the script's. */
function countersOf(status: Status, outside: readonly SmapsRow[]): Counters {
  const sum = (size: SmapsSize): number => outside.reduce((total, { sizes }) => total + (sizes[size] ?? 0), 0);
  const taken: Partial<Record<string, number>> = { VmRSS: sum('Rss'), RssAnon: sum('Anonymous') };
  const entries = COUNTERS.map((name) => [name, (status[name] ?? 0) - (taken[name] ?? 0)] as const);
  return Object.fromEntries(entries) as Record<(typeof COUNTERS)[number], number>;
}

const isInside = ({ start, end }: ByteRange, ranges: readonly ByteRange[]): boolean =>
  ranges.some((range) => start >= range.start && end <= range.end);

const touches = ({ start, end }: ByteRange, ranges: readonly ByteRange[]): boolean =>
  ranges.some((range) => start < range.end && end > range.start);

const headText = ({ maps: { start, end, perms, offset, name } }: SmapsRow): string =>
  `${hex(start)}-${hex(end)} ${perms} ${hex(offset)} ${name}\n`;

function sizesText({ maps: { name }, flags, sizes }: SmapsRow): string {
  const isLarge = name.startsWith('/') && flags.has(VM_HUGEPAGE);
  const words = SIZES.map((size): string => {
    const value = sizes[size];
    const added = isLarge ? LARGE_SUMS[size] : undefined;
    // How many processes map the vdso is not the script's doing.
    if (value === undefined || added === null || (size === 'Pss' && name.startsWith('[v'))) return '- ';
    return `${value + (added === undefined ? 0 : (sizes[added] ?? 0))} `;
  });
  return words.join('');
}

const hex = (value: bigint): string => value.toString(16).padStart(8, '0');
