/** Reports on a real address space: three pages, the first written, the second unmapped, the third only mapped. */
import { describe, expect, it } from 'vitest';
import { createPlayground } from '../builtin-plugins.ts';
import { indexEntries, indexTreeLines } from './index-tree.ts';
import { pageTableImage, pageTableLines, type PageTableImage } from './image.ts';
import { mapsData, mapsLines, smapsData, smapsLines, statusLines } from './proc.ts';
import type { MmView } from '@mm-playground/api';

const HOLE = `p = mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p)
munmap(p + PAGE, PAGE)
`;

async function viewAfter(text: string): Promise<MmView> {
  const { session } = await createPlayground().load(text);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return session.view();
}

describe('/proc', () => {
  it('is printed as the kernel prints it', async () => {
    const view = await viewAfter(HOLE);
    expect(mapsLines(view).slice(0, 2)).toEqual([
      '10000000-10001000 rw-p 00000000 00:00 0 ',
      '10002000-10003000 rw-p 00000000 00:00 0 ',
    ]);
    expect(smapsLines(view)).toContain('Private_Dirty:         4 kB');
    expect(statusLines(view)).toContain('RssAnon:\t       4 kB');
  });

  it('is data with addresses as hex strings', async () => {
    const view = await viewAfter(HOLE);
    expect(mapsData(view)[0]).toEqual({
      start: '0x10000000',
      end: '0x10001000',
      perms: 'rw-p',
      offset: '0x0',
      name: '',
    });
    expect(smapsData(view)[0]).toMatchObject({ start: '0x10000000', sizes: { Size: 4, Rss: 4 } });
    expect(smapsData(view)[0]?.flags).toEqual(expect.arrayContaining(['rd', 'wr', 'mr', 'mw', 'me', 'ac']));
  });
});

describe('the index', () => {
  it('has an entry for each VMA and each hole, and leaves no address out', async () => {
    const entries = indexEntries(await viewAfter(HOLE));
    let next = 0n;
    for (const { index, last } of entries) {
      expect(BigInt(index)).toBe(next);
      next = BigInt(last) + 1n;
    }
    expect(entries.map(({ vma }) => vma !== null).slice(0, 4)).toEqual([false, true, false, true]);
  });

  it('is printed with both ends inclusive', async () => {
    expect(indexTreeLines(await viewAfter(HOLE)).slice(0, 4)).toEqual([
      '00000000-0fffffff: (hole)',
      expect.stringMatching(/^10000000-10000fff: vma#\d+ rw-p$/),
      '10001000-10001fff: (hole)',
      expect.stringMatching(/^10002000-10002fff: vma#\d+ rw-p$/),
    ]);
  });
});

const ADDRESS_BITS = 0xf_ffff_ffff_f000n;
const PRESENT = 1n;

/** Walks the bytes of an image as an x86-64 MMU does; knows nothing but them. */
function walk({ image, root }: PageTableImage, va: bigint): bigint | undefined {
  const pages = new Map(image.map(({ pa, hex }) => [BigInt(pa), hex]));
  let table = BigInt(root ?? -1);
  for (const shift of [39n, 30n, 21n, 12n]) {
    const at = Number((va >> shift) & 0x1ffn) * 16;
    const bytes = (pages.get(table)?.slice(at, at + 16) ?? '').padEnd(16, '0');
    const word = BigInt(`0x${bytes.match(/../g)?.reverse().join('') ?? '0'}`);
    if ((word & PRESENT) === 0n) return undefined;
    if (shift === 12n) return word;
    table = word & ADDRESS_BITS;
  }
  return undefined;
}

describe('the image of the page tables', () => {
  it('leads an independent walker to each leaf and to nothing else', async () => {
    const image = pageTableImage(await viewAfter(HOLE));
    expect(image).toMatchObject({ arch: 'x86-64', config: { levels: 4 } });
    expect(image.leaves.length).toBeGreaterThan(0);
    for (const { va, word, pa } of image.leaves) {
      expect(walk(image, BigInt(va))).toBe(BigInt(word));
      expect(BigInt(word) & ADDRESS_BITS).toBe(BigInt(pa));
    }
    expect(image.leaves.map(({ va }) => va)).toContain('0x10000000');
    for (const va of [0x1000_1000n, 0x1000_2000n, 0x2000_0000n]) expect(walk(image, va)).toBeUndefined();
  });

  it('keeps tables and pages apart, and out of the places of a test harness', async () => {
    const image = pageTableImage(await viewAfter(HOLE));
    const tables = new Set(image.image.map(({ pa }) => pa));
    for (const pa of [...tables, ...image.leaves.map((leaf) => leaf.pa)]) {
      expect(Number(pa)).toBeLessThan(0x2_0000_0000);
      expect(Number(pa) >= 0xff80_0000 && Number(pa) < 0x1_0000_0000).toBe(false);
    }
    for (const { pa } of image.leaves) expect(tables).not.toContain(pa);
  });

  it('has the VMAs with their permissions', async () => {
    expect(pageTableImage(await viewAfter(HOLE)).vmas.slice(0, 2)).toEqual([
      { start: '0x10000000', end: '0x10001000', perms: 'rw-p' },
      { start: '0x10002000', end: '0x10003000', perms: 'rw-p' },
    ]);
  });

  it('is printed as one leaf a line', async () => {
    const lines = [...pageTableLines(await viewAfter(HOLE))];
    expect(lines[0]).toMatch(/^10000000-10000fff -> 1[0-9a-f]{8} rw-u pte 0x8[0-9a-f]{15}$/);
  });
});
