import { NotModelled, type Pfn, type TablesView, type Vpn, type ZoneView } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { ARENA, PAGE, Strip, mmOf } from '../testing/strip.ts';

const FIRST = Number(ARENA / PAGE);

/** First byte after an image's memory, and the range that is left to who executes the tables. */
const IMAGE_END = 0x2_0000_0000n;
const RESERVED = { start: 0xff80_0000n, end: 0x1_0000_0000n } as const;

/** First byte and first byte after of every frame that a set of tables uses, for tables and for data. */
function framesOf(tables: TablesView): { start: bigint; end: bigint }[] {
  const range = (pfn: Pfn, pages: number): { start: bigint; end: bigint } => ({
    start: BigInt(pfn) * PAGE,
    end: BigInt(pfn + pages) * PAGE,
  });
  const data = [...tables.leaves()].flatMap(({ entry, pages }) =>
    entry.pfn === null ? [] : [range(entry.pfn, pages)],
  );
  return [...tables.tables().map(({ pfn }) => range(pfn, 1)), ...data];
}

describe('physical memory', () => {
  it('has all frames where an image may have them, however many are in use', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    // 5 GiB of huge pages reach down past the reserved range, and single pages begin at the other end.
    mm.mmap(null, 5 * 2 ** 18, 'rw', 'PRIVATE|ANONYMOUS|NORESERVE|POPULATE');
    mm.mmap(0, 3);
    mm.store(0);
    const frames = framesOf(mm.view.tables);
    expect(frames.filter(({ start, end }) => start === 0n || end > IMAGE_END)).toEqual([]);
    expect(frames.filter(({ start, end }) => start < RESERVED.end && end > RESERVED.start)).toEqual([]);
    expect(frames.some(({ start }) => start < RESERVED.start)).toBe(true);
    expect(frames.some(({ start }) => start >= RESERVED.end)).toBe(true);
  });

  it('gives every page of its own a frame of its own, which no table has', () => {
    const mm = mmOf('WWWW.WW');
    const frames = framesOf(mm.view.tables).map(({ start }) => start);
    expect(new Set(frames).size).toBe(frames.length);
  });

  it('gives a huge frame back once, however many of its parts go together', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    const huge = 2 ** 9;
    const populated = (pages: number): void => void mm.mmap(null, pages, 'rw', 'PRIVATE|ANONYMOUS|POPULATE');
    populated(huge);
    const [first] = [...mm.view.tables.leaves()].filter(({ pages }) => pages === huge);
    const start = BigInt(first?.start ?? 0) * PAGE;
    mm.call('munmap', start + PAGE, 2n * PAGE);
    mm.call('munmap', start, BigInt(huge) * PAGE);
    populated(4 * huge);
    const frames = [...mm.view.tables.leaves()].flatMap(({ entry, pages }) => (pages === huge ? [entry.pfn] : []));
    expect(frames.length).toBe(4);
    expect(new Set(frames).size).toBe(frames.length);
  });

  it('gives the same frames to the same calls', () => {
    const words = (): unknown => mmOf('WW.RW').view.tables.tables();
    expect(words()).toEqual(words());
  });
});

