/**
 * What a log leaves open. When a prediction differs from what was recorded, these are the assumptions under which the call
 * could have gone as recorded: the session tries them in turn and lists the one that it kept.
 */

import {
  FCNTL,
  MAP,
  MREMAP,
  VM_GROWSDOWN,
  addrOf,
  hex,
  isErrno,
  isPageAligned,
  vpnOf,
  type Assumption,
  type Bytes,
  type Errno,
  type Inference,
  type ModelCall,
  type Vpn,
} from '@mm-playground/api';
import type { Args } from '../machine/args.ts';
import { NEEDS_MAPPED, touchedVmas } from '../machine/call-ranges.ts';
import { fileOf } from '../syscalls/files/file-calls.ts';
import { Inode, OpenFile, type OpenMode } from '../files/file.ts';
import { isBeyondEof } from '../memory/page-cache.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { expandDownwards } from '../mm/stack.ts';
import type { Task } from '../machine/task.ts';
import { fillUnknown, forgetUnknown, isOnlyUnknown, placeUnknown } from './unknown-memory.ts';
import type { VmArea } from '../vma/vm-area.ts';
import { isComplete } from './written.ts';

/** An assumption of this model: what to do when it is taken. */
export interface ModelAssumption extends Assumption {
  apply(): void;
}

const assumption = (kind: Inference['kind'], what: string, apply: () => void): ModelAssumption => ({
  inference: { kind, what },
  apply,
});

/** Most likely first. */
export function alternativesOf(task: Task, args: Args, call: ModelCall): ModelAssumption[] {
  return [
    ...openFileAlternatives(task, args, call).flatMap((each) => [each, ...adopting(task.mm, args, call, each)]),
    ...stackAlternatives(task.mm, args, call),
    ...longerFileAlternatives(task.mm, args, call),
    ...(task.mm.unknown ? followAlternatives(task, args, call) : []),
  ];
}

/** The same, at the address that the log shows. */
function adopting(mm: MmStruct, args: Args, call: ModelCall, file: ModelAssumption): ModelAssumption[] {
  if (!mm.unknown || call.recorded?.kind !== 'value') return [];
  const adopted = adoptAddress(mm, args, call, call.recorded.value);
  if (adopted === null) return [];
  return [
    assumption(file.inference.kind, `${file.inference.what}; ${adopted.inference.what}`, () => {
      file.apply();
      adopted.apply();
    }),
  ];
}

/** The file of a mapping could be of another kind than its path says, or be sealed, or have been opened otherwise. */
function openFileAlternatives(task: Task, args: Args, call: ModelCall): ModelAssumption[] {
  if (call.name !== 'mmap' || (args.word(3) & MAP.values.MAP_ANONYMOUS) !== 0n) return [];
  const found = (): OpenFile | Errno => fileOf(task, args.at(4), args.int(4));
  const known = found();
  if (isErrno(known)) return unknownDescriptor(task, args, call);
  return [...inodeAlternatives(task, found, call), ...(known.assumed ? modeAlternatives(task, args, known) : [])];
}

/** A log of memory calls alone shows mappings of descriptors that it never saw opened. */
function unknownDescriptor(task: Task, args: Args, call: ModelCall): ModelAssumption[] {
  const { mm, files } = task;
  const fd = args.int(4);
  const { recorded } = call;
  if (args.at(4).kind === 'fd' || fd < 0 || files.get(fd) !== undefined || recorded === undefined) return [];
  const cannotBeMapped = recorded.kind === 'errno' && recorded.name === 'ENODEV';
  if (recorded.kind !== 'value' && !cannotBeMapped) return [];
  const kind = cannotBeMapped ? 'unmappable' : 'regular';
  return [
    assumption('open file', `descriptor ${fd} was opened, which the log does not show`, () => {
      const { sys } = mm;
      const inode = new Inode(sys.nextId('inode'), { kind, size: null });
      sys.journal.touch(files).set(fd, new OpenFile(sys.nextId('file'), inode, `descriptor ${fd}`, 'rdwr', true));
    }),
  ];
}

