/**
 * Asynchronous I/O as far as an address space sees it: a context of io_setup is a ring of events that is mapped into the
 * program, and its id is the address of that mapping, wherever mremap moves it. @kernel 6.18 fs/aio.c
 *
 * Not modelled: what the machine's other programs take of fs.aio-max-nr, and machines of more than 15 processors, where small
 * rings are larger.
 */

import {
  EAGAIN,
  EINVAL,
  ENOMEM,
  MAP,
  NotModelled,
  PROT,
  addrOf,
  bytesIn,
  isErrno,
  pagesIn,
  type Errno,
} from '@mm-playground/api';
import { Inode, OpenFile } from '../files/file.ts';
import { accessUnderMmapLock } from '../memory/fault.ts';
import { frameOf } from '../memory/rmap.ts';
import { findOrAddPage } from '../memory/page-cache.ts';
import type { PageFrame } from '../memory/page-frame.ts';
import { decodeSlot, walkTo } from '../memory/page-table.ts';
import { atOnce, truncateInode } from '../memory/truncate.ts';
import { doMmap } from './mmap.ts';
import type { MmStruct } from '../mm/mm-struct.ts';
import { doMunmap } from '../vma/munmap.ts';
import { traced } from '../machine/system.ts';
import type { VmArea } from '../vma/vm-area.ts';

/** struct kioctx. Immutable: a change replaces it in its list. */
export interface IoContext {
  /** First page of the ring: its user_id. */
  readonly start: number;
  readonly pages: number;
  /** Events that were asked for. */
  readonly events: number;
  readonly file: OpenFile;
  /** Its number, which stands in the first page of the ring. */
  readonly number: number;
}

/** fs.aio-max-nr */
const MOST_EVENTS = 0x1_0000;
const EVENT_BYTES = 32;
/** Before the events; as large as one. */
const HEADER_BYTES = 32;
const MOST_RING_BYTES = 0x1000_0000;
/** Each processor may hold some events back: no ring is for fewer. Up to 15 processors give one page. */
const LEAST_EVENTS = 60;

/**
 * io_setup(2): makes a context for at least so many events, of 32 bits.
 *
 * @returns its id: the address of its ring. @errno EINVAL none, or too many for a ring @errno EAGAIN more than the machine has
 * @errno ENOMEM no room
 */
export const doIoSetup = traced(
  'ioctx_alloc',
  (mm: MmStruct, events: number): bigint | Errno => {
    if (events === 0) return EINVAL;
    const doubled = Number(BigInt.asUintN(32, 2n * BigInt(Math.max(events, LEAST_EVENTS))));
    if (doubled > MOST_RING_BYTES / EVENT_BYTES) return EINVAL;
    if (doubled === 0 || events > MOST_EVENTS) return EAGAIN;
    const ring = setupRing(mm, events, HEADER_BYTES + EVENT_BYTES * (doubled + 2));
    if (isErrno(ring)) return ENOMEM;
    if (eventsOf(mm) + events > MOST_EVENTS) {
      doMunmap(mm, ring.start, ring.pages);
      return EAGAIN;
    }
    mm.touch('ioContexts').ioContexts = [...mm.ioContexts, ring];
    return addrOf(ring.start as never, mm.sys.arch.geometry.pageShift);
  },
  (_mm, events) => ({ events }),
);

/** Events of all contexts that the model knows: aio_nr. */
const eventsOf = ({ sys }: MmStruct): number =>
  sys.addressSpaces().reduce((sum, mm) => mm.ioContexts.reduce((all, context) => all + context.events, sum), 0);

