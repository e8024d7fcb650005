/**
 * execve(2) of a program whose ELF file is known: what the kernel maps before the first instruction runs. Segments and their
 * uninitialised data, the dynamic linker, the kernel's own pages, the stack with arguments and environment on it, and where
 * heap and mappings are to begin. @kernel 6.18 fs/binfmt_elf.c, fs/exec.c
 *
 * Not modelled: what fails halfway (the kernel then kills the program), and static programs that want more than page alignment.
 */

import {
  MAP,
  NotModelled,
  PROT,
  VM_READ,
  addrOf,
  type Bytes,
  type CallPoint,
  type ElfImage,
  type ElfSegment,
  type Vpn,
} from '@mm-playground/api';
import { aslrOffsets, type AslrOffsets } from './aslr.ts';
import {
  POINTER,
  bprmMmInit,
  bytesOf,
  copyStrings,
  fit,
  insertVmStruct,
  setupArgPages,
  type Binprm,
} from './exec-stack.ts';
import { openPath } from '../files/file-calls.ts';
import type { OpenFile } from '../../files/file.ts';
import { getUnmappedArea } from '../../mm/get-unmapped-area.ts';
import { unborn } from '../../journal/journal.ts';
import { handleMmFault } from '../../memory/fault.ts';
import { doMmap } from '../mmap.ts';
import { locked } from '../../mm/mmap-lock.ts';
import type { MmStruct } from '../../mm/mm-struct.ts';
import { dynBase } from '../../mm/small-program.ts';
import { doMunmap } from '../../vma/munmap.ts';
import type { System } from '../../machine/system.ts';
import type { Owner } from '../../machine/task.ts';

/** struct linux_binprm: what is to be executed. */
export interface Program {
  readonly path: string;
  readonly image: ElfImage;
  readonly argv: readonly string[];
  readonly envp: readonly string[];
}

/** Where a file was loaded. Bytes. */
interface Loaded {
  /** What is added to the addresses of the file. */
  readonly bias: bigint;
  readonly image: ElfImage;
}

/** exec_binprm() up to where the old program is gone: an empty address space gets a stack with the strings on it. */
export function* prepareExec(mm: MmStruct, program: Program): Generator<CallPoint, Binprm, void> {
  const vma = yield* locked(mm, 'write', () => bprmMmInit(mm));
  return yield* copyStrings(mm, vma, program);
}

/** load_elf_binary(), once the address space is the task's. @throws NotModelled where the program does not fit */
export function* loadElfBinary(bprm: Binprm, owner: Owner, program: Program): Generator<CallPoint, void, void> {
  const { mm } = bprm;
  const { trace } = mm.sys;
  const offsets = aslrOffsets(mm, owner);
  const { path } = program;
  trace?.enter('load_elf_binary', { path });
  mm.touch('mmapBase').mmapBase = mm.sys.arch.layout.mmapBase(owner.limits.stack as Bytes, offsets.mmap);
  const stack = yield* locked(mm, 'write', () => setupArgPages(bprm, program, offsets));
  yield* locked(mm, 'write', () => mapProgram(mm, stack, program, offsets));
  trace?.exit('load_elf_binary');
}

/** What is mapped beside the stack, and the tables on it. The kernel lets go of mmap_lock between any two of them. */
function mapProgram(mm: MmStruct, stack: Binprm, program: Program, offsets: AslrOffsets): void {
  const { image, path } = program;
  const linker = image.interpreter;
  const main = loadImage(mm, image, openPath(mm.sys, path, 'rdonly'), programBias(mm, image, offsets));
  describeLayout(mm, main, offsets);
  if (linker !== undefined) loadImage(mm, linkerImage(mm.sys, linker), openPath(mm.sys, linker, 'rdonly'), null);
  mapSpecialPages(mm);
  createElfTables(mm, stack, program, offsets);
}

/** The dynamic linker that a program names. @throws NotModelled where it is not known */
export function linkerImage(sys: System, path: string): ElfImage {
  const image = sys.programs.get(path);
  if (image === undefined) throw new NotModelled('execve', `with the dynamic linker ${path}, which is not known`);
  return image;
}

