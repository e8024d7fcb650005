import { MAP, PROT, vmFlags, type MapsRow, type Program, type SmapsRow, type Status } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { checkReport, openSession, reportLines, type Session } from './index.ts';
import {
  call,
  checkpoint,
  flatArch,
  FLAT_INDEX,
  FLAT_KERNEL,
  flatModel,
  mapsOf,
  programOf,
  row,
  smapsOf,
  statusOf,
  type ProgramOptions,
} from './testing/index.ts';

const PAGE = 0x1000n;
const KB = 4;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const ANON = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS;
const slot = (n: number): bigint => 0x10_0000n - BigInt(n + 1) * PAGE;
const page = (n: number, perms = 'rw-p'): MapsRow => row(slot(n), slot(n) + PAGE, perms);

type Item = ReturnType<typeof call>;
const mmap = (n: number, task = ''): Item => call('mmap', [0n, PAGE, RW, ANON], { result: slot(n), task });
const store = (address: bigint): Item => call('store', [address], { result: 0n });
const maps = (rows: readonly MapsRow[], line = 0, task = ''): Item => checkpoint(mapsOf(rows, line), { task });
const status = (of: Status): Item => checkpoint(statusOf(of));
const smaps = (row: MapsRow, resident: number): SmapsRow => ({
  maps: row,
  sizes: { Size: KB, KernelPageSize: KB, MMUPageSize: KB, Rss: resident, Anonymous: resident, Private_Dirty: resident },
  thpEligible: undefined,
  protectionKey: undefined,
  flags: vmFlags('READ', 'WRITE'),
});

function played(items: readonly Item[], options: ProgramOptions = {}, kernel = FLAT_KERNEL): Session {
  const program: Program = programOf(items, { maps: [], ...options });
  const session = openSession(program, { model: flatModel, kernel, arch: flatArch(), index: FLAT_INDEX });
  session.run();
  return session;
}
const lines = (session: Session): string[] => reportLines(checkReport(session));

describe('a checkpoint', () => {
  it('is counted, and differs nowhere where the model is right', () => {
    const session = played([mmap(0), maps([page(0)]), mmap(1), maps([page(1), page(0)])]);
    expect(lines(session)).toEqual([]);
    expect(session.compared).toEqual({ calls: 2, checkpoints: 2 });
  });

  it('that differs ends the comparison of its task, with all its lines', () => {
    const session = played([
      mmap(0),
      maps([page(2), page(0, 'r--p')], 50),
      mmap(5),
      maps([]),
      call('munmap', [slot(0), PAGE], { result: 'EINVAL' }),
    ]);
    expect(lines(session)).toEqual([
      'test.strace:51: maps: recorded 000fd000-000fe000 rw-p 00000000, model nothing',
      'test.strace:52: maps: recorded 000ff000-00100000 r--p 00000000, model 000ff000-00100000 rw-p 00000000',
    ]);
    expect(session.compared).toEqual({ calls: 1, checkpoints: 1 });
    expect(session.calls.map(({ verdict }) => verdict)).toEqual(['same', 'unchecked', 'unchecked']);
  });

  it('that differs ends the comparison of threads, but not that of others', () => {
    const session = played([
      call('clone', [0x100n], { result: 7n }),
      call('fork', [], { result: 8n }),
      maps([page(0)], 50),
      mmap(5, '7'),
      mmap(0, '8'),
    ]);
    expect(session.calls.map(({ verdict }) => verdict)).toEqual(['same', 'same', 'unchecked', 'same']);
  });

  it('shows what only it can show: a stack that grew, before the comparison', () => {
    const stack = row(0x50_0000n, 0x60_0000n, 'rw-p', '[stack]');
    const grown = { ...stack, start: 0x4f_0000n };
    const session = played([mmap(0), maps([page(0), grown])], { maps: [stack] });
    expect(lines(session)).toEqual([]);
    expect(session.inferences).toEqual([
      { file: 'test.strace', line: 101, kind: 'stack grown', what: 'the stack grew down to 0x4f0000' },
    ]);
    expect(session.view().maps()).toHaveLength(2);
    session.seek({ call: 0, step: -1 });
    expect(session.view().maps()).toEqual([stack]);
  });

  it('directly after an execve is where the new program begins, and is not compared', () => {
    const program = [row(0x40_0000n, 0x40_1000n, 'r-xp', '/bin/true')];
    const session = played([
      call('execve', [], { result: 0n }),
      maps(program),
      status({ VmSize: 300 }),
      mmap(0),
      maps([page(0), ...program]),
      status({ VmSize: 304 }),
    ]);
    expect(lines(session)).toEqual([]);
    expect(session.compared).toEqual({ calls: 2, checkpoints: 2 });
  });

  it('later than that shows of an executed program what the log mapped', () => {
    const unseen = row(0x40_0000n, 0x40_1000n, 'r-xp', '/bin/true');
    const execve = call('execve', [], { result: 0n });
    expect(lines(played([execve, mmap(0), maps([page(0), unseen]), status({ VmSize: 300 })]))).toEqual([]);
    expect(lines(played([execve, mmap(0), maps([page(0, 'r--p'), unseen])]))).toHaveLength(1);
  });

  it('of a scenario is not compared', () => {
    const program = programOf([call('mmap', [0n, PAGE, RW, ANON]), maps([])]);
    const session = openSession(program, {
      model: flatModel,
      kernel: FLAT_KERNEL,
      arch: flatArch(),
      index: FLAT_INDEX,
    });
    session.run();
    expect(session.compared).toEqual({ calls: 0, checkpoints: 0 });
  });
});

