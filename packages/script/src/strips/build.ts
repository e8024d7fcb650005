/**
 * A strip as a script: the calls that make an address space look like it. Written memory comes first, for neighbours that
 * are written share an anon_vma while they still look alike, as they would in a program; then protections, then what nobody
 * touched, then advice, locks, names and seals.
 */

import { hex } from '@mm-playground/api';
import { formatLook, isAnonymous, lookKey, type Look } from './look.ts';
import type { Strip, StripRun } from './strip.ts';

/** The script, or why there is none. */
export interface StripScript {
  /** Undefined where something cannot be built by calls. */
  readonly text: string | undefined;
  /** What cannot be built, a sentence each. */
  readonly refused: readonly string[];
}

/** Pages that one call maps: neighbours that differ at most in whether they are written. */
interface Mapping {
  readonly start: number;
  readonly pages: number;
  readonly look: Look;
  readonly written: readonly { readonly start: number; readonly pages: number }[];
  /** It lies directly behind a mapping of the same look, from which `|` keeps it apart. */
  readonly behind: boolean;
  /** Such a mapping lies directly behind it. */
  readonly before: boolean;
}

/** The calls that build a strip, one a line. */
export function stripScript(strip: Strip): StripScript {
  const mappings = mappingsOf(strip.runs);
  const refused = mappings.flatMap(refusal);
  if (refused.length > 0) return { text: undefined, refused };
  return { text: [...new Builder(strip.pageSize, mappings).lines(), ''].join('\n'), refused };
}

function mappingsOf(runs: readonly StripRun[]): Mapping[] {
  const mappings: Mapping[] = [];
  for (const run of runs) {
    const last = mappings.at(-1);
    const touches = last !== undefined && last.start + last.pages === run.start;
    const alike = touches && untouchedKey(last.look) === untouchedKey(run.look);
    const written = run.look.written ? [{ start: run.start, pages: run.pages }] : [];
    if (alike && !run.apart) {
      const look = run.look.written ? run.look : last.look;
      const pages = last.pages + run.pages;
      mappings[mappings.length - 1] = { ...last, pages, look, written: [...last.written, ...written] };
      continue;
    }
    if (alike) mappings[mappings.length - 1] = { ...last, before: true };
    mappings.push({ start: run.start, pages: run.pages, look: run.look, written, behind: alike, before: false });
  }
  return mappings;
}

const untouchedKey = (look: Look): string => lookKey({ ...look, written: false });

/** Flags by the call that sets them; mmap's own stand in {@link MAP_MARKS}. */
const ADVICE: Readonly<Record<string, string>> = {
  dc: 'MADV_DONTFORK',
  wf: 'MADV_WIPEONFORK',
  dd: 'MADV_DONTDUMP',
  hg: 'MADV_HUGEPAGE',
  nh: 'MADV_NOHUGEPAGE',
  mg: 'MADV_MERGEABLE',
  rr: 'MADV_RANDOM',
  sr: 'MADV_SEQUENTIAL',
};
const MAP_MARKS: Readonly<Record<string, string>> = { gd: 'MAP_GROWSDOWN', nr: 'MAP_NORESERVE' };
const OTHER_MARKS = new Set(['lo', 'lf', 'sl', 'mw']);

function refusal({ look, start, pages, written, behind, before }: Mapping): string[] {
  const what = formatLook(look, start);
  const mark = look.marks.find((word) => !(word in ADVICE || word in MAP_MARKS || OTHER_MARKS.has(word)));
  if (mark !== undefined) return [`${what}: no call gives ${mark} alone`];
  if (look.backing.startsWith('[') && !isAnonymous(look)) return [`${what}: execve makes it, no call does`];
  if (look.backing.endsWith('(deleted)') && !isMemfd(look))
    return [`${what}: a file that was removed is not made again`];
  if (look.perms.endsWith('s') && look.written) return [`${what}: shared memory has no anon_vma`];
  if (isAnonymous(look) && look.shift !== 0) return [`${what}: memory that was moved is not made again`];
  if (look.shift + start < 0) return [`${what}: it begins before its file does`];
  if ((behind || before) && isAnonymous(look)) return keptApart(what, written.length > 0, before ? pages : Infinity);
  return [];
}

