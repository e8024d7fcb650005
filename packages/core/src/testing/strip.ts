/**
 * Strips: an address space as a picture, one letter a page, in and out.
 *
 * ```ts
 * const mm = mmOf('ww.rr');
 * expect(mm.mmap(2, 1)).toBe(2);
 * expect(draw(mm)).toBe('www|rr');
 * ```
 *
 * The pictures are those of the script language (`@mm-playground/script`), with letters of their own.
 *
 * A strip is a machine with one small program, whose *arena* is drawn: pages are counted from {@link ARENA}. `.` is a hole,
 * `|` stands between neighbouring VMAs. Upper case: the VMA has an anon_vma; in a picture to build, the page is written.
 * Everything is made and changed by system calls, and validate_mm() is asked after each of them.
 */

import { x8664 } from '@mm-playground/arch-x86-64';
import { mapleIndex } from '@mm-playground/maple-tree';
import { drawPicture, parsePicture, type PictureRun } from '@mm-playground/script';
import {
  NO_SYSTEM_FACTS,
  drain,
  hex,
  MADV,
  MAP,
  MCL,
  MREMAP,
  MS,
  parseSmapsFlags,
  PROT,
  RLIMIT,
  VM_EXEC,
  VM_GROWSDOWN,
  VM_MAYSHARE,
  VM_READ,
  VM_WRITE,
  type Architecture,
  type ArgValue,
  type CallResult,
  type Counters,
  type ElfImage,
  type InitialState,
  type Limits,
  type Machine,
  type MapsRow,
  type MmView,
  type RecordedResult,
  type SystemFacts,
  type VmaView,
} from '@mm-playground/api';
import type { KernelGeneration } from '../kernels/generation.ts';
import { v6_18 } from '../kernels/v6-18.ts';
import { linuxModel } from '../plugin.ts';

/** Bytes of a page. */
export const PAGE = 4096n;
/** Where page 0 of every strip is: far below what the kernel places by itself. */
export const ARENA = 0x1000_0000n;
/** Pages that count as arena: results beyond are told as addresses. */
const ARENA_PAGES = 0x1_0000;

/** The address of a page of the arena. */
export const at = (page: number): bigint => ARENA + BigInt(page) * PAGE;

/**
 * Letters: private anonymous memory `---` is n, `r--` r, `rw-` w, `r-x` x, `rwx` e, `-w-` o; a private mapping of a file
 * is f, anything shared s, what grows down g.
 */
type Letter = keyof typeof PROT_OF_KIND;

/** What a strip's machine is made with. */
export interface StripOptions {
  /** 6.18 where nothing is said. */
  readonly kernel?: KernelGeneration;
  /** x86-64 where nothing is said. Pages must have 4 KiB. */
  readonly arch?: Architecture;
  readonly system?: Partial<SystemFacts>;
  readonly limits?: Limits;
  /** Accesses that no call shows are possible, as in a log of system calls: what can be written counts as written. */
  readonly unseen?: boolean;
  /** What execve can execute. */
  readonly programs?: ReadonlyMap<string, ElfImage>;
  readonly aslrSeed?: number;
  /** Begins with these VMAs, `rd wr ac` and the like by arena pages, instead of a small program. */
  readonly adopt?: readonly { readonly start: number; readonly end: number; readonly flags: string }[];
}

/**
 * What a call gave: 0 or another small number, a page of the arena, an address elsewhere as `0x...`, the name of an errno,
 * or a signal with its code.
 */
export type Outcome = number | string;

/** An argument as a test writes it. */
export type StripArg = bigint | string | ArgValue;

/** A machine with nobody on it yet, whose every access is known where nothing else is said. */
export function bareMachine(options: StripOptions = {}): Machine {
  const {
    kernel = v6_18,
    arch = x8664.configure({}),
    system = {},
    limits = {},
    unseen = false,
    programs,
    aslrSeed,
  } = options;
  return linuxModel.createMachine({
    kernel,
    arch,
    index: mapleIndex,
    system: { ...NO_SYSTEM_FACTS, ...system },
    limits,
    completeAccesses: unseen ? [] : [{ start: 0n, end: 1n << 47n }],
    assume: unseen ? 'written' : 'untouched',
    ...(programs !== undefined && { programs }),
    ...(aslrSeed !== undefined && { aslrSeed }),
  });
}

