import { describe, expect, it } from 'vitest';
import { PROT, parseSmapsFlags, type InitialState } from '@mm-playground/api';
import { arm64 } from '@mm-playground/arch-arm64';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { v6_1 } from '../kernels/v6-1.ts';
import { at, bareMachine, draw, mmOf, PAGE, type Outcome, type Strip } from '../testing/strip.ts';

// Tried on 6.12 and 7.2, booted on a CPU that has keys; what a machine without them says is 6.18.44's.

const { PROT_READ, PROT_WRITE, PROT_EXEC, PROT_NONE } = PROT.values;
const RW = PROT_READ | PROT_WRITE;
const NO_KEY = 2n ** 64n - 1n;
const withKeys = (picture: string): Strip => mmOf(picture, { system: { pkeys: true } });
const alloc = (mm: Strip, rights = 0n, flags = 0n): Outcome => mm.call('pkey_alloc', flags, rights);
const free = (mm: Strip, key: bigint): Outcome => mm.call('pkey_free', key);
const protect = (mm: Strip, page: number, pages: number, prot: bigint, key: bigint): Outcome =>
  mm.call('pkey_mprotect', at(page), BigInt(pages) * PAGE, prot, key);
/** Keys of the arena's mappings, as smaps shows them. */
const keys = (mm: Strip): (number | undefined)[] =>
  mm.view
    .smaps()
    .filter(({ maps }) => maps.start >= at(0) && maps.start < at(64))
    .map(({ protectionKey }) => protectionKey);

describe('keys', () => {
  it('are given out from the lowest, freed once, and 15 at most', () => {
    const mm = withKeys('');
    expect([alloc(mm), alloc(mm), alloc(mm)]).toEqual([1, 2, 3]);
    expect([free(mm, 3n), free(mm, 3n), free(mm, 9n), free(mm, 16n), free(mm, NO_KEY)]).toEqual([
      0,
      ...Array<string>(4).fill('EINVAL'),
    ]);
    for (let key = 3; key < 16; key++) expect(alloc(mm)).toBe(key);
    expect(alloc(mm)).toBe('ENOSPC');
  });

  it('include 0, which may be freed and had again', () => {
    const mm = withKeys('');
    expect([free(mm, 0n), alloc(mm)]).toEqual([0, 0]);
  });

  it('want no flags and known rights', () => {
    expect([alloc(withKeys(''), 0n, 1n), alloc(withKeys(''), 4n)]).toEqual(['EINVAL', 'EINVAL']);
  });

  it('are inherited by a child', () => {
    const mm = withKeys('');
    alloc(mm);
    mm.fork();
    expect([free(mm, 1n), free(mm, 2n)]).toEqual([0, 'EINVAL']);
  });

  it('do not exist without the CPU', () => {
    const mm = mmOf('w');
    expect([alloc(mm), free(mm, 1n), protect(mm, 0, 1, RW, 0n), protect(mm, 0, 1, RW, 1n)]).toEqual(
      Array(4).fill('EINVAL'),
    );
    expect([protect(mm, 0, 0, RW, 1n), protect(mm, 0, 1, RW, NO_KEY)]).toEqual([0, 0]);
    expect(keys(mm)).toEqual([undefined]);
  });
});

it('without keys in the architecture there are no calls for them', () => {
  const mm = mmOf('w', { arch: riscv64.configure({}) });
  expect([alloc(mm), free(mm, 1n), protect(mm, 0, 1, PROT_READ, NO_KEY)]).toEqual(['ENOSYS', 'ENOSYS', 'ENOSYS']);
  expect(draw(mm)).toBe('w');
});

it('without keys in the processor, x86-64 runs out of them at the second try, and so do children', () => {
  const mm = mmOf('');
  expect([alloc(mm, 4n), alloc(mm), alloc(mm), free(mm, 0n)]).toEqual(['EINVAL', 'EINVAL', 'ENOSPC', 'EINVAL']);
  mm.fork();
  expect(alloc(mm)).toBe('ENOSPC');
});