/** aio_setup_ring(): a file whose pages are all there, mapped shared. */
const setupRing = traced('aio_setup_ring', (mm: MmStruct, events: number, bytes: number): IoContext | Errno => {
  const { sys } = mm;
  const pages = pagesIn(BigInt(bytes), sys.arch.geometry.pageShift);
  const len = bytesIn(pages, sys.arch.geometry.pageShift);
  const inode = new Inode(sys.nextId('inode'), { kind: 'aio', size: len, noexec: true });
  sys.journal.touch(inode).deleted = true;
  const file = new OpenFile(sys.nextId('file'), inode, '/[aio]', 'rdwr', false);
  for (let pgoff = 0; pgoff < pages; pgoff++) findOrAddPage(sys, inode, pgoff);
  const prot = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
  const mapped = doMmap(mm, { addr: 0n, len, prot, flags: MAP.values.MAP_SHARED, file, offset: 0n });
  return isErrno(mapped) ? mapped : { start: mapped.start, pages, events, file, number: freeNumber(mm) };
});

/** ioctx_add_table(): the lowest number that no context of the process has. */
function freeNumber({ ioContexts }: MmStruct): number {
  let number = 0;
  while (ioContexts.some((context) => context.number === number)) number++;
  return number;
}

/**
 * io_destroy(2), up to what is unmapped: the context's number is read from its ring in the program's memory.
 * @errno EINVAL nothing to read there, or no context
 */
export const lookupIoctx = traced('lookup_ioctx', (mm: MmStruct, id: bigint): IoContext | Errno => {
  const { pageShift } = mm.sys.arch.geometry;
  const page = Number(id >> BigInt(pageShift));
  if (page >= mm.sys.arch.layout.taskSize || accessUnderMmapLock(mm, page, 'load', id).kind !== 'value') return EINVAL;
  // Two contexts have one id where the ring of the first is gone and the second one's took its place.
  const candidates = mm.ioContexts.filter(({ start }) => addrOf(start as never, pageShift) === id);
  if (candidates.length === 0) return EINVAL;
  const found = numberAt(mm, page);
  return candidates.find(({ number }) => number === found) ?? EINVAL;
});

/** What the program has at the beginning of a page: the number of a context in a ring, else what nobody ever wrote. */
function numberAt(mm: MmStruct, page: number): number {
  const vma = mm.vmas.load(page);
  const ring = mm.ioContexts.find(({ file }) => file === vma?.file);
  if (ring !== undefined) return vma?.pgoffOf(page) === 0 ? ring.number : 0;
  if (frameAt(mm, page)?.kind !== 'zero')
    throw new NotModelled('io_destroy', 'of a ring that something else was mapped over, whose contents are not known');
  return 0;
}

function frameAt(mm: MmStruct, page: number): PageFrame | null {
  const slot = walkTo(mm, page);
  if (slot === null) return null;
  const entry = decodeSlot(mm, slot);
  return entry.kind === 'leaf' ? frameOf(mm, slot.table.level, entry) : null;
}

/**
 * kill_ioctx(): the context goes, and whatever is mapped where its ring was. What is left of the ring elsewhere loses its
 * pages; in the kernel that is a moment later.
 */
export const killIoctx = traced('kill_ioctx', (mm: MmStruct, context: IoContext): void => {
  mm.touch('ioContexts').ioContexts = mm.ioContexts.filter((each) => each !== context);
  doMunmap(mm, context.start, context.pages);
  atOnce(truncateInode(mm.sys, context.file.inode, 0n));
});

/**
 * aio_ring_mremap(): the id of a context follows its ring; before 7.2 even a part of it. @errno EINVAL the context is gone, or
 * another process's: the ring cannot be moved any more; a part, where all of it must move
 */
export function aioRingMremap(mm: MmStruct, ring: VmArea, to: number, pages: number): Errno | null {
  const context = mm.ioContexts.find(({ file }) => file === ring.file);
  if (context === undefined) return EINVAL;
  if (pages !== context.pages && !mm.sys.generation.movesPartsOfRings) return EINVAL;
  const moved = { ...context, start: to };
  mm.touch('ioContexts').ioContexts = mm.ioContexts.map((each) => (each === context ? moved : each));
  return null;
}