describe('a status', () => {
  it('is compared with the initial one as baseline', () => {
    const session = played([mmap(0), status({ VmSize: 1004, VmPeak: 2000 }), mmap(1), status({ VmSize: 1004 })], {
      status: { VmSize: 1000, VmPeak: 2000 },
    });
    expect(lines(session)).toEqual(['test.strace:103: status VmSize: recorded 1004 kB, model 1008 kB']);
  });

  it('is the baseline itself where there was none before', () => {
    const session = played([mmap(0), status({ VmSize: 500 }), mmap(1), status({ VmSize: 504 })]);
    expect(lines(session)).toEqual([]);
    expect(session.compared.checkpoints).toBe(2);
  });

  it('begins anew after fork() = 0', () => {
    const forked = call('fork', [], { result: 0n });
    const session = played([mmap(0), forked, status({ VmSize: 70 }), mmap(1), status({ VmSize: 78 })], {
      status: { VmSize: 1000 },
    });
    expect(lines(session)).toEqual(['test.strace:104: status VmSize: recorded 78 kB, model 74 kB']);
  });

  const complete = [{ start: slot(0), end: slot(0) + PAGE }];
  const outside = page(5);
  /** One page written inside the complete range, and resident pages outside that only the recording knows. */
  const resident = (rss: number, system: ProgramOptions['system'] = {}): Session =>
    played(
      [
        mmap(0),
        store(slot(0)),
        checkpoint(smapsOf([smaps(outside, 8), smaps(page(0), KB)])),
        status({ VmRSS: rss, RssAnon: rss }),
      ],
      {
        complete,
        system,
        maps: [outside],
        smaps: [smaps(outside, 4)],
        status: { VmRSS: 104, RssAnon: 104 },
      },
    );

  it('shows resident sizes as far as accesses are known', () => {
    expect(lines(resident(112))).toEqual([]);
    expect(lines(resident(108))).toEqual([
      'test.strace:103: status VmRSS: recorded 108 kB, model 112 kB',
      'test.strace:103: status RssAnon: recorded 108 kB, model 112 kB',
    ]);
  });

  it('shows no resident sizes on 6.1, which batches them', () => {
    expect(lines(resident(108, { kernel: '6.1.99' }))).toEqual([]);
  });

  const tables = (items: readonly Item[]): Session =>
    played([...items, status({ VmPTE: 96 })], { complete, maps: [outside], smaps: [], status: { VmPTE: 100 } });

  it('shows page tables while nothing outside changes and nobody forks', () => {
    expect(lines(tables([mmap(0)]))).toEqual(['test.strace:101: status VmPTE: recorded 96 kB, model 100 kB']);
    expect(lines(tables([mmap(0), maps([outside, page(0)])]))).toHaveLength(1);
    const unmap = call('munmap', [slot(5), PAGE], { result: 0n });
    expect(lines(tables([unmap, maps([])]))).toEqual([]);
    expect(lines(tables([call('fork', [], { result: 9n })]))).toEqual([]);
    expect(lines(tables([call('clone', [0x100n], { result: 9n })]))).toHaveLength(1);
  });
});

describe('smaps and pagemap', () => {
  const complete = [{ start: slot(0), end: slot(0) + PAGE }];

  it('compare resident pages inside complete ranges only', () => {
    const items = [
      mmap(0),
      mmap(1),
      store(slot(0)),
      checkpoint(smapsOf([smaps(page(1), KB), smaps(page(0), KB)])),
      checkpoint({ kind: 'pagemap', start: slot(1) as never, pages: 'AA' }),
    ];
    expect(lines(played(items, { complete }))).toEqual([]);
    expect(lines(played(items.toSpliced(2, 1), { complete }))).toEqual([
      'test.strace:102: smaps 000ff000-00100000 Rss: recorded 4 kB, model 0 kB'.replace('102', '2'),
      'test.strace:2: smaps 000ff000-00100000 Private_Dirty: recorded 4 kB, model 0 kB',
      'test.strace:2: smaps 000ff000-00100000 Anonymous: recorded 4 kB, model 0 kB',
      'test.strace:103: pagemap 0xff000: recorded A, model .',
    ]);
  });

  it('end the comparison where their maps lines differ', () => {
    const session = played([mmap(0), checkpoint(smapsOf([smaps(page(0, 'r--p'), 0)], 60)), mmap(5)]);
    expect(lines(session)).toHaveLength(1);
    expect(session.calls[1]?.verdict).toBe('unchecked');
  });
});