describe('arm64 without keys in its processor', () => {
  it('lets every process have the first key, and lose it', () => {
    const mm = mmOf('ww', { arch: arm64.configure({}) });
    expect([protect(mm, 0, 1, PROT_READ, 0n), protect(mm, 0, 1, PROT_READ, 1n), alloc(mm, 8n), alloc(mm, 16n)]).toEqual(
      [0, 'EINVAL', 'ENOSPC', 'EINVAL'],
    );
    expect([free(mm, 1n), free(mm, 0n), free(mm, 0n), protect(mm, 0, 1, RW, 0n)]).toEqual([
      'EINVAL',
      0,
      'EINVAL',
      'EINVAL',
    ]);
    expect(protect(mm, 0, 1, RW, NO_KEY)).toBe(0);
    mm.fork();
    expect(protect(mm, 0, 1, RW, 0n)).toBe('EINVAL');
  });

  it('has no calls for them before 6.12', () => {
    expect(alloc(mmOf('', { arch: arm64.configure({}), kernel: v6_1 }))).toBe('ENOSYS');
  });
});

describe('pkey_mprotect', () => {
  it('splits and merges by key', () => {
    const mm = withKeys('wwww');
    alloc(mm);
    protect(mm, 0, 1, RW, 1n);
    protect(mm, 1, 1, RW, 1n);
    expect([draw(mm), ...keys(mm)]).toEqual(['ww|ww', 1, 0]);
    protect(mm, 0, 1, RW, 0n);
    expect([draw(mm), ...keys(mm)]).toEqual(['w|w|ww', 0, 1, 0]);
  });

  it('keeps the key where none is given, as mprotect and mremap do', () => {
    const mm = withKeys('w');
    alloc(mm);
    protect(mm, 0, 1, RW, 1n);
    protect(mm, 0, 1, PROT_READ, NO_KEY);
    mm.mprotect(0, 1, 'rw');
    mm.mremap(0, 1, 1, 'MAYMOVE|FIXED', 4);
    mm.mmap(3, 1);
    expect([draw(mm), ...keys(mm)]).toEqual(['...w|w', 0, 1]);
  });

  it.each([
    ['nothing of no bytes, whatever the key', [at(0), 0n, RW, 9n], 0],
    ['a range that wraps, before the key', [at(0), 2n ** 64n - PAGE, RW, 9n], 'ENOMEM'],
    ['a key that is not allocated, before the hole', [at(8), PAGE, RW, 9n], 'EINVAL'],
    ['a key beyond all', [at(0), PAGE, RW, 16n], 'EINVAL'],
    ['a key below -1', [at(0), PAGE, RW, 2n ** 64n - 2n], 'EINVAL'],
    ['a hole', [at(8), PAGE, RW, 0n], 'ENOMEM'],
  ] as const)('%s', (_, args, outcome) => {
    expect(withKeys('w').call('pkey_mprotect', ...args)).toBe(outcome);
  });
});

describe('memory that may only be executed', () => {
  it('has a key of its own, which is nobody else’s', () => {
    const mm = withKeys('wwww');
    alloc(mm);
    mm.mprotect(1, 1, 'x');
    protect(mm, 2, 1, PROT_EXEC, NO_KEY);
    mm.mmap(4, 1, 'x');
    expect([draw(mm), ...keys(mm)]).toEqual(['w|xx|w|x', 0, 2, 0, 2]);
    expect([free(mm, 2n), protect(mm, 0, 1, RW, 2n), alloc(mm)]).toEqual(['EINVAL', 'EINVAL', 3]);
  });

  it('loses the key with the first other right; a key that was asked for stays', () => {
    const mm = withKeys('ww');
    alloc(mm);
    mm.mprotect(0, 1, 'x');
    protect(mm, 1, 1, PROT_EXEC, 1n);
    expect(keys(mm)).toEqual([2, 1]);
    mm.mprotect(0, 2, 'rx');
    expect([draw(mm), ...keys(mm)]).toEqual(['x|x', 0, 1]);
    mm.mprotect(0, 2, 'x');
    expect([draw(mm), ...keys(mm)]).toEqual(['xx', 2]);
  });

  it('goes without where no key is left', () => {
    const mm = withKeys('ww');
    while (alloc(mm) !== 'ENOSPC');
    protect(mm, 0, 1, RW, 5n);
    mm.mprotect(0, 2, 'x');
    mm.mmap(2, 1, 'x');
    expect(keys(mm)).toEqual([5, 0]);
  });

  it('cannot be read', () => {
    const mm = withKeys('w');
    mm.store(0);
    mm.mprotect(0, 1, 'x');
    expect([mm.load(0), mm.call('fetch', at(0))]).toEqual(['SIGSEGV SEGV_PKUERR', 0]);
  });
});

