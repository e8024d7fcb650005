import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Journal } from '../journal/journal.ts';
import { BLOCK_TYPES, Buddy, type BlockType } from './buddy.ts';

const MAX_ORDER = 4;
const PAGEBLOCK_ORDER = 2;

const buddyOf = (ranges: readonly (readonly [number, number])[], journal = new Journal()): Buddy =>
  new Buddy({
    journal,
    maxOrder: MAX_ORDER,
    pageblockOrder: PAGEBLOCK_ORDER,
    ranges: ranges.map(([start, end]) => ({ start, end })),
  });

/** Free blocks by order, as a line of /proc/buddyinfo. */
const free = (buddy: Buddy, types: readonly BlockType[] = BLOCK_TYPES): string =>
  Array.from({ length: MAX_ORDER + 1 }, (_, order) =>
    types.reduce((sum, type) => sum + buddy.count(type, order), 0),
  ).join(' ');

const take = (buddy: Buddy, order: number, type: BlockType = 'Movable'): number | null =>
  buddy.takeSmallest(order, type) ?? buddy.claim(order, type, PAGEBLOCK_ORDER);

describe('the buddy allocator of a zone', () => {
  it('begins with the largest blocks that fit', () => {
    expect(free(buddyOf([[0, 64]]))).toBe('0 0 0 0 4');
    expect(free(buddyOf([[3, 37]]))).toBe('2 0 2 1 1');
  });

  it('splits the smallest block that has room, takes the low half, and joins buddies again', () => {
    const buddy = buddyOf([[0, 32]]);
    expect([take(buddy, 0), take(buddy, 0), take(buddy, 1)]).toEqual([0, 1, 2]);
    expect(free(buddy)).toBe('0 0 1 1 1');
    buddy.giveBack(1, 0, 'Movable');
    expect(free(buddy)).toBe('1 0 1 1 1');
    buddy.giveBack(0, 0, 'Movable');
    expect(free(buddy)).toBe('0 1 1 1 1');
    buddy.giveBack(2, 1, 'Movable');
    expect(free(buddy)).toBe('0 0 0 0 2');
  });

  it('uses last what may soon be joined with more', () => {
    const buddy = buddyOf([[0, 16]]);
    const pages = Array.from({ length: 8 }, () => take(buddy, 0));
    expect(pages).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    // Page 6 is free alone. Of pages 0 and 1, pages 2 and 3 are free: they would be four.
    buddy.giveBack(2, 1, 'Movable');
    buddy.giveBack(6, 0, 'Movable');
    buddy.giveBack(0, 0, 'Movable');
    expect(take(buddy, 0)).toBe(6);
  });

  it('claims whole pageblocks of another type, the largest first', () => {
    const buddy = buddyOf([[0, 64]]);
    expect(take(buddy, 0, 'Unmovable')).toBe(0);
    expect([buddy.pageblocks('Unmovable'), free(buddy, ['Unmovable']), free(buddy, ['Movable'])]).toEqual([
      4,
      '1 1 1 1 0',
      '0 0 0 0 3',
    ]);
    expect([buddy.typeOf(15), buddy.typeOf(16)]).toEqual(['Unmovable', 'Movable']);
  });

  it('has nothing left when all of it is taken', () => {
    const buddy = buddyOf([[0, 16]]);
    expect(take(buddy, MAX_ORDER)).toBe(0);
    expect([take(buddy, 0), buddy.free, buddy.has(0), buddy.blockAt(3)]).toEqual([null, 0, false, null]);
  });
});

describe('after any requests', () => {
  const request = fc.record({
    order: fc.integer({ min: 0, max: MAX_ORDER }),
    type: fc.constantFrom(...BLOCK_TYPES),
    back: fc.nat(),
    isBack: fc.boolean(),
  });
  const ranges = fc.constantFrom([[0, 128]] as const, [[5, 90]] as const, [[2, 40], [48, 117]] as const); // prettier-ignore

  it('no page is given twice, none is lost, no two buddies stay apart, and each state can be gone back to', () => {
    fc.assert(
      fc.property(ranges, fc.array(request, { maxLength: 60 }), (memory, requests) => {
        const journal = new Journal();
        const buddy = buddyOf(memory, journal);
        journal.recording = true;
        const start = stateOf(buddy);
        const held: { readonly pfn: number; readonly order: number }[] = [];
        const states: { readonly mark: number; readonly state: string }[] = [];
        for (const { order, type, back, isBack } of requests) {
          if (isBack && held.length > 0) {
            const [block] = held.splice(back % held.length, 1);
            if (block !== undefined) buddy.giveBack(block.pfn, block.order, buddy.typeOf(block.pfn));
          } else {
            const pfn = take(buddy, order, type);
            if (pfn !== null) held.push({ pfn, order });
          }
          checkPages(buddy, memory, held);
          states.push({ mark: journal.mark(), state: stateOf(buddy) });
        }
        for (const { mark, state } of states.toReversed()) {
          journal.seek(mark);
          expect(stateOf(buddy)).toBe(state);
        }
        journal.seek(0);
        expect(stateOf(buddy)).toBe(start);
        const [last] = states.slice(-1);
        if (last === undefined) return;
        journal.seek(last.mark);
        expect(stateOf(buddy)).toBe(last.state);
        for (const { pfn, order } of held) buddy.giveBack(pfn, order, buddy.typeOf(pfn));
        expect(free(buddy)).toBe(free(buddyOf(memory)));
      }),
    );
  });
});

const PAGES = 128;

/** Every free block with its type, and what comes next. */
function stateOf(buddy: Buddy): string {
  const blocks = Array.from({ length: PAGES }, (_, pfn) => buddy.blockAt(pfn)).map((block, pfn) =>
    block === null ? '.' : block.pfn === pfn ? `${block.order}${buddy.typeOf(pfn)[0]}` : '-',
  );
  return [...blocks, buddy.free, ...BLOCK_TYPES.map((type) => free(buddy, [type]))].join(' ');
}

function checkPages(
  buddy: Buddy,
  memory: readonly (readonly [number, number])[],
  held: readonly { readonly pfn: number; readonly order: number }[],
): void {
  const used = new Set(held.flatMap(({ pfn, order }) => Array.from({ length: 2 ** order }, (_, i) => pfn + i)));
  expect(used.size).toBe(held.reduce((sum, { order }) => sum + 2 ** order, 0));
  for (const [start, end] of memory)
    for (let pfn = start; pfn < end; pfn++) {
      const block = buddy.blockAt(pfn);
      expect(block === null).toBe(used.has(pfn));
      if (block === null || block.order === MAX_ORDER) continue;
      const size = 2 ** block.order;
      const other = buddy.blockAt(block.pfn + ((block.pfn / size) % 2 === 0 ? size : -size));
      expect(other?.order === block.order && other.pfn !== block.pfn).toBe(false);
    }
}