const pageBytes = ({ sys }: MmStruct): bigint => 1n << BigInt(sys.arch.geometry.pageShift);
const pageStart = (mm: MmStruct, addr: bigint): bigint => addr & ~(pageBytes(mm) - 1n);
const pageEnd = (mm: MmStruct, addr: bigint): bigint => pageStart(mm, addr + pageBytes(mm) - 1n);

/**
 * Where a position-independent program with a dynamic linker goes: two thirds up the address space (ELF_ET_DYN_BASE), and
 * as much higher as chance wants. Without a linker it goes where any mapping would (null), as linkers do.
 */
function programBias(mm: MmStruct, { type, interpreter, segments }: ElfImage, { program }: AslrOffsets): bigint | null {
  if (type === 'exec') return 0n;
  const align = segments.reduce((most, segment) => (segment.align > most ? segment.align : most), pageBytes(mm));
  if (interpreter !== undefined) return (dynBase(mm) + BigInt(program) * pageBytes(mm)) & ~(align - 1n);
  if (align > pageBytes(mm)) throw new NotModelled('execve', 'of a static program with more than page alignment');
  return null;
}

/**
 * Maps all segments of a file. The first mapping of a movable one is as long as all of them, so that the others find their
 * place, and is then cut: elf_load().
 */
function loadImage(mm: MmStruct, image: ElfImage, file: OpenFile, wanted: bigint | null): Loaded {
  const [first] = image.segments;
  const last = image.segments.at(-1);
  if (first === undefined || last === undefined) throw new NotModelled('execve', 'of a program without segments');
  const base = pageStart(mm, first.vaddr);
  const whole = pageEnd(mm, last.vaddr + last.memorySize) - base;
  let bias = wanted;
  for (const segment of image.segments) {
    const isFirst = segment === first && image.type === 'dyn';
    const start = mapSegment(mm, segment, file, bias, isFirst ? whole : null);
    bias ??= start - base;
    zeroRest(mm, segment, bias);
  }
  return { bias: bias ?? 0n, image };
}

const accessOf = ({ access }: ElfSegment): bigint => {
  const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
  return (
    (access.includes('r') ? PROT_READ : 0n) |
    (access.includes('w') ? PROT_WRITE : 0n) |
    (access.includes('x') ? PROT_EXEC : 0n)
  );
};

/** elf_map(): the pages of a segment that are in the file. Returns where they begin. */
function mapSegment(
  mm: MmStruct,
  segment: ElfSegment,
  file: OpenFile,
  bias: bigint | null,
  whole: bigint | null,
): bigint {
  const at = pageStart(mm, segment.vaddr) + (bias ?? 0n);
  const size = pageEnd(mm, (segment.vaddr & (pageBytes(mm) - 1n)) + segment.fileSize);
  if (segment.fileSize === 0n) return at;
  const { MAP_PRIVATE, MAP_FIXED } = MAP.values;
  const request = { addr: bias === null ? 0n : at, prot: accessOf(segment), flags: MAP_PRIVATE, file };
  const flags = bias === null ? MAP_PRIVATE : MAP_PRIVATE | MAP_FIXED;
  const len = whole ?? size;
  const mapped = fit(doMmap(mm, { ...request, flags, len, offset: pageStart(mm, segment.offset) }), 'segment');
  const { pageShift } = mm.sys.arch.geometry;
  const rest = Number((len - size) >> BigInt(pageShift));
  if (rest > 0) doMunmap(mm, mapped.start + mapped.pages - rest, rest);
  return addrOf(mapped.start, pageShift);
}

/** Uninitialised data: the rest of the last page of the file is cleared, which copies it; the pages behind it are new. */
function zeroRest(mm: MmStruct, segment: ElfSegment, bias: bigint): void {
  const { vaddr, fileSize, memorySize } = segment;
  if (memorySize <= fileSize) return;
  const from = vaddr + fileSize + bias;
  const next = pageEnd(mm, from);
  if (fileSize > 0n && from !== next && segment.access.includes('w')) writePage(mm, from);
  const end = pageEnd(mm, vaddr + memorySize + bias);
  if (end <= next) return;
  const { MAP_PRIVATE, MAP_ANONYMOUS, MAP_FIXED } = MAP.values;
  const flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED;
  const { PROT_READ, PROT_WRITE, PROT_EXEC } = PROT.values;
  const prot = PROT_READ | PROT_WRITE | (segment.access.includes('x') ? PROT_EXEC : 0n);
  fit(doMmap(mm, { addr: next, len: end - next, prot, flags, file: null, offset: 0n }), 'uninitialised data');
  const vma = mm.vmas.load(Number(next >> BigInt(mm.sys.arch.geometry.pageShift)));
  const { heapFlags } = mm.sys.arch;
  // It is made as the heap is: vm_brk_flags().
  if (vma !== null && heapFlags !== undefined) vma.touch('flags').flags = vma.flags.or(heapFlags);
}

