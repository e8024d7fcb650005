import { vmFlags, type SmapsRow, type Status } from '@mm-playground/api';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isInside, type Difference } from './compare.ts';
import { compareMaps } from './compare-maps.ts';
import { comparePagemap } from './compare-pagemap.ts';
import { compareSmaps } from './compare-smaps.ts';
import { compareStatus, residentOutside, type StatusPair, type StatusRules } from './compare-status.ts';
import { mapsOf, row, smapsOf } from './testing/index.ts';

const lines = (differences: readonly Difference[]): string[] =>
  differences.map(({ line, what, recorded, model }) => `${line}: ${what}: ${recorded} | ${model}`);

describe('a range', () => {
  it('is inside ranges that touch each other, whatever their order', () => {
    const ranges = [
      { start: 8n, end: 12n },
      { start: 0n, end: 4n },
      { start: 4n, end: 8n },
    ];
    expect(isInside({ start: 1n, end: 12n }, ranges)).toBe(true);
    expect(isInside({ start: 1n, end: 13n }, ranges)).toBe(false);
    expect(isInside({ start: 1n, end: 2n }, [])).toBe(false);
  });
});

describe('comparing maps', () => {
  const recorded = mapsOf([row(0x1000n, 0x2000n), row(0x4000n, 0x6000n, 'r--p', '/lib/x')], 10).rows;

  it('finds nothing where addresses, permissions, offset and path agree', () => {
    const model = recorded.map((each) => ({ ...each.row, device: 'fe:00', inode: 7n }));
    expect(compareMaps(recorded, model, 10)).toEqual([]);
  });

  it('tells each differing line with what of it is predicted', () => {
    const model = [row(0x1000n, 0x2000n), row(0x4000n, 0x5000n, 'rw-p', '/lib/x')];
    expect(lines(compareMaps(recorded, model, 10))).toEqual([
      '12: maps: 00004000-00006000 r--p 00000000 /lib/x | 00004000-00005000 rw-p 00000000 /lib/x',
    ]);
  });

  it('tells a line that only one side has, at the place where it belongs', () => {
    const model = [row(0x800n, 0x900n), row(0x4000n, 0x6000n, 'r--p', '/lib/x'), row(0x7000n, 0x8000n)];
    expect(lines(compareMaps(recorded, model, 10))).toEqual([
      '11: maps: nothing | 00000800-00000900 rw-p 00000000',
      '11: maps: 00001000-00002000 rw-p 00000000 | nothing',
      '12: maps: nothing | 00007000-00008000 rw-p 00000000',
    ]);
  });

  it('finds something exactly where the two lists differ', () => {
    const rows = fc
      .uniqueArray(fc.nat(9), { maxLength: 6 })
      .map((starts) => starts.sort((a, b) => a - b).map((n) => row(BigInt(n) * 4096n, BigInt(n + 1) * 4096n)));
    fc.assert(
      fc.property(rows, rows, (one, other) => {
        const differences = compareMaps(mapsOf(one).rows, other, 0);
        const missing = (from: typeof one, where: typeof one): number =>
          from.filter(({ start }) => !where.some((each) => each.start === start)).length;
        expect(differences).toHaveLength(missing(one, other) + missing(other, one));
      }),
    );
  });
});

const smaps = (over: Partial<SmapsRow> & { name?: string } = {}): SmapsRow => ({
  maps: row(0x1000n, 0x5000n, 'rw-p', over.name ?? ''),
  thpEligible: undefined,
  protectionKey: undefined,
  flags: vmFlags('READ', 'WRITE'),
  ...over,
  sizes: {
    Size: 16,
    KernelPageSize: 4,
    MMUPageSize: 4,
    Rss: 8,
    Pss_Dirty: 8,
    Private_Clean: 0,
    Private_Dirty: 8,
    Referenced: 8,
    LazyFree: 0,
    ...over.sizes,
  },
});