describe('populating', () => {
  const LOCKED = 'PRIVATE|ANONYMOUS|FIXED|LOCKED';

  it('brings in no page that the key forbids: mlock says ENOMEM, mmap nothing', () => {
    const mm = withKeys('');
    mm.mmap(0, 1, 'x');
    expect([mm.mlock(0, 1), mm.mmap(1, 1, 'x', LOCKED)]).toEqual(['ENOMEM', 1]);
    expect(mm.counters.anon_rss).toBe(0);
    expect(mm.view.pagemap(mm.vma(0).start, 2)).toBe('..');
  });

  it.each([
    [1n, ['EINVAL', 'EINVAL', 'ENOMEM']],
    [2n, [0, 'EINVAL', 'ENOMEM']],
  ])('by the rights %s of its key, reading, writing, and locking a private page', (rights, expected) => {
    const mm = withKeys('w');
    alloc(mm, rights);
    protect(mm, 0, 1, RW, 1n);
    expect([mm.madvise(0, 1, 'POPULATE_READ'), mm.madvise(0, 1, 'POPULATE_WRITE'), mm.mlock(0, 1)]).toEqual(expected);
  });

  it('reads what is shared, which a key against writing lets it', () => {
    const mm = withKeys('');
    mm.mmap(0, 1, 'rw', 'SHARED|ANONYMOUS|FIXED');
    alloc(mm, 2n);
    protect(mm, 0, 1, RW, 1n);
    expect([mm.mlock(0, 1), mm.view.pagemap(mm.vma(0).start, 1)]).toEqual([0, 'F']);
  });
});

describe('an access', () => {
  it.each([
    [0n, 0, 0],
    [1n, 'SIGSEGV SEGV_PKUERR', 'SIGSEGV SEGV_PKUERR'],
    [2n, 0, 'SIGSEGV SEGV_PKUERR'],
  ])('by the rights %s of its key: load gives %s, store %s', (rights, load, store) => {
    const mm = withKeys('w');
    mm.store(0);
    alloc(mm, rights);
    protect(mm, 0, 1, RW, 1n);
    expect([mm.load(0), mm.store(0)]).toEqual([load, store]);
  });

  it('tells the key in the error code where there is a page, and not where there is none', () => {
    const mm = withKeys('ww');
    mm.store(0);
    alloc(mm, 1n);
    protect(mm, 0, 2, RW, 1n);
    const codes: bigint[] = [];
    const ignore = (): void => undefined;
    mm.machine.trace({
      ...{ enter: ignore, exit: ignore, step: ignore },
      tracepoint: (deferred) => {
        const event = deferred.read();
        if (event.name === 'page_fault_user') codes.push(event.errorCode);
      },
    });
    const results = [mm.load(0), mm.store(0), mm.load(1)];
    expect(results).toEqual(Array(3).fill('SIGSEGV SEGV_PKUERR'));
    expect(codes).toEqual([0x25n, 0x27n, 0x4n]);
  });

  it('that both key and mapping forbid is the key’s', () => {
    const mm = withKeys('w');
    alloc(mm, 1n);
    protect(mm, 0, 1, PROT_NONE, 1n);
    expect(mm.load(0)).toBe('SIGSEGV SEGV_PKUERR');
  });
});

it('keys of a recording are taken, and the one of execute-only memory is the kernel’s', () => {
  const machine = bareMachine({ system: { pkeys: true } });
  const smaps = (
    [
      [0, 'rd wr mr mw me ac', 4],
      [2, 'ex mr mw me', 7],
    ] as const
  ).map(([page, flags, protectionKey]) => ({
    line: 1,
    row: {
      maps: { start: at(page), end: at(page + 1), perms: 'rw-p', offset: 0n, device: '00:00', inode: 0n, name: '' },
      sizes: {},
      thpEligible: undefined,
      protectionKey,
      flags: parseSmapsFlags(flags).flags,
    },
  }));
  const span = { line: 1, column: 1, length: 0 };
  const state: InitialState = { span, layout: {}, maps: undefined, smaps, status: undefined };
  machine.adopt('', state);
  const mm = Object.assign(mmOf(''), { machine });
  expect(keys(mm)).toEqual([4, 7]);
  expect([free(mm, 7n), free(mm, 4n), alloc(mm)]).toEqual(['EINVAL', 0, 1]);
});