/** Two mappings of anonymous memory stay two if both have an anon_vma, made while a page between them was missing. */
function keptApart(what: string, written: boolean, pages: number): string[] {
  if (!written) return [`${what}: nothing keeps it apart from its neighbour`];
  return pages < 2 ? [`${what}: a page is not enough to stay apart from what follows it`] : [];
}

const isMemfd = ({ backing }: Look): boolean => /^\/memfd:.* \(deleted\)$/.test(backing);

const isSharedAnonymous = ({ perms, backing }: Look): boolean => perms.endsWith('s') && backing === '';

/** The mappings of each piece of shared anonymous memory. */
const sharedObjects = (mappings: readonly Mapping[]): Iterable<Mapping[]> =>
  Map.groupBy(
    mappings.filter(({ look }) => isSharedAnonymous(look)),
    ({ look }) => `${look.opening} ${look.shift}`,
  ).values();

class Builder {
  readonly #page: bigint;
  readonly #mappings: readonly Mapping[];
  readonly #files = new Map<string, string>();
  readonly #lines: string[] = [];

  constructor(pageSize: number, mappings: readonly Mapping[]) {
    this.#page = BigInt(pageSize);
    this.#mappings = mappings;
  }

  lines(): readonly string[] {
    for (const pieces of sharedObjects(this.#mappings)) this.#sharedObject(pieces);
    const written = this.#mappings.filter((mapping) => mapping.written.length > 0);
    for (const mapping of written) this.#writtenMapping(mapping);
    for (const { start, pages, look, before } of written)
      if (before && isAnonymous(look)) this.#map(start + pages - 1, 1, WRITABLE, look);
    for (const { start, pages, look } of written)
      if (!look.perms.startsWith(WRITABLE)) this.#call('mprotect', start, pages, protOf(look.perms));
    for (const mapping of this.#mappings)
      if (mapping.written.length === 0 && !isSharedAnonymous(mapping.look))
        this.#map(mapping.start, mapping.pages, mapping.look.perms, mapping.look, mapping.behind);
    for (const mapping of this.#mappings) this.#marks(mapping);
    return this.#lines;
  }

  /**
   * A piece of shared anonymous memory. Where it is not mapped as a whole, all of it is mapped elsewhere first, and its parts
   * from there: an mremap from a length of 0 maps shared memory once more.
   */
  #sharedObject(parts: readonly Mapping[]): void {
    const [first, last] = [parts[0], parts.at(-1)];
    if (first === undefined || last === undefined) return;
    const page = (at: number): number => at + first.look.shift;
    if (parts.length === 1 && page(first.start) === 0) {
      this.#map(first.start, first.pages, first.look.perms, first.look);
      return;
    }
    const name = `shared${this.#names('shared') + 1}`;
    const all = this.#length(page(last.start + last.pages));
    this.#lines.push(`${name} = mmap(NULL, ${all}, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_ANONYMOUS, -1, 0)`);
    for (const { start, pages } of parts) {
      const from = page(start) === 0 ? name : `${name} + ${this.#length(page(start))}`;
      const to = this.#address(start);
      this.#lines.push(`mremap(${from}, 0, ${this.#length(pages)}, MREMAP_MAYMOVE|MREMAP_FIXED, ${to})`);
    }
    this.#lines.push(`munmap(${name}, ${all})`);
    for (const { start, pages, look } of parts)
      if (!look.perms.startsWith(WRITABLE)) this.#call('mprotect', start, pages, protOf(look.perms));
  }

  #names(prefix: string): number {
    return this.#lines.filter((line) => line.startsWith(prefix)).length;
  }

  /** What is to stay apart from its successor gets its last page only after both were written. */
  #writtenMapping({ start, pages, look, written, behind, before }: Mapping): void {
    const reached = start + pages - (before && isAnonymous(look) ? 1 : 0);
    this.#map(start, reached - start, WRITABLE, look, behind);
    for (const part of written) {
      const count = Math.min(part.start + part.pages, reached) - part.start;
      if (count === 1) this.#lines.push(`store(${this.#address(part.start)})`);
      else if (count > 1) this.#call('madvise', part.start, count, 'MADV_POPULATE_WRITE');
    }
  }

  #map(start: number, pages: number, perms: string, look: Look, anew = false): void {
    const shared = look.perms.endsWith('s');
    const anonymous = isAnonymous(look) || isSharedAnonymous(look);
    const flags = [
      shared ? 'MAP_SHARED' : 'MAP_PRIVATE',
      ...(anonymous ? ['MAP_ANONYMOUS'] : []),
      'MAP_FIXED',
      ...look.marks.flatMap((mark) => MAP_MARKS[mark] ?? []),
    ];
    const file = anonymous ? '-1' : this.#open(look, anew, start + pages);
    const offset = anonymous ? 0 : look.shift + start;
    this.#call('mmap', start, pages, protOf(perms), flags.join('|'), file, this.#length(offset));
  }

