/** Physical memory as /proc prints it: the lines are those of a running 6.18.44, and of a small program. */
import { describe, expect, it } from 'vitest';
import { pageShift, pfn, type MmView, type PhysicalView } from '@mm-playground/api';
import { createPlayground } from '../builtin-plugins.ts';
import { buddyinfoLines, kpageflagsData, kpageflagsLines, pagetypeinfoLines, zonesData } from './physical.ts';

async function viewAfter(text: string): Promise<MmView> {
  const { session } = await createPlayground().load(text);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return session.view();
}

const STORY = `p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(p)
store(p + PAGE)
load(p + 3*PAGE)
fork() = 0
store(p)
`;

const zeroes = (): number[] => Array.from({ length: 11 }, () => 0);

/** The zone DMA of a running 6.18.44. */
const KERNEL: PhysicalView = {
  pageShift: pageShift(12),
  maxOrder: 10,
  pageblockOrder: 9,
  used: 0,
  zones: [
    {
      name: 'DMA',
      start: pfn(1),
      end: pfn(4096),
      present: 3998,
      managed: 3840,
      free: 3840,
      watermarks: { min: 10, low: 13, high: 16 },
      protection: [0, 3019, 24_090],
      freeArea: {
        Unmovable: [0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0],
        Movable: [0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 3],
        Reclaimable: zeroes(),
        HighAtomic: zeroes(),
        Isolate: zeroes(),
      },
      pageblocks: { Unmovable: 1, Movable: 7, Reclaimable: 0, HighAtomic: 0, Isolate: 0 },
      pagesets: [{ count: 0, high: 6, batch: 1 }],
    },
  ],
  frame: () => null,
  frames: () => [],
  inUse: () => [],
  mapped: () => [],
  mappingsOf: () => [],
};

describe('buddyinfo and pagetypeinfo', () => {
  it('are printed as the kernel prints them', () => {
    const view = { physical: KERNEL };
    expect(buddyinfoLines(view)).toEqual([
      'Node 0, zone      DMA      0      0      0      0      0      0      0      0      1      1      3 ',
    ]);
    expect(pagetypeinfoLines(view)).toEqual([
      'Page block order: 9',
      'Pages per block:  512',
      '',
      'Free pages count per migrate type at order       0      1      2      3      4      5      6      7      8      9     10 ',
      'Node    0, zone      DMA, type    Unmovable      0      0      0      0      0      0      0      0      1      0      0 ',
      'Node    0, zone      DMA, type      Movable      0      0      0      0      0      0      0      0      0      1      3 ',
      'Node    0, zone      DMA, type  Reclaimable      0      0      0      0      0      0      0      0      0      0      0 ',
      'Node    0, zone      DMA, type   HighAtomic      0      0      0      0      0      0      0      0      0      0      0 ',
      'Node    0, zone      DMA, type      Isolate      0      0      0      0      0      0      0      0      0      0      0 ',
      '',
      'Number of blocks type     Unmovable      Movable  Reclaimable   HighAtomic      Isolate ',
      'Node 0, zone      DMA            1            7            0            0            0 ',
    ]);
  });

  it('show that page tables take pageblocks of their own, and that pages come in batches', async () => {
    const view = await viewAfter(STORY);
    const normal = zonesData(view).find(({ name }) => name === 'Normal');
    expect(normal).toMatchObject({ pageblocks: { Unmovable: 2, Movable: 2046 }, pagesets: [{ batch: 63 }] });
    const taken = (normal?.managed ?? 0) - (normal?.free ?? 0);
    expect(taken).toBe(2 * 63);
    expect(zonesData(view).map(({ name, start }) => `${name} ${start}`)).toEqual([
      'DMA 0x0',
      'DMA32 0x1000000',
      'Normal 0x100000000',
    ]);
  });
});

describe('kpageflags', () => {
  it('are listed as page-types lists them, in runs, with how often each page is mapped', async () => {
    const lines = kpageflagsLines(await viewAfter(STORY));
    const rows = lines.filter((line) => line.startsWith('1000')).map((line) => line.split('\t').toSpliced(1, 1));
    expect(rows).toEqual([
      ['10000', '1', '1', '___U_l_____Ma_b____________'],
      ['10001', '1', '2', '___U_l_____Ma_b____________'],
      ['10003', '1', '0', '________________________z__'],
    ]);
    expect(lines).toContainEqual(
      expect.stringMatching(/^0x0{12}5828\t +\d+ +0 {2}\S+\tuptodate,lru,mmap,anonymous,swapbacked$/),
    );
  });

  it('are data with their owner, and whether they are its alone', async () => {
    const data = kpageflagsData(await viewAfter(STORY)).filter(({ voffset }) => voffset.startsWith('1000'));
    expect(data.map(({ exclusive }) => exclusive)).toEqual([true, false, false]);
    expect(data[0]).toMatchObject({ pages: 1, flags: ['uptodate', 'lru', 'mmap', 'anonymous', 'swapbacked'] });
    expect(data[0]?.owner).toMatchObject({ kind: 'anon_vma', pgoff: 0x1_0000 });
  });
});
