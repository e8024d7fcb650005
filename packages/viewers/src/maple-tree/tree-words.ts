/** What the tree viewer says in words: ranges with inclusive ends as the tree has them, nodes, slots, stores. */

import type { PageShift, TreeNodeView, TreeStore, TreeView, VmaKind, VmaView } from '@mm-playground/api';
import type { Tip } from '../element/tip-controller.ts';
import { countText, grouped, sizeOfPages } from '../format/address.ts';
import { nameOf } from '../kinds.ts';
import { firstOf, lastOf } from './tree-layout.ts';

const ALL_ONES = 'ffffffffffffffff';

/** The first byte of a page: `10005000`. */
export const firstByte = (page: number, shift: PageShift): string => (BigInt(page) << BigInt(shift)).toString(16);

/** The last byte of a page, which is what a pivot is: `10005fff`. */
export const lastByte = (page: number, shift: PageShift): string =>
  page === Number.MAX_SAFE_INTEGER ? ALL_ONES : (((BigInt(page) + 1n) << BigInt(shift)) - 1n).toString(16);

/** `10005000-10005fff`: both ends inclusive, as ma_write prints them. */
export const pagesText = (first: number, last: number, shift: PageShift): string =>
  `${firstByte(first, shift)}-${lastByte(last, shift)}`;

/** A size, or `the rest` for what has no end. */
export const gapText = (pages: number, shift: PageShift): string =>
  pages > Number.MAX_SAFE_INTEGER / 2 ? 'the rest' : sizeOfPages(pages, shift);

/** `arange_64 #12`. */
export const nodeName = ({ type, id }: TreeNodeView): string => `${type} #${id}`;

/** The name that there is room for: the type of a node is seen from its level, and half a number says nothing. */
export const shortNodeName = (node: TreeNodeView, fits: (text: string) => boolean): string =>
  [nodeName(node), `#${node.id}`].find(fits) ?? '';

/** `7/10`. */
export const occupancy = ({ pivots, capacity }: TreeNodeView): string => `${pivots.length}/${capacity}`;

/** The kind of the VMA in a slot; null where there is none. */
export const kindOf = (
  { vmas }: { readonly vmas: ReadonlyMap<number, VmaView> },
  { node }: { readonly node: TreeNodeView },
  slot: number,
): VmaKind | null => {
  const id = node.value(slot);
  return id === null ? null : (vmas.get(id)?.kind ?? 'unknown');
};

/** What lies in a slot: a VMA's name, a hole, a node. */
export function slotName(node: TreeNodeView, slot: number, vmas: ReadonlyMap<number, VmaView>): string {
  const child = node.child(slot);
  if (child !== null) return nodeName(child);
  const id = node.value(slot);
  if (id === null) return 'NULL';
  const vma = vmas.get(id);
  return vma === undefined ? `entry ${id}` : nameOf(vma);
}

/** The slot with everything that there is to say. */
export function slotTip(node: TreeNodeView, slot: number, vmas: ReadonlyMap<number, VmaView>, shift: PageShift): Tip {
  const [first, last] = [firstOf(node, slot), lastOf(node, slot)];
  const gap = node.gaps?.[slot];
  const id = node.value(slot);
  const vma = id === null ? undefined : vmas.get(id);
  return {
    title: `${slotName(node, slot, vmas)}${vma === undefined ? '' : ` ${vma.perms}`}`,
    facts: [
      ['range', pagesText(first, last, shift)],
      ['size', gapText(last - first + 1, shift)],
      ['pivot', `[${slot}] ${lastByte(last, shift)}`],
      ...(gap === undefined ? [] : [['largest gap below', gap === 0 ? 'none' : gapText(gap, shift)] as const]),
      ['node', `${nodeName(node)}, slot ${slot} of ${occupancy(node)}`],
      ['node range', pagesText(node.min, node.max, shift)],
    ],
    term:
      id === null && node.child(slot) === null
        ? 'maple.null'
        : vma === undefined
          ? `maple.${node.type}`
          : `memory.kind.${vma.kind}`,
  };
}

/** A slot as a sentence for those who do not see the picture. */
export function slotSentence(
  node: TreeNodeView,
  slot: number,
  vmas: ReadonlyMap<number, VmaView>,
  shift: PageShift,
): string {
  const range = pagesText(firstOf(node, slot), lastOf(node, slot), shift);
  const gap = node.gaps?.[slot];
  const below = gap === undefined ? '' : `, largest gap ${gap === 0 ? 'none' : gapText(gap, shift)}`;
  return `slot ${slot} of ${nodeName(node)}, ${occupancy(node)} used: ${slotName(node, slot, vmas)}, ${range}${below}`;
}

/** `split_store over 10005000-10005fff`. */
export const storeTitle = ({ kind, erased, index, last }: TreeStore, shift: PageShift): string =>
  `${kind} ${erased ? 'of NULL ' : ''}over ${pagesText(index, last, shift)}`;

/** `height 4 · 6 402 nodes · 65 530 entries · ALLOC_RANGE USE_RCU`. */
export const treeSummary = ({ height, entries, flags }: TreeView, nodes: number): string =>
  [`height ${height}`, countText(nodes, 'node'), `${grouped(entries)} entries`, flags.join(' ')]
    .filter((part) => part !== '')
    .join(' · ');