/** The kernel writes to a page of the program. */
function writePage(mm: MmStruct, addr: bigint): void {
  const page = Number(addr >> BigInt(mm.sys.arch.geometry.pageShift)) as Vpn;
  const vma = mm.vmas.load(page);
  if (vma !== null) handleMmFault(mm, vma, page, true);
}

/** What /proc/PID/stat and brk(2) know of the program. The heap of one that went where mappings go is moved away from them. */
function describeLayout(mm: MmStruct, { bias, image }: Loaded, { brk }: AslrOffsets): void {
  const ends = image.segments.map((segment) => ({ ...segment, end: segment.vaddr + segment.fileSize }));
  const code = ends.filter(({ access }) => access.includes('x'));
  const least = (all: readonly bigint[]): bigint => all.reduce((a, b) => (a < b ? a : b));
  const most = (all: readonly bigint[]): bigint => all.reduce((a, b) => (a > b ? a : b), 0n);
  const moved = image.type === 'dyn' && image.interpreter === undefined;
  const end = bias + most(image.segments.map(({ vaddr, memorySize }) => vaddr + memorySize));
  const heap = pageEnd(mm, moved ? dynBase(mm) : end) + BigInt(brk) * pageBytes(mm);
  Object.assign(mm.sys.journal.touch(mm), {
    startCode: bias + least(code.map(({ vaddr }) => vaddr)),
    endCode: bias + most(code.map((segment) => segment.end)),
    startData: bias + most(image.segments.map(({ vaddr }) => vaddr)),
    endData: bias + most(ends.map((segment) => segment.end)),
    startBrk: heap,
    brk: heap,
  });
}

/** arch_setup_additional_pages(): [vdso] and what it reads, side by side where a mapping of their size would go. */
function mapSpecialPages(mm: MmStruct): void {
  const { specialMappings } = mm.sys.arch.layout;
  const pages = specialMappings.reduce((sum, area) => sum + area.pages, 0);
  const request = { file: null, sharedAnonymous: false, addr: 0, pgoff: 0, fixed: false, only32bit: false };
  let top = fit(getUnmappedArea(mm, { ...request, pages, flags: VM_READ }), 'vdso') + pages;
  for (const { name, flags, pages: size } of specialMappings) {
    const [start, end] = [(top - size) as Vpn, top as Vpn];
    const vma = mm.newVma({ start, end, flags, pgoff: 0, ops: 'special', file: null });
    unborn(vma).name = name;
    fit(insertVmStruct(mm, vma), 'vdso');
    top -= size;
  }
}

/** AT_RANDOM */
const RANDOM_BYTES = 16n;
const STACK_ALIGN = 16n;

/** create_elf_tables(): below the strings the auxiliary vector, the pointers to the strings and the number of arguments. */
function createElfTables(mm: MmStruct, { argStart, envEnd }: Binprm, program: Program, offsets: AslrOffsets): void {
  const { auxv } = mm.sys.arch;
  if (auxv === undefined) throw new NotModelled('execve', `on ${mm.sys.arch.id}, whose auxiliary vector is not known`);
  const { entries, platform } = auxv;
  const strings = (argStart - BigInt(offsets.stackPointer)) & ~(STACK_ALIGN - 1n);
  const names = strings - bytesOf(platform === '' ? [] : [platform]) - RANDOM_BYTES;
  const pointers = BigInt(program.argv.length + program.envp.length + 3);
  const start = (names - (2n * BigInt(entries) + pointers) * POINTER) & ~(STACK_ALIGN - 1n);
  Object.assign(mm.sys.journal.touch(mm), { startStack: start, argStart, envEnd });
  for (let at = pageStart(mm, start); at < argStart; at += pageBytes(mm)) writePage(mm, at);
}