describe('comparing smaps', () => {
  const rules = { complete: [{ start: 0n, end: 0x10_000n }], fs: undefined };
  const compare = (was: SmapsRow, is: SmapsRow, by: Parameters<typeof compareSmaps>[3] = rules): string[] => {
    const { maps, fields } = compareSmaps(smapsOf([was], 20).rows, [is], 20, by);
    return lines([...maps, ...fields]);
  };

  it('compares every size inside a complete range, but Referenced and LazyFree never', () => {
    expect(compare(smaps(), smaps({ sizes: { Rss: 4, Referenced: 0, LazyFree: 4 } }))).toEqual([
      '21: smaps 00001000-00005000 Rss: 8 kB | 4 kB',
    ]);
  });

  it('compares flags, size and page sizes everywhere, and nothing else outside complete ranges', () => {
    const model = smaps({ sizes: { Rss: 4, MMUPageSize: 2048 }, flags: vmFlags('READ') });
    expect(compare(smaps(), model, { complete: [], fs: undefined })).toEqual([
      '21: smaps 00001000-00005000 MMUPageSize: 4 kB | 2048 kB',
      '21: smaps 00001000-00005000 VmFlags: rd wr | rd',
    ]);
  });

  it('compares only sums of clean and dirty for ext4 under MADV_HUGEPAGE', () => {
    const flags = vmFlags('READ', 'WRITE', 'HUGEPAGE');
    const was = smaps({ name: '/data', flags });
    const dirt = { Private_Clean: 4, Private_Dirty: 4, Pss_Dirty: 4 };
    expect(compare(was, smaps({ name: '/data', flags, sizes: dirt }))).toEqual([]);
    expect(compare(was, smaps({ name: '/data', flags, sizes: { Private_Dirty: 4 } }))).toEqual([
      '21: smaps 00001000-00005000 Private_Clean+Private_Dirty: 8 kB | 4 kB',
    ]);
    const exact = { ...rules, fs: 'tmpfs' };
    expect(compare(was, smaps({ name: '/data', flags, sizes: dirt }), exact)).toHaveLength(3);
    const memfd = smaps({ name: '/memfd:a (deleted)', flags });
    expect(compare(memfd, smaps({ name: '/memfd:a (deleted)', flags, sizes: dirt }))).toHaveLength(3);
  });

  it('tells the line of a field where it is known', () => {
    const recorded = smapsOf([smaps()], 20).rows.map((each) => ({ ...each, lines: { Rss: 25 } }));
    const { fields } = compareSmaps(recorded, [smaps({ sizes: { Rss: 4 } })], 20, rules);
    expect(fields.map(({ line }) => line)).toEqual([25]);
  });

  it('compares no fields of a VMA whose end differs', () => {
    const model = { ...smaps({ sizes: { Rss: 4 } }), maps: row(0x1000n, 0x4000n) };
    expect(compare(smaps(), model)).toEqual([
      '21: maps: 00001000-00005000 rw-p 00000000 | 00001000-00004000 rw-p 00000000',
    ]);
  });

  it('compares no field that one side does not show', () => {
    const { Pss_Dirty: _, ...older } = smaps().sizes;
    expect(compare({ ...smaps(), sizes: older }, smaps())).toEqual([]);
  });
});