/** A path does not tell a directory from a file, and calls that seal a memfd need not be in the log. */
function inodeAlternatives(task: Task, found: () => OpenFile | Errno, call: ModelCall): ModelAssumption[] {
  const file = found();
  if (isErrno(file) || call.recorded?.kind !== 'errno') return [];
  const change = (what: string, apply: (inode: Inode) => void): ModelAssumption[] => [
    assumption('open file', `${file.shownPath} ${what}`, () => {
      const again = found();
      if (!isErrno(again)) apply(task.mm.sys.journal.touch(again.inode));
    }),
  ];
  if (call.recorded.name === 'ENODEV') return change('cannot be mapped', (inode) => (inode.kind = 'unmappable'));
  if (call.recorded.name !== 'EPERM' || file.inode.kind !== 'shmem') return [];
  return change('was sealed', (inode) => (inode.seals |= FCNTL.F_SEAL_FUTURE_WRITE));
}

/** The file could have been opened otherwise than read-only before the log began. */
function modeAlternatives(task: Task, args: Args, known: OpenFile): ModelAssumption[] {
  const arg = args.at(4);
  const { sys } = task.mm;
  const modes: OpenMode[] = ['rdwr', 'wronly', 'rdonly'];
  return modes
    .filter((mode) => mode !== known.mode)
    .map((mode) =>
      assumption('open file', `${known.shownPath} was opened ${mode}`, () => {
        const file = fileOf(task, arg, args.int(4));
        if (!isErrno(file)) sys.journal.touch(file).mode = mode;
      }),
    );
}

/** A call that found memory just below a stack found what the stack had grown to. */
function stackAlternatives(mm: MmStruct, args: Args, call: ModelCall): ModelAssumption[] {
  if (!NEEDS_MAPPED.has(call.name)) return [];
  const page = vpnOf(args.word(0), mm.sys.arch.geometry.pageShift);
  const stack = mm.vmas.find(page);
  if (stack === null || stack.start <= page || !stack.flags.has(VM_GROWSDOWN)) return [];
  return [
    assumption('stack grown', `the stack grew down to ${hex(args.word(0))}`, () => {
      expandDownwards(mm, stack, page);
    }),
  ];
}

/** Calls that write to a file need not be in the log, and other programs' never are: what could be read was in the file. */
function longerFileAlternatives(mm: MmStruct, args: Args, call: ModelCall): ModelAssumption[] {
  if (call.recorded?.kind !== 'value') return [];
  const tooShort = (): OpenFile[] =>
    touchedVmas(mm, args, call.name).flatMap((vma) => (vma.file !== null && isCutShort(vma) ? [vma.file] : []));
  const paths = new Set(tooShort().map(({ shownPath }) => shownPath));
  if (paths.size === 0) return [];
  const what = `${[...paths].join(' and ')} ${paths.size === 1 ? 'is' : 'are'} longer than the log shows`;
  return [
    assumption('open file', what, () => {
      for (const { inode } of tooShort()) mm.sys.journal.touch(inode).size = null;
    }),
  ];
}

/** Whether the file ends before its mapping. Where all accesses are in the log, so is what made the file longer. */
const isCutShort = (vma: VmArea): boolean =>
  vma.file !== null && !isComplete(vma) && isBeyondEof(vma.mm.sys, vma.file.inode, vma.pgoffOf(vma.end - 1));

function followAlternatives(task: Task, args: Args, call: ModelCall): ModelAssumption[] {
  const { mm } = task;
  if (call.recorded?.kind === 'errno') return inTheWay(mm, args, call.name, call.recorded.name);
  if (call.recorded?.kind !== 'value') return [];
  const cleared = outOfTheWay(mm, args, call);
  if (cleared !== null) return [cleared];
  const adopted = adoptAddress(mm, args, call, call.recorded.value);
  const range = unknownRange(mm, args, call);
  if (adopted === null) return range === null ? [] : [range];
  if (range === null) return [adopted];
  const both = assumption('unknown range', `${range.inference.what}; ${adopted.inference.what}`, () => {
    range.apply();
    adopted.apply();
  });
  return [adopted, range, both];
}

/** Something that the log never mapped kept a mapping from growing where it is, or from being made where it was to be. */
function inTheWay(mm: MmStruct, args: Args, name: string, errno: string): ModelAssumption[] {
  const shift = mm.sys.arch.geometry.pageShift;
  const at =
    name === 'mremap' && errno === 'ENOMEM'
      ? behind(mm, args)
      : name === 'mmap' && errno === 'EEXIST'
        ? vpnOf(args.word(0), shift)
        : null;
  if (at === null || mm.vmas.intersects(at, at + 1)) return [];
  return [
    assumption('unknown range', `${hex(addrOf(at, shift))} was mapped before the log began`, () => {
      placeUnknown(mm, at, (at + 1) as Vpn);
    }),
  ];
}

