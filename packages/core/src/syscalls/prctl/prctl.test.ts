import { describe, expect, it } from 'vitest';
import { NotModelled, PRCTL, findConstant, type InitialState } from '@mm-playground/api';
import { v6_1 } from '../../kernels/v6-1.ts';
import { v6_12 } from '../../kernels/v6-12.ts';
import { v6_18 } from '../../kernels/v6-18.ts';
import { at, bareMachine, draw, mmOf, PAGE, Strip, type Outcome } from '../../testing/strip.ts';

const P = PRCTL.values;
const prctl = (mm: Strip, operation: keyof typeof P, ...args: bigint[]): Outcome =>
  mm.call('prctl', P[operation], ...args);

describe('an operation of a later kernel', () => {
  it.each(['PR_SET_MDWE', 'PR_GET_MDWE', 'PR_SET_MEMORY_MERGE', 'PR_GET_MEMORY_MERGE'] as const)(
    '%s is not known to 6.1',
    (operation) => {
      const args = operation.startsWith('PR_SET') ? [1n] : [];
      expect(prctl(mmOf('', { kernel: v6_1 }), operation, ...args)).toBe('EINVAL');
      expect(prctl(mmOf('', { kernel: v6_12 }), operation, ...args)).toBe(0);
    },
  );

  it.each([
    ['6.12', v6_12, 'ww|ww'],
    ['6.18', v6_18, 'wwww'],
  ] as const)('PR_SET_MEMORY_MERGE lets new memory join what it marked, or not: %s', (_id, kernel, expected) => {
    const mm = mmOf('ww', { kernel });
    prctl(mm, 'PR_SET_MEMORY_MERGE', 1n);
    mm.mmap(2, 2);
    expect(draw(mm)).toBe(expected);
    expect(mm.flags(2)).toContain('mg');
  });

  it('lets 6.12 keep huge pages away everywhere, or nowhere', () => {
    const mm = mmOf('', { kernel: v6_12 });
    expect(prctl(mm, 'PR_SET_THP_DISABLE', 1n, P.PR_THP_DISABLE_EXCEPT_ADVISED)).toBe('EINVAL');
    expect(prctl(mm, 'PR_SET_THP_DISABLE', 1n)).toBe(0);
  });
});