function stateOf(vmas: NonNullable<StripOptions['adopt']>): InitialState {
  const smaps = vmas.map(({ start, end, flags }, line) => {
    const maps: MapsRow = {
      start: at(start),
      end: at(end),
      perms: 'rw-p',
      offset: 0n,
      device: '00:00',
      inode: 0n,
      name: '',
    };
    const row = {
      maps,
      sizes: {},
      thpEligible: undefined,
      protectionKey: undefined,
      flags: parseSmapsFlags(flags).flags,
    };
    return { line, row };
  });
  const span = { line: 1, column: 1, length: 0 };
  return { span, layout: {}, maps: smaps.map(({ line, row }) => ({ line, row: row.maps })), smaps, status: undefined };
}

const protOf = (letters: string): bigint =>
  [...letters].reduce((prot, letter) => prot | PROT_LETTERS[letter as keyof typeof PROT_LETTERS], 0n);

const PROT_LETTERS = { r: PROT.values.PROT_READ, w: PROT.values.PROT_WRITE, x: PROT.values.PROT_EXEC };

const wordsOf = (words: string, prefix: string, values: Readonly<Record<string, bigint>>): bigint =>
  words
    .split('|')
    .filter((word) => word !== '')
    .reduce((all, word) => all | known(values[prefix + word], prefix + word), 0n);

function known(value: bigint | undefined, name: string): bigint {
  if (value === undefined) throw new RangeError(`there is no ${name}`);
  return value;
}

const NOTHING_ELSE = 'PRIVATE|ANONYMOUS|FIXED';

/** One address space with a drawn arena. Pages and lengths are pages; methods have the names of the calls. */
export class Strip {
  readonly machine: Machine;
  /** Whose address space it is; a fork goes on in the child, as in a script. */
  task = '';
  readonly #before: Counters;

  constructor(options: StripOptions = {}) {
    this.machine = bareMachine(options);
    if (options.adopt === undefined) this.machine.boot(this.task);
    else this.machine.adopt(this.task, stateOf(options.adopt));
    this.#before = this.view.counters;
  }

  get view(): MmView {
    return this.machine.view(this.task);
  }

