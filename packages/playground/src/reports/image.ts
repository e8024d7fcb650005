/**
 * Page tables as data that an independent MMU can walk: every table page as bytes, every valid leaf with what an access
 * would be allowed to do, and the VMAs. Addresses and words are lower-case hex strings with `0x`; physical addresses are
 * frame numbers shifted by the page size, so that nothing here knows an architecture.
 */

import {
  addrOf,
  bytesIn,
  hex,
  type Architecture,
  type MmView,
  type PageShift,
  type TablePage,
  type WalkEntry,
} from '@mm-playground/api';

/** What `mm tables --json` prints. */
export interface PageTableImage {
  readonly arch: string;
  readonly config: Architecture['imageConfig'];
  /** Physical address of the root table; null once the address space has ended. */
  readonly root: string | null;
  readonly image: readonly ImagePage[];
  readonly leaves: readonly ImageLeaf[];
  readonly vmas: readonly ImageVma[];
}

/** One page of page tables, little-endian, without the zeroes at its end. */
export interface ImagePage {
  readonly pa: string;
  readonly hex: string;
}

/** One entry that the MMU takes as valid. `size` is in bytes. */
export interface ImageLeaf {
  readonly va: string;
  readonly size: number;
  readonly pa: string;
  readonly read: boolean;
  readonly write: boolean;
  readonly exec: boolean;
  readonly user: boolean;
  readonly word: string;
}

/** One VMA. */
export interface ImageVma {
  readonly start: string;
  readonly end: string;
  readonly perms: string;
}

/** The page tables of an address space as an image. */
export function pageTableImage(view: MmView): PageTableImage {
  const { arch, tables } = view;
  const shift = arch.geometry.pageShift;
  return {
    arch: arch.id,
    config: arch.imageConfig,
    root: tables.root === null ? null : hex(bytesIn(tables.root, shift)),
    image: tables.tables().map((table) => imagePage(table, shift)),
    leaves: Array.from(tables.leaves(), (leaf) => imageLeaf(leaf, shift)),
    vmas: view.vmas.map(({ start, end, perms }) => ({
      start: hex(addrOf(start, shift)),
      end: hex(addrOf(end, shift)),
      perms,
    })),
  };
}

function imagePage(table: TablePage, shift: PageShift): ImagePage {
  return { pa: hex(bytesIn(table.pfn, shift)), hex: littleEndian(table.words) };
}

/** The words as bytes in hex, lowest byte first, without the zero words at the end. */
function littleEndian(words: BigUint64Array): string {
  const used = words.findLastIndex((word) => word !== 0n) + 1;
  let text = '';
  for (const word of words.subarray(0, used)) text += reversedBytes(word.toString(16).padStart(16, '0'));
  return text;
}

function reversedBytes(bigEndian: string): string {
  let text = '';
  for (let at = bigEndian.length - 2; at >= 0; at -= 2) text += bigEndian.slice(at, at + 2);
  return text;
}

function imageLeaf({ start, pages, word, entry }: WalkEntry, shift: PageShift): ImageLeaf {
  const { read, write, exec, user } = entry;
  return {
    va: hex(addrOf(start, shift)),
    size: Number(bytesIn(pages, shift)),
    pa: hex(bytesIn(entry.pfn ?? 0, shift)),
    read,
    write,
    exec,
    user,
    word: hex(word),
  };
}

/** The leaves as text, one a line: `10000000-10000fff -> 5c000 rw-u pte 800000000005c067`. */
export function* pageTableLines(view: MmView): Generator<string> {
  const shift = view.arch.geometry.pageShift;
  for (const { level, start, pages, word, entry } of view.tables.leaves()) {
    const from = addrOf(start, shift);
    const last = from + bytesIn(pages, shift) - 1n;
    const letters = `${entry.read ? 'r' : '-'}${entry.write ? 'w' : '-'}${entry.exec ? 'x' : '-'}${entry.user ? 'u' : 'k'}`;
    const name = view.arch.geometry.levels[level]?.name ?? String(level);
    yield `${address(from)}-${address(last)} -> ${address(bytesIn(entry.pfn ?? 0, shift))} ${letters} ${name} ${hex(word)}`;
  }
}

const address = (x: bigint): string => x.toString(16).padStart(8, '0');