/** What was taken to be behind a mapping, when that could not grow, is not there where it has grown. */
function outOfTheWay(mm: MmStruct, args: Args, call: ModelCall): ModelAssumption | null {
  if (call.name !== 'mremap' || call.recorded?.kind !== 'value' || call.recorded.value !== args.word(0)) return null;
  const from = behind(mm, args);
  if (from === null) return null;
  const shift = mm.sys.arch.geometry.pageShift;
  const to = vpnOf(args.word(0) + args.word(2) + (1n << BigInt(shift)) - 1n, shift);
  if (!isOnlyUnknown(mm, from, to)) return null;
  return assumption('unknown range', `nothing is mapped from ${hex(addrOf(from, shift))} on any more`, () => {
    forgetUnknown(mm, from, to);
  });
}

/** The page behind what mremap() is asked to enlarge; null where it is not. */
function behind(mm: MmStruct, args: Args): Vpn | null {
  const [old, wanted] = [args.word(1), args.word(2)];
  const shift = mm.sys.arch.geometry.pageShift;
  return wanted > old ? vpnOf(args.word(0) + old + (1n << BigInt(shift)) - 1n, shift) : null;
}

/** The address that the kernel chose, or the break that it told. */
function adoptAddress(mm: MmStruct, args: Args, call: ModelCall, address: bigint): ModelAssumption | null {
  const { sys } = mm;
  const shift = sys.arch.geometry.pageShift;
  const chosen = (): ModelAssumption =>
    assumption('adopted address', `the kernel chose ${hex(address)}`, () => {
      sys.adoptedAddress = vpnOf(address, shift);
    });
  switch (call.name) {
    case 'mmap':
      return (args.word(3) & (MAP.values.MAP_FIXED | MAP.values.MAP_FIXED_NOREPLACE)) === 0n ? chosen() : null;
    case 'shmat':
      return args.word(1) === 0n ? chosen() : null;
    case 'mremap':
      if ((args.wordOr(3, 0n) & MREMAP.values.MREMAP_FIXED) !== 0n || address === args.word(0)) return null;
      return assumption('adopted address', `the kernel chose ${hex(address)}`, () => {
        // It would have grown where it was, had nothing been behind it.
        const next = behind(mm, args);
        if (next !== null && !mm.vmas.intersects(next, next + 1)) placeUnknown(mm, next, (next + 1) as Vpn);
        sys.adoptedAddress = vpnOf(address, shift);
      });
    case 'brk':
      return assumption('adopted address', `the break is at ${hex(address)}`, () => adoptBreak(mm, address as Bytes));
    default:
      return null;
  }
}

/** What brk(2) answers is where the break is; the first answer is also where the heap begins. */
function adoptBreak(mm: MmStruct, brk: Bytes): void {
  if (mm.startBrk === 0n || mm.startBrk > brk) mm.touch('startBrk').startBrk = brk;
  mm.touch('brk').brk = brk;
}

/** What the log never mapped is taken as mapped. */
function unknownRange(mm: MmStruct, args: Args, call: ModelCall): ModelAssumption | null {
  const shift = mm.sys.arch.geometry.pageShift;
  if (!NEEDS_MAPPED.has(call.name)) return null;
  const addr = args.word(0);
  const len = args.word(1);
  if (!isPageAligned(addr, shift) && !call.name.includes('lock')) return null;
  const start = vpnOf(addr, shift);
  const end = vpnOf(addr + len + (1n << BigInt(shift)) - 1n, shift);
  const holes = holesIn(mm, start, end);
  if (holes.length === 0) return null;
  return assumption('unknown range', `${hex(addr)} and ${hex(len)} bytes on were mapped before the log began`, () => {
    for (const hole of holes) fillUnknown(mm, hole.start, hole.end);
  });
}

function holesIn(mm: MmStruct, start: Vpn, end: Vpn): { start: Vpn; end: Vpn }[] {
  const holes: { start: Vpn; end: Vpn }[] = [];
  let at = start;
  for (const vma of mm.vmas.inRange(start, end)) {
    if (vma.start > at) holes.push({ start: at, end: vma.start });
    at = vma.end;
  }
  if (at < end) holes.push({ start: at, end });
  return holes;
}