describe('comparing status', () => {
  const sample = (recorded: Status, model: Status): StatusPair => ({
    recorded: { status: recorded, outside: undefined },
    model: { status: model, outside: undefined },
  });
  const always: StatusRules = { resident: true, pageTables: true };
  const compare = (now: StatusPair, base: StatusPair, rules = always): string[] =>
    lines(compareStatus(now, base, rules, () => 30));

  it('compares counters as differences from the baseline', () => {
    const base = sample({ VmSize: 100, VmData: 10 }, { VmSize: 40, VmData: 0 });
    expect(compare(sample({ VmSize: 108, VmData: 14 }, { VmSize: 48, VmData: 8 }), base)).toEqual([
      '30: status VmData: 14 kB | 18 kB',
    ]);
  });

  it('never compares VmHWM and VmSwap, and VmPTE only where it is predicted', () => {
    const base = sample({ VmHWM: 1, VmSwap: 0, VmPTE: 8 }, { VmHWM: 1, VmSwap: 0, VmPTE: 8 });
    const now = sample({ VmHWM: 9, VmSwap: 4, VmPTE: 12 }, { VmHWM: 1, VmSwap: 0, VmPTE: 8 });
    expect(compare(now, base)).toEqual(['30: status VmPTE: 12 kB | 8 kB']);
    expect(compare(now, base, { ...always, pageTables: false })).toEqual([]);
  });

  it('compares VmPeak as a maximum that is seeded at the baseline', () => {
    const base = sample({ VmPeak: 120, VmSize: 100 }, { VmPeak: 40, VmSize: 40 });
    const at = (recorded: number, model: number): string[] =>
      compare(sample({ VmPeak: recorded }, { VmPeak: model }), base);
    expect(at(120, 40)).toEqual([]);
    expect(at(120, 60)).toEqual([]);
    expect(at(124, 64)).toEqual([]);
    expect(at(120, 64)).toEqual(['30: status VmPeak: 120 kB | 124 kB']);
  });

  it('compares resident sizes without what is resident outside complete ranges', () => {
    const resident = (VmRSS: number): StatusPair['model']['outside'] => ({
      VmRSS,
      RssAnon: 0,
      RssFile: 0,
      RssShmem: 0,
    });
    const pair = (recorded: [number, number], model: [number, number]): StatusPair => ({
      recorded: { status: { VmRSS: recorded[0] }, outside: resident(recorded[1]) },
      model: { status: { VmRSS: model[0] }, outside: resident(model[1]) },
    });
    const base = pair([100, 90], [40, 40]);
    expect(compare(pair([130, 116], [48, 44]), base)).toEqual([]);
    expect(compare(pair([130, 112], [48, 44]), base)).toEqual(['30: status VmRSS: 130 kB | 126 kB']);
    expect(compare(pair([130, 112], [48, 44]), base, { ...always, resident: false })).toEqual([]);
    expect(compare(sample({ VmRSS: 9 }, { VmRSS: 1 }), base)).toEqual([]);
  });
});

describe('what is resident outside complete ranges', () => {
  const rows = (fs?: string): ReturnType<typeof residentOutside> =>
    residentOutside(
      [
        { ...smaps({ sizes: { Rss: 12, Anonymous: 4 } }), maps: row(0x1000n, 0x5000n, 'rw-p', '/bin/x') },
        { ...smaps({ sizes: { Rss: 8, Anonymous: 0 } }), maps: row(0x5000n, 0x6000n, 'rw-s', '/memfd:m (deleted)') },
        { ...smaps({ sizes: { Rss: 40, Anonymous: 40 } }), maps: row(0x10_000n, 0x20_000n) },
      ],
      { complete: [{ start: 0x8000n, end: 0x20_000n }], fs },
    );

  it('is summed by the counters that it is in', () => {
    expect(rows()).toEqual({ VmRSS: 20, RssAnon: 4, RssFile: 8, RssShmem: 8 });
  });

  it('counts files on tmpfs as shared memory', () => {
    expect(rows('tmpfs')).toEqual({ VmRSS: 20, RssAnon: 4, RssFile: 0, RssShmem: 16 });
  });

  it('is unknown without complete ranges, or where a VMA lies across the border of one', () => {
    expect(residentOutside([smaps()], { complete: [], fs: undefined })).toBeUndefined();
    expect(residentOutside([smaps()], { complete: [{ start: 0x2000n, end: 0x9000n }], fs: undefined })).toBeUndefined();
  });
});

describe('comparing VmFlags', () => {
  it('compares the codes that a kernel prints `??` for where it has none', () => {
    const locked = smaps({ flags: vmFlags('LOCKED'), codes: 'lo ??' });
    const compare = (codes: Partial<SmapsRow>): Difference[] =>
      compareSmaps([{ line: 21, row: locked }], [smaps(codes)], 21, { complete: [], fs: undefined }).fields;
    expect(compare({ flags: vmFlags('LOCKED', 'LOCKONFAULT'), codes: 'lo ??' })).toEqual([]);
    expect(lines(compare({ flags: vmFlags('LOCKED') }))).toEqual(['21: smaps 00001000-00005000 VmFlags: lo ?? | lo']);
  });
});

describe('comparing pagemap', () => {
  const rules = { complete: [{ start: 0x2000n, end: 0x9000n }], pageSize: 0x1000 };

  it('compares the pages inside complete ranges, as one field', () => {
    expect(lines(comparePagemap({ start: 0x1000n, pages: 'AAf.A' }, '.A...', 40, rules))).toEqual([
      '40: pagemap 0x3000: f.A | ...',
    ]);
    expect(comparePagemap({ start: 0x1000n, pages: 'AA' }, '.A', 40, rules)).toEqual([]);
  });
});