describe('PR_SET_MDWE', () => {
  it.each([
    [0, [0n]],
    [0, [1n]],
    [0, [3n]],
    ['EINVAL', [2n]],
    ['EINVAL', [4n]],
    ['EINVAL', [1n, 1n]],
    ['EINVAL', [1n, 0n, 0n, 1n]],
  ] as const)('gives %s for %s', (outcome, args) => {
    expect(prctl(mmOf(''), 'PR_SET_MDWE', ...args)).toBe(outcome);
  });

  it('is for good', () => {
    const mm = mmOf('');
    prctl(mm, 'PR_SET_MDWE', 1n);
    expect([0n, 1n, 3n, 4n].map((bits) => prctl(mm, 'PR_SET_MDWE', bits))).toEqual(['EPERM', 0, 'EPERM', 'EINVAL']);
    expect(prctl(mm, 'PR_GET_MDWE', 0n)).toBe(1);
    expect(prctl(mm, 'PR_GET_MDWE', 1n)).toBe('EINVAL');
  });

  it('goes on in a child, unless it was set not to', () => {
    const inherited = ([bits]: readonly [bigint]): Outcome => {
      const mm = mmOf('');
      prctl(mm, 'PR_SET_MDWE', bits);
      mm.fork();
      return prctl(mm, 'PR_GET_MDWE');
    };
    expect(inherited([1n])).toBe(1);
    expect(inherited([3n])).toBe(0);
  });

  it('refuses what is writable and executable, and leaves what was there', () => {
    const mm = mmOf('ww');
    prctl(mm, 'PR_SET_MDWE', 1n);
    for (const flags of ['PRIVATE|ANONYMOUS|FIXED', 'SHARED|ANONYMOUS|FIXED', 'DROPPABLE|ANONYMOUS|FIXED'])
      expect(mm.mmap(0, 1, 'rwx', flags)).toBe('EACCES');
    expect(mm.mmap(0, 1, 'rwx', 'PRIVATE|ANONYMOUS|FIXED_NOREPLACE')).toBe('EEXIST');
    expect(draw(mm)).toBe('ww');
    expect(mm.mmap(1, 1, 'rx')).toBe(1);
    expect(draw(mm)).toBe('w|x');
  });

  it('is asked after the seals of a memfd', () => {
    const mm = mmOf('');
    const fd = mm.memfd(1);
    mm.call('fcntl', BigInt(fd), findConstant('F_ADD_SEALS') ?? 0n, findConstant('F_SEAL_WRITE') ?? 0n);
    prctl(mm, 'PR_SET_MDWE', 1n);
    expect(mm.mmap(0, 1, 'rwx', 'SHARED|FIXED', fd)).toBe('EPERM');
    expect(mm.mmap(0, 1, 'rwx', 'PRIVATE|FIXED', fd)).toBe('EACCES');
  });

  it('lets mprotect keep EXEC and take it away, but not add it', () => {
    const mm = mmOf('wxe');
    prctl(mm, 'PR_SET_MDWE', 1n);
    expect([mm.mprotect(0, 1, 'rx'), mm.mprotect(0, 1, 'rwx'), mm.mprotect(1, 1, 'rwx')]).toEqual(
      Array(3).fill('EACCES'),
    );
    expect([mm.mprotect(1, 1, 'x'), mm.mprotect(1, 1, 'rx'), mm.mprotect(2, 1, 'rx')]).toEqual([0, 0, 0]);
    expect(mm.mprotect(2, 1, 'rwx')).toBe('EACCES');
    expect([mm.mprotect(1, 1, 'r'), mm.mprotect(1, 1, 'rx')]).toEqual([0, 'EACCES']);
  });

  it('comes before a seal, and leaves the mappings before it changed', () => {
    const mm = mmOf('xw');
    prctl(mm, 'PR_SET_MDWE', 1n);
    expect(mm.mprotect(0, 2, 'x')).toBe('EACCES');
    expect(mm.vmas.map(({ perms }) => perms)).toEqual(['--xp', 'rw-p']);
    mm.mseal(0, 1);
    expect(mm.mprotect(0, 1, 'rwx')).toBe('EACCES');
    expect(mm.mprotect(0, 1, 'r')).toBe('EPERM');
  });
});

describe('PR_SET_THP_DISABLE', () => {
  it.each([
    [0, [1n], 1],
    [0, [7n], 1],
    [0, [1n, 2n], 3],
    ['EINVAL', [1n, 1n], 0],
    ['EINVAL', [0n, 2n], 0],
    ['EINVAL', [0n, 0n, 1n], 0],
    ['EINVAL', [0n, 0n, 0n, 1n], 0],
  ] as const)('gives %s for %s, and is then %i', (outcome, args, then) => {
    const mm = mmOf('');
    expect(prctl(mm, 'PR_SET_THP_DISABLE', ...args)).toBe(outcome);
    expect(prctl(mm, 'PR_GET_THP_DISABLE')).toBe(then);
    mm.fork();
    expect(prctl(mm, 'PR_GET_THP_DISABLE')).toBe(then);
  });

  it('keeps huge pages away, but for what was advised if so asked', () => {
    const mm = mmOf('', { system: { thp: 'madvise' } });
    mm.mmap(0, 1024);
    mm.madvise(0, 1024, 'HUGEPAGE');
    const eligible = (): number | undefined => mm.view.smaps().find(({ maps }) => maps.start === at(0))?.thpEligible;
    expect(eligible()).toBe(1);
    prctl(mm, 'PR_SET_THP_DISABLE', 1n);
    expect(eligible()).toBe(0);
    mm.store(0);
    expect(mm.counters.anon_rss).toBe(1);
    prctl(mm, 'PR_SET_THP_DISABLE', 1n, 2n);
    expect(eligible()).toBe(1);
  });
});