  /** The name of the descriptor that this look maps; mappings of one look share it unless they touch. */
  #open(look: Look, anew: boolean, end: number): string {
    const key = `${look.backing} ${look.opening}`;
    const known = this.#files.get(key);
    if (known !== undefined && !anew) return known;
    const name = `fd${this.#names('fd') + 1}`;
    this.#files.set(key, name);
    if (isMemfd(look)) {
      const path = look.backing.slice('/memfd:'.length, -' (deleted)'.length);
      this.#lines.push(`${name} = memfd_create(${JSON.stringify(path)}, 0)`);
      this.#lines.push(`ftruncate(${name}, ${this.#length(look.shift + end)})`);
    } else this.#lines.push(`${name} = openat(AT_FDCWD, ${JSON.stringify(look.backing)}, ${this.#modeOf(key)})`);
    return name;
  }

  /** A file is opened for writing where a shared mapping of it is, or may become, writable. */
  #modeOf(key: string): string {
    const writes = this.#mappings.some(
      ({ look }) =>
        `${look.backing} ${look.opening}` === key &&
        look.perms.endsWith('s') &&
        (look.perms[1] === 'w' || look.marks.includes('mw')),
    );
    return writes ? 'O_RDWR' : 'O_RDONLY';
  }

  #marks({ start, pages, look }: Mapping): void {
    for (const mark of look.marks) {
      const advice = ADVICE[mark];
      if (advice !== undefined) this.#call('madvise', start, pages, advice);
    }
    const name = /^\[anon:(.*)\]$/.exec(look.backing)?.[1];
    if (name !== undefined)
      this.#lines.push(
        `prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME, ${this.#address(start)}, ${this.#length(pages)}, ${JSON.stringify(name)})`,
      );
    if (look.marks.includes('lf')) this.#call('mlock2', start, pages, 'MLOCK_ONFAULT');
    else if (look.marks.includes('lo')) this.#call('mlock', start, pages);
    if (look.marks.includes('sl')) this.#call('mseal', start, pages, '0');
  }

  #call(name: string, start: number, pages: number, ...more: readonly string[]): void {
    this.#lines.push(`${name}(${[this.#address(start), this.#length(pages), ...more].join(', ')})`);
  }

  #address(page: number): string {
    return hex(BigInt(page) * this.#page);
  }

  #length(pages: number): string {
    return pages === 0 ? '0' : pages === 1 ? 'PAGE' : `${pages}*PAGE`;
  }
}

/** Memory is written while it is this, and gets its protection afterwards. */
const WRITABLE = 'rw-';

function protOf(perms: string): string {
  const words = [
    ...(perms[0] === 'r' ? ['PROT_READ'] : []),
    ...(perms[1] === 'w' ? ['PROT_WRITE'] : []),
    ...(perms[2] === 'x' ? ['PROT_EXEC'] : []),
  ];
  return words.length === 0 ? 'PROT_NONE' : words.join('|');
}
