/** What the viewers of physical memory say in words: uses, owners, mappings. */

import {
  pageFlagNames,
  type FrameMapping,
  type FrameOwner,
  type FrameUse,
  type FrameView,
  type Geometry,
} from '@mm-playground/api';
import type { Fact, Tip } from '../element/tip-controller.ts';
import { grouped, hexOfPage, shortName, sizeOfPages } from '../format/address.ts';

/** Uses in the order of a legend. */
export const FRAME_USES: readonly FrameUse[] = [
  'anon',
  'file',
  'shmem',
  'zero',
  'special',
  'kernel',
  'table',
  'pcp',
  'free',
  'reserved',
];

/** What a legend calls a use. */
export const USE_WORDS: Readonly<Record<FrameUse, string>> = {
  anon: 'anonymous',
  file: 'page cache',
  shmem: 'shared memory',
  zero: 'zero page',
  special: 'vdso and vvar',
  kernel: 'kernel’s, for a program',
  table: 'page table',
  pcp: 'per-CPU list',
  free: 'free, with its order',
  reserved: 'reserved',
};

/** `order 0`, `order 9, 2 MiB`. */
const orderText = (order: number, { pageShift }: Geometry): string =>
  order === 0 ? 'order 0' : `order ${order}, ${sizeOfPages(2 ** order, pageShift)}`;

/** To whom a frame belongs, as `page->mapping` would say it. */
function ownerText(owner: FrameOwner | null, { levels, pageShift }: Geometry): string {
  switch (owner?.kind) {
    case undefined:
      return 'nobody';
    case 'anon_vma':
      return `anon_vma #${owner.anonVma}, pgoff 0x${owner.pgoff.toString(16)}`;
    case 'inode':
      return `${owner.path === '' ? `inode ${owner.inode}` : shortName(owner.path)}, page ${grouped(owner.pgoff)}`;
    case 'mm':
      return `mm ${owner.mm}: ${levels[owner.level]?.name ?? `level ${owner.level}`} of ${hexOfPage(owner.start, pageShift)}`;
  }
}

/** Facts of a frame, for a tooltip or a list. */
export function frameFacts(frame: FrameView, geometry: Geometry): readonly Fact[] {
  const { order, flags, refcount, mapcount, exclusive, migrateType, owner, use } = frame;
  const isData = use === 'anon' || use === 'file' || use === 'shmem';
  return [
    ['size', orderText(order, geometry)],
    ['owner', ownerText(owner, geometry)],
    ...(isData
      ? ([
          ['mapcount', `${mapcount}${exclusive ? ', exclusive' : ''}`],
          ['refcount', String(refcount)],
        ] as const)
      : []),
    ['flags', pageFlagNames(flags).join(' ') || 'none'],
    ['pageblock', migrateType],
  ];
}

/** All that there is to say of a frame. */
export const frameTip = (frame: FrameView, geometry: Geometry): Tip => ({
  title: `frame 0x${frame.pfn.toString(16)}: ${USE_WORDS[frame.use]}`,
  facts: frameFacts(frame, geometry),
  term: `frame.${frame.use}`,
});

/** `frame 0x8031: anonymous, mapped 2 times`. */
export function frameSentence(frame: FrameView, geometry: Geometry): string {
  const { use, order, mapcount, owner } = frame;
  const mapped = mapcount === 0 ? '' : `, mapped ${mapcount === 1 ? 'once' : `${grouped(mapcount)} times`}`;
  const size = order === 0 ? '' : `, ${orderText(order, geometry)}`;
  return `frame 0x${frame.pfn.toString(16)}: ${USE_WORDS[use]}${size}${mapped}; ${ownerText(owner, geometry)}`;
}

/** `mm 1, VMA 7, 0x7ffff7d12000, read-only`. */
export const mappingText = ({ mm, vma, page, writable }: FrameMapping, { pageShift }: Geometry): string =>
  `mm ${mm}, VMA ${vma}, ${hexOfPage(page, pageShift)}, ${writable ? 'writable' : 'read-only'}`;