  /** What the counters have more than those of the program that was just started. */
  get counters(): Counters {
    const now: Counters = this.view.counters;
    const names = Object.keys(now) as (keyof Counters)[];
    return Object.fromEntries(names.map((name) => [name, now[name] - this.#before[name]])) as unknown as Counters;
  }

  /** The VMAs of the arena, ascending. */
  get vmas(): readonly VmaView[] {
    const start = Number(ARENA / PAGE);
    return this.view.vmas.filter((vma) => vma.start >= start && vma.start < start + ARENA_PAGES);
  }

  /** The VMA at a page. @throws RangeError where there is none */
  vma(page: number): VmaView {
    const wanted = Number(at(page) / PAGE);
    const found = this.view.vmas.find((vma) => vma.start <= wanted && wanted < vma.end);
    if (found === undefined) throw new RangeError(`nothing is mapped at page ${page}`);
    return found;
  }

  /** `rd wr mr mw me ac`: the flags of the VMA at a page, as smaps shows them. */
  flags(page: number): string {
    return this.vma(page).flags.toSmaps().trim();
  }

  /** Page offset of the VMA at a page; for anonymous memory from the beginning of the arena, so that page 3 has 3. */
  pgoff(page: number): number {
    const { pgoff, file } = this.vma(page);
    return file === null ? pgoff - Number(ARENA / PAGE) : pgoff;
  }

  /** Any call, with byte arguments. @throws Error where it broke an invariant */
  call(name: string, ...args: StripArg[]): Outcome {
    return this.#make(name, args, undefined);
  }

  #make(name: string, args: readonly StripArg[], recorded: RecordedResult | undefined): Outcome {
    const call = { name, args: args.map(asArgument), recorded };
    const result = drain(this.machine.call(this.task, call, () => undefined));
    const broken = this.machine.validate();
    if (broken.length > 0) throw new Error(`${name}: ${broken.join('; ')}`);
    return outcomeOf(result);
  }

  /** `prot` is of the letters r, w and x; `flags` are MAP_* words; a null page leaves the choice to the kernel. */
  mmap(page: number | null, pages: number, prot = 'rw', flags = NOTHING_ELSE, fd = -1, offset = 0): Outcome {
    const bits = wordsOf(flags, 'MAP_', MAP.values);
    const start = page === null ? 0n : at(page);
    return this.call('mmap', start, BigInt(pages) * PAGE, protOf(prot), bits, BigInt(fd), BigInt(offset) * PAGE);
  }
  munmap(page: number, pages: number): Outcome {
    return this.call('munmap', at(page), BigInt(pages) * PAGE);
  }
  mprotect(page: number, pages: number, prot: string): Outcome {
    return this.call('mprotect', at(page), BigInt(pages) * PAGE, protOf(prot));
  }
  mremap(page: number, oldPages: number, newPages: number, flags = '', to = 0): Outcome {
    const bits = wordsOf(flags, 'MREMAP_', MREMAP.values);
    return this.call('mremap', at(page), BigInt(oldPages) * PAGE, BigInt(newPages) * PAGE, bits, at(to));
  }
  madvise(page: number, pages: number, advice: string): Outcome {
    return this.call('madvise', at(page), BigInt(pages) * PAGE, wordsOf(advice, 'MADV_', MADV.values));
  }
  mlock(page: number, pages: number): Outcome {
    return this.call('mlock', at(page), BigInt(pages) * PAGE);
  }
  munlock(page: number, pages: number): Outcome {
    return this.call('munlock', at(page), BigInt(pages) * PAGE);
  }
  mlockall(flags: string): Outcome {
    return this.call('mlockall', wordsOf(flags, 'MCL_', MCL.values));
  }
  mseal(page: number, pages: number): Outcome {
    return this.call('mseal', at(page), BigInt(pages) * PAGE, 0n);
  }
  msync(page: number, pages: number, flags: string): Outcome {
    return this.call('msync', at(page), BigInt(pages) * PAGE, wordsOf(flags, 'MS_', MS.values));
  }
  mincore(page: number, pages: number): Outcome {
    return this.call('mincore', at(page), BigInt(pages) * PAGE, { kind: 'raw', text: '[...]' });
  }
  load(page: number): Outcome {
    return this.call('load', at(page));
  }
  store(page: number): Outcome {
    return this.call('store', at(page));
  }
  /** The strip goes on in the child. */
  fork(): Outcome {
    return this.call('fork');
  }
  /** Sets both limits, or the soft one alone, in bytes. */
  limit(resource: keyof typeof RLIMIT.values, soft: bigint, hard: bigint = soft): Outcome {
    const fields = [
      ['rlim_cur', soft],
      ['rlim_max', hard],
    ] as const;
    const limits: ArgValue = {
      kind: 'struct',
      fields: fields.map(([name, value]) => ({ name, value: { kind: 'int', value } })),
      abbreviated: false,
    };
    return this.call('prlimit64', 0n, RLIMIT.values[resource], limits, 0n);
  }
  /** Opens a file and returns its descriptor. */
  open(path: string, mode: 'O_RDONLY' | 'O_WRONLY' | 'O_RDWR' = 'O_RDWR'): number {
    const flags = { O_RDONLY: 0n, O_WRONLY: 1n, O_RDWR: 2n }[mode];
    return Number(this.call('openat', -100n, { kind: 'string', value: path, abbreviated: false }, flags));
  }
  /** A memfd of so many pages; returns its descriptor. */
  memfd(pages: number): number {
    const fd = Number(this.call('memfd_create', { kind: 'string', value: 'm', abbreviated: false }, 2n));
    this.call('ftruncate', BigInt(fd), BigInt(pages) * PAGE);
    return fd;
  }
}

function asArgument(arg: StripArg): ArgValue {
  if (typeof arg === 'bigint') return { kind: 'int', value: arg };
  return typeof arg === 'string' ? { kind: 'string', value: arg, abbreviated: false } : arg;
}

function outcomeOf(result: CallResult): Outcome {
  switch (result.kind) {
    case 'value':
      return numberOrAddress(result.value);
    case 'errno':
      return result.errno.name;
    case 'signal':
      return `${result.signal} ${result.code}`;
    case 'none':
      return 'does not return';
  }
}

function numberOrAddress(value: bigint): Outcome {
  if (value >= ARENA && value < at(ARENA_PAGES) && value % PAGE === 0n) return Number((value - ARENA) / PAGE);
  return value < ARENA ? Number(value) : hex(value);
}

/** Pages of a picture that are built as one mapping. */
interface Run {
  readonly start: number;
  readonly letters: string;
  /** Directly before another run of the same kind, of which `|` keeps it apart. */
  readonly apart: boolean;
}

/**
 * An address space that looks like `picture`. Written neighbours share an anon_vma, as they would, unless `|` stands between
 * two runs of one letter: `WW|W` are VMAs that only their anon_vmas keep apart (the left one needs two pages).
 *
 * @throws RangeError where no sequence of calls makes the picture
 */
export function mmOf(picture: string, options: StripOptions = {}): Strip {
  const strip = new Strip(options);
  const runs = runsOf(picture);
  const written = runs.filter(({ letters }) => /[A-Z]/.test(letters));
  for (const run of written) buildWritten(strip, run);
  for (const { start, letters, apart } of written) if (apart) strip.mmap(start + letters.length - 1, 1);
  for (const run of written) if (!'wf'.includes(kindOf(run))) protect(strip, run);
  for (const run of runs) if (!written.includes(run)) buildPlain(strip, run);
  const drawn = draw(strip);
  const expected = pictureOf(runs);
  if (drawn !== expected) throw new RangeError(`${picture} cannot be built, this became ${drawn}`);
  return strip;
}

const kindOf = ({ letters }: Run): Letter => letters[0]?.toLowerCase() as Letter;

const PROT_OF_KIND = { n: '', r: 'r', w: 'rw', x: 'rx', e: 'rwx', o: 'w', f: 'rw', s: 'rw', g: 'rw' } as const;

const protect = (strip: Strip, run: Run): Outcome =>
  strip.mprotect(run.start, run.letters.length, PROT_OF_KIND[kindOf(run)]);

/** A picture is read as the script language reads it; pages of one kind are one run, whether they are written or not. */
function runsOf(picture: string): Run[] {
  const runs: Run[] = [];
  for (const { start, pages, letter, apart } of parsePicture(picture)) {
    const letters = letter.repeat(pages);
    const last = runs.at(-1);
    const goesOn = !apart && last?.letters[0]?.toLowerCase() === letter.toLowerCase() && endOf(last) === start;
    if (goesOn && last !== undefined) runs[runs.length - 1] = { ...last, letters: last.letters + letters };
    else runs.push({ start, letters, apart: false });
  }
  return runs.map((run, i) => {
    const next = runs[i + 1];
    const apart = next?.start === endOf(run) && kindOf(next) === kindOf(run);
    return { ...run, apart: apart && /[A-Z]/.test(run.letters) };
  });
}

const endOf = ({ start, letters }: Run): number => start + letters.length;

/** Written pages: while they are written nothing of the same kind may lie directly behind a run that is to stay apart. */
function buildWritten(strip: Strip, run: Run): void {
  const { start, letters, apart } = run;
  const pages = letters.length - (apart ? 1 : 0);
  if (kindOf(run) === 'f') mapFile(strip, start, pages);
  else strip.mmap(start, pages);
  for (let i = 0; i < pages; i++) if (/[A-Z]/.test(letters[i] ?? '')) strip.store(start + i);
}

function buildPlain(strip: Strip, run: Run): void {
  const { start, letters } = run;
  const kind = kindOf(run);
  if (kind === 'f') mapFile(strip, start, letters.length);
  else strip.mmap(start, letters.length, PROT_OF_KIND[kind], MAP_OF_KIND[kind] ?? NOTHING_ELSE);
}

const MAP_OF_KIND: { readonly [L in Letter]?: string } = {
  s: 'SHARED|ANONYMOUS|FIXED',
  g: 'PRIVATE|ANONYMOUS|FIXED|GROWSDOWN',
};

/** Each run opens the file anew, so that two of them are never one mapping; page 3 of the arena maps page 3 of the file. */
const mapFile = (strip: Strip, start: number, pages: number): Outcome =>
  strip.mmap(start, pages, 'rw', 'PRIVATE|FIXED', strip.open('/data', 'O_RDONLY'), start);

/** What {@link draw} says of the picture once it is built: a VMA is written as a whole. */
const pictureOf = (runs: readonly Run[]): string =>
  drawnPages(
    runs.map(({ start, letters }) => {
      const [letter = ''] = /[A-Z]/.test(letters) ? letters.toUpperCase() : letters;
      return { start, pages: letters.length, letter };
    }),
  );

/** Page by page, and each VMA apart from its neighbour. */
const drawnPages = (runs: readonly Omit<PictureRun, 'apart'>[]): string =>
  drawPicture(
    runs.map((run) => ({ ...run, apart: true })),
    { longest: Infinity },
  );

/** The arena as a picture, up to its last mapped page. */
export function draw(strip: Strip, view: MmView = strip.view): string {
  const first = Number(ARENA / PAGE);
  return drawnPages(
    view.vmas
      .filter(({ start }) => start >= first && start < first + ARENA_PAGES)
      .map((vma) => ({ start: vma.start - first, pages: vma.end - vma.start, letter: letterOf(vma) })),
  );
}

function letterOf(vma: VmaView): string {
  const letter = kindOfVma(vma);
  return vma.anonVma === null ? letter : letter.toUpperCase();
}

function kindOfVma({ flags, file }: VmaView): Letter {
  if (flags.has(VM_GROWSDOWN)) return 'g';
  if (flags.has(VM_MAYSHARE)) return 's';
  if (file !== null) return 'f';
  const [read, write, exec] = [VM_READ, VM_WRITE, VM_EXEC].map((flag) => flags.has(flag));
  if (write) return exec ? 'e' : read ? 'w' : 'o';
  return exec ? 'x' : read ? 'r' : 'n';
}