describe('PR_SET_MEMORY_MERGE', () => {
  it('marks all private memory, and what comes later: mappings, heap, children', () => {
    const mm = mmOf('w.s.');
    mm.mmap(4, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED');
    expect(prctl(mm, 'PR_SET_MEMORY_MERGE', 1n)).toBe(0);
    mm.mmap(6, 1, 'rw', 'PRIVATE|FIXED', mm.open('/data'));
    mm.mmap(1, 1);
    expect(draw(mm)).toBe('ww|s.w.f');
    expect([0, 2, 4, 6].map((page) => mm.flags(page).endsWith('mg'))).toEqual([true, false, false, true]);
    mm.call('brk', 0x5555_5555_8000n);
    expect(mm.view.vmas.find(({ name }) => name === '[heap]')?.flags.toSmaps()).toContain('mg');
    mm.fork();
    expect(prctl(mm, 'PR_GET_MEMORY_MERGE')).toBe(1);
  });

  it('leaves neighbours apart that become alike', () => {
    const mm = mmOf('ww');
    mm.madvise(0, 1, 'MERGEABLE');
    expect(draw(mm)).toBe('w|w');
    prctl(mm, 'PR_SET_MEMORY_MERGE', 1n);
    expect([draw(mm), mm.flags(0) === mm.flags(1)]).toEqual(['w|w', true]);
  });

  it('does not come back to what MADV_UNMERGEABLE took, and takes everything when it ends', () => {
    const mm = mmOf('www');
    prctl(mm, 'PR_SET_MEMORY_MERGE', 1n);
    mm.madvise(0, 1, 'UNMERGEABLE');
    prctl(mm, 'PR_SET_MEMORY_MERGE', 1n);
    expect(mm.flags(0)).not.toContain('mg');
    prctl(mm, 'PR_SET_MEMORY_MERGE', 0n);
    expect([draw(mm), mm.flags(1)]).toEqual(['w|ww', mm.flags(0)]);
    mm.madvise(0, 1, 'MERGEABLE');
    prctl(mm, 'PR_SET_MEMORY_MERGE', 0n);
    expect(mm.flags(0)).toContain('mg');
  });

  it('takes no further arguments', () => {
    expect(prctl(mmOf(''), 'PR_SET_MEMORY_MERGE', 1n, 1n)).toBe('EINVAL');
    expect(prctl(mmOf(''), 'PR_GET_MEMORY_MERGE', 1n)).toBe('EINVAL');
  });
});

describe('MADV_MERGEABLE', () => {
  it('splits and merges as any flag does', () => {
    const mm = mmOf('wwww');
    expect(mm.madvise(1, 1, 'MERGEABLE')).toBe(0);
    expect(draw(mm)).toBe('w|w|ww');
    mm.madvise(0, 4, 'MERGEABLE');
    expect([draw(mm), mm.flags(0)]).toEqual(['wwww', 'rd wr mr mw me ac mg']);
    mm.madvise(0, 4, 'UNMERGEABLE');
    expect(mm.flags(0)).toBe('rd wr mr mw me ac');
  });

  it('passes over what KSM cannot merge: anything shared, droppable or special', () => {
    const mm = mmOf('s');
    mm.mmap(1, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED');
    expect(mm.madvise(0, 2, 'MERGEABLE')).toBe(0);
    expect([0, 1].some((page) => mm.flags(page).includes('mg'))).toBe(false);
    expect(mm.madvise(0, 2, 'UNMERGEABLE')).toBe(0);
  });
});

describe('PR_SET_MM', () => {
  const layout = {
    startCode: 0x40_1000n,
    endCode: 0x40_2000n,
    startData: 0x40_3000n,
    endData: 0x40_3800n,
    startBrk: 0x1000_0000n,
    brk: 0x1000_0000n,
    startStack: 0x7ffd_0000_0000n,
    argStart: 0x7ffd_0000_0000n,
    argEnd: 0x7ffd_0000_0100n,
    envStart: 0x7ffd_0000_0100n,
    envEnd: 0x7ffd_0000_0200n,
  };
  const withLayout = (caps?: bigint, without: Partial<typeof layout> = {}): Strip => {
    const machine = bareMachine(caps === undefined ? {} : { system: { caps } });
    const span = { line: 1, column: 1, length: 0 };
    const state: InitialState = {
      span,
      layout: { ...layout, ...without },
      maps: [],
      smaps: undefined,
      status: undefined,
    };
    const mm = new Strip();
    machine.adopt('', state);
    return Object.assign(mm, { machine });
  };
  const set = (mm: Strip, border: string, addr: bigint, ...rest: bigint[]): Outcome =>
    mm.call('prctl', P.PR_SET_MM, findConstant(`PR_SET_MM_${border}`) ?? 99n, addr, ...rest);

  it('moves the heap, and brk goes on there', () => {
    const mm = withLayout();
    mm.mmap(0, 4);
    expect(set(mm, 'BRK', at(2))).toBe(0);
    expect(mm.vmas.map(({ name }) => name)).toEqual(['[heap]']);
    expect(mm.call('brk', at(1))).toBe(1);
    expect(draw(mm)).toBe('w.ww');
  });

  it('does without the borders that a recording leaves out, unless one of a pair with them is to move', () => {
    const mm = withLayout(undefined, { argEnd: 0n });
    expect(set(mm, 'END_DATA', 0x40_3900n)).toBe(0);
    expect(() => set(mm, 'ARG_START', at(0))).toThrow(NotModelled);
  });

  // Measured on 6.1.176, 6.12.117 and 7.2.13, booted.
  it('reads an auxiliary vector, which brings its pages in; of no bytes from anywhere', () => {
    const mm = withLayout();
    mm.mmap(0, 3);
    expect([set(mm, 'AUXV', 0x5n), set(mm, 'AUXV', at(5))]).toEqual([0, 0]);
    expect([set(mm, 'AUXV', at(2) - 8n, 16n), mm.view.pagemap(mm.vma(0).start, 3)]).toEqual([0, '.aa']);
    expect([set(mm, 'AUXV', at(3) - 8n, 16n), set(mm, 'AUXV', at(5), 8n)]).toEqual(['EFAULT', 'EFAULT']);
    expect(() => set(mm, 'AUXV', at(0), 385n)).toThrow(NotModelled);
  });

  it('takes a descriptor for the program file, and believes the log about it', () => {
    const mm = withLayout();
    expect([set(mm, 'EXE_FILE', 99n), set(mm, 'EXE_FILE', BigInt(mm.open('/data')))]).toEqual(['EBADF', 0]);
  });

  it('says where the stack is', () => {
    const mm = withLayout();
    mm.mmap(4, 1);
    mm.mmap(0x10, 1);
    expect(set(mm, 'START_STACK', at(0x10))).toBe(0);
    expect(mm.vmas.map(({ name }) => name)).toEqual(['', '[stack]']);
    set(mm, 'START_STACK', at(5));
    expect(mm.vmas.map(({ name }) => name)).toEqual(['[stack]', '']);
  });

  it.each([
    ['EINVAL', 'an operation that does not exist', 'NOTHING', at(0)],
    ['EINVAL', 'an address below mmap_min_addr', 'BRK', 0x1000n],
    ['EINVAL', 'one beyond user space', 'BRK', 1n << 47n],
    ['EINVAL', 'a break below its start', 'BRK', 0xfff_ffffn],
    ['EINVAL', 'a start of the heap behind the break', 'START_BRK', 0x1000_0001n],
    ['EINVAL', 'code that ends where it begins', 'END_CODE', 0x40_1000n],
    ['EINVAL', 'arguments that end before they begin', 'ARG_END', 0x40_0000n],
    [0, 'data that ends where it begins', 'END_DATA', 0x40_3000n],
    [0, 'code that is not mapped', 'END_CODE', 0x7000_0000n],
  ] as const)('%s: %s', (outcome, _, border, addr) => {
    const mm = withLayout();
    mm.mmap(0, 1);
    expect(set(mm, border, addr)).toBe(outcome);
  });

  it('wants a mapping at or above the border of stack and arguments', () => {
    const mm = withLayout();
    mm.mmap(4, 1);
    expect([set(mm, 'START_STACK', at(2)), set(mm, 'START_STACK', at(5))]).toEqual([0, 'EFAULT']);
  });

  it('counts data and heap against RLIMIT_DATA', () => {
    const mm = withLayout();
    mm.limit('RLIMIT_DATA', 2n * PAGE);
    expect([set(mm, 'BRK', at(1)), set(mm, 'BRK', at(2))]).toEqual([0, 'EINVAL']);
  });

  it('needs CAP_SYS_RESOURCE, which is asked for after spare arguments and before all else', () => {
    const mm = withLayout(0n);
    expect(set(mm, 'BRK', at(1))).toBe('EPERM');
    expect(set(mm, 'NOTHING', at(1))).toBe('EPERM');
    expect(set(mm, 'NOTHING', at(1), 1n)).toBe('EINVAL');
    expect(set(mm, 'BRK', at(1), 0n, 1n)).toBe('EINVAL');
  });
});