describe('zones of a machine', () => {
  const normalOf = (mm: Strip): ZoneView => {
    const zone = mm.view.physical?.zones.at(-1);
    if (zone === undefined) throw new RangeError('there are no zones');
    return zone;
  };
  /** Pages that nobody has, in lists of a CPU or not. */
  const unused = (mm: Strip): number =>
    mm.view.physical?.zones.reduce((sum, { free, pagesets }) => sum + free + (pagesets[0]?.count ?? 0), 0) ?? 0;

  it('give pages in batches, and get all of them back at exit', () => {
    const mm = new Strip();
    mm.mmap(3000, 1);
    mm.store(3000);
    const before = unused(mm);
    mm.mmap(0, 1000, 'rw', 'PRIVATE|ANONYMOUS|FIXED|POPULATE');
    expect(before - unused(mm)).toBeGreaterThanOrEqual(1000);
    expect(normalOf(mm).pagesets[0]?.count).toBeLessThan(2 * 63);
    mm.fork();
    mm.store(3);
    const [parent = ''] = [...mm.machine.tasks.keys()].filter((task) => task !== mm.task);
    mm.call('exit_group', 0n);
    mm.task = parent;
    mm.munmap(0, 1000);
    expect(unused(mm)).toBe(before);
  });

  it('give fresh pages upwards, and those that were freed last first: as an idle 6.12.117 did', () => {
    const mm = new Strip();
    const frames = (pages: number): number[] => {
      mm.mmap(0, pages, 'rw', 'PRIVATE|ANONYMOUS|FIXED|POPULATE');
      return (mm.view.physical?.mapped(FIRST as Vpn, pages) ?? []).map(({ pfn }) => pfn);
    };
    const [first = 0, ...others] = frames(200);
    expect(others).toEqual(others.map((_, i) => first + 1 + i));
    mm.munmap(0, 200);
    expect(frames(16)).toEqual(Array.from({ length: 16 }, (_, i) => first + 199 - i));
  });

  it('join what was given back: large blocks are there again once the lists of the CPU are full', () => {
    const mm = new Strip();
    const pages = 16 * 1024;
    mm.mmap(0, pages, 'rw', 'PRIVATE|ANONYMOUS|FIXED|POPULATE');
    const largest = (): number => normalOf(mm).freeArea.Movable[10] ?? 0;
    const before = largest();
    mm.munmap(0, pages);
    const { high, batch } = normalOf(mm).pagesets[0] ?? { high: 0, batch: 0 };
    expect(largest() - before).toBeGreaterThanOrEqual(Math.floor((pages - high - batch) / 1024) - 4);
  });

  it('have blocks of free memory beside what is in use, without holes', () => {
    const mm = mmOf('WW');
    const { physical } = mm.view;
    const zone = normalOf(mm);
    const frames = physical?.frames(zone.start, zone.end) ?? [];
    let next: number = zone.start;
    for (const { pfn, order } of frames) {
      expect(pfn).toBe(next);
      next += 2 ** order;
    }
    expect(next).toBe(zone.end);
    const kinds = new Set(frames.map(({ use }) => use));
    expect([...kinds].toSorted()).toEqual(['anon', 'free', 'pcp', 'table']);
    expect(physical?.frame(0xf_f800 as Pfn)).toBeNull();
  });

  it('are gone back to', () => {
    const mm = new Strip();
    mm.machine.record(true);
    const mark = mm.machine.mark();
    const before = normalOf(mm);
    mm.mmap(0, 200, 'rw', 'PRIVATE|ANONYMOUS|FIXED|POPULATE');
    mm.munmap(0, 100);
    const after = normalOf(mm);
    const end = mm.machine.mark();
    mm.machine.seek(mark);
    expect(normalOf(mm)).toEqual(before);
    mm.machine.seek(end);
    expect(normalOf(mm)).toEqual(after);
  });

  it('tell what they do in steps: a batch for the lists of the CPU, then pages out of it', () => {
    const mm = new Strip();
    mm.mmap(0, 2);
    const steps: string[] = [];
    const told = new Set(['alloc_pages', '__free_pages', 'rmqueue_bulk']);
    mm.machine.trace({
      enter: () => undefined,
      exit: () => undefined,
      tracepoint: () => undefined,
      step: (name, detail) => {
        const { migratetype = '', order = '' } = detail?.read() ?? {};
        if (told.has(name)) steps.push(`${name} ${String(migratetype)}${String(order)}`);
      },
    });
    mm.store(0);
    mm.store(1);
    mm.munmap(1, 1);
    mm.machine.trace(null);
    expect(steps).toEqual([
      ...['pud', 'pmd', 'pte'].map(() => 'alloc_pages Unmovable0'),
      'rmqueue_bulk Movable',
      'alloc_pages Movable0',
      'alloc_pages Movable0',
      '__free_pages 0',
    ]);
  });

  it('are not gone below their low watermark', () => {
    const mm = new Strip({ system: { thp: 'always' } });
    expect(() => mm.mmap(null, 2 ** 21, 'rw', 'PRIVATE|ANONYMOUS|NORESERVE|POPULATE')).toThrow(NotModelled);
    for (const { free, watermarks } of mm.view.physical?.zones ?? []) expect(free).toBeGreaterThan(watermarks.low);
  });
});

describe('a view of page tables', () => {
  it('keeps what it showed when the machine goes on', () => {
    const mm = mmOf('WW');
    const { tables } = mm.view;
    const before = tables.walk(FIRST as Vpn).at(-1);
    mm.munmap(0, 2);
    expect(tables.walk(FIRST as Vpn).at(-1)).toEqual(before);
    expect(mm.view.tables.walk(FIRST as Vpn).at(-1)?.entry.kind).toBe('none');
  });

  it('walks from the root to the page, and finds the same entry in its table', () => {
    const mm = mmOf('WW');
    const { tables } = mm.view;
    const path = tables.walk((FIRST + 1) as Vpn);
    expect(path.map(({ level, entry }) => `${level} ${entry.kind}`)).toEqual([
      '0 table',
      '1 table',
      '2 table',
      '3 leaf',
    ]);
    expect(path[0]?.table).toBe(tables.root);
    const last = path.at(-1);
    expect(tables.entries(last?.table ?? (0 as Pfn))).toContainEqual(last);
  });

  it('knows no table that is of another address space', () => {
    expect(() => mmOf('W').view.tables.entries(0 as Pfn)).toThrow(RangeError);
  });
});
