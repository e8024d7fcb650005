import { describe, expect, it } from 'vitest';
import { NotModelled, OPEN, UFFD, type ArgValue } from '@mm-playground/api';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { v6_1 } from '../../kernels/v6-1.ts';
import { v6_12 } from '../../kernels/v6-12.ts';
import { v6_18 } from '../../kernels/v6-18.ts';
import { at, draw, mmOf, PAGE, type Outcome, type Strip } from '../../testing/strip.ts';

const U = UFFD.values;
const MISSING = U.UFFDIO_REGISTER_MODE_MISSING;
const WP = U.UFFDIO_REGISTER_MODE_WP;
const MINOR = U.UFFDIO_REGISTER_MODE_MINOR;

const struct = (fields: Readonly<Record<string, bigint | ArgValue>>): ArgValue => ({
  kind: 'struct',
  fields: Object.entries(fields).map(([name, value]) => ({
    name,
    value: typeof value === 'bigint' ? { kind: 'int', value } : value,
  })),
  abbreviated: false,
});

/** A userfaultfd that answers with a signal. */
function userfaultfd(mm: Strip, features = U.UFFD_FEATURE_SIGBUS): bigint {
  const fd = BigInt(mm.call('userfaultfd', OPEN.values.O_CLOEXEC));
  mm.call('ioctl', fd, U.UFFDIO_API, struct({ api: 0xaan, features }));
  return fd;
}
const registerBytes = (mm: Strip, fd: bigint, start: bigint, len: bigint, mode: bigint): Outcome =>
  mm.call('ioctl', fd, U.UFFDIO_REGISTER, struct({ range: struct({ start, len }), mode }));
const register = (mm: Strip, fd: bigint, page: number, pages: number, mode: bigint = MISSING): Outcome =>
  registerBytes(mm, fd, at(page), BigInt(pages) * PAGE, mode);
const unregister = (mm: Strip, fd: bigint, page: number, pages: number): Outcome =>
  mm.call('ioctl', fd, U.UFFDIO_UNREGISTER, struct({ start: at(page), len: BigInt(pages) * PAGE }));
/** Which VMAs are registered for what: `um`, `um uw`, or nothing. */
const modes = (mm: Strip): string[] =>
  mm.vmas.map(
    ({ flags }) =>
      flags
        .toSmaps()
        .match(/\bu[mwi]\b/g)
        ?.join(' ') ?? '',
  );

describe('a userfaultfd', () => {
  it('keeps memory apart from its like that is registered with another', () => {
    const mm = mmOf('ww');
    const [one, other] = [userfaultfd(mm), userfaultfd(mm)];
    register(mm, one, 0, 1);
    register(mm, other, 1, 1);
    expect([draw(mm), modes(mm)]).toEqual(['w|w', ['um', 'um']]);
  });

  it.each([
    ['6.12', v6_12, 0, ['', 'um']],
    ['6.18', v6_18, 'EINVAL', ['um']],
  ] as const)('is asked to let a range of another one go on %s', (_id, kernel, outcome, expected) => {
    const mm = mmOf('ww', { kernel });
    const [one, other] = [userfaultfd(mm), userfaultfd(mm)];
    register(mm, one, 0, 2);
    expect(unregister(mm, other, 0, 1)).toBe(outcome);
    expect(modes(mm)).toEqual(expected);
  });

  it.each([
    ['6.1', v6_1, 'w|w|www'],
    ['6.12', v6_12, 'w|wwww'],
  ] as const)('registers up to a registered neighbour on %s', (_id, kernel, expected) => {
    const mm = mmOf('wwwww', { kernel });
    const fd = userfaultfd(mm);
    register(mm, fd, 2, 3);
    register(mm, fd, 1, 1);
    expect(draw(mm)).toBe(expected);
  });

  it('is agreed on once, before all else', () => {
    const mm = mmOf('w');
    expect(mm.call('userfaultfd', 2n)).toBe('EINVAL');
    const fd = BigInt(mm.call('userfaultfd', 0n));
    const api = (version: bigint, features: bigint): Outcome =>
      mm.call('ioctl', fd, U.UFFDIO_API, struct({ api: version, features }));
    expect(register(mm, fd, 0, 1)).toBe('EINVAL');
    expect([api(0xabn, 0n), api(0xaan, 1n << 60n), api(0xaan, 0n), api(0xaan, 0n)]).toEqual([
      'EINVAL',
      'EINVAL',
      0,
      'EINVAL',
    ]);
    expect(register(mm, fd, 0, 1)).toBe(0);
  });

  it('that waits for events is refused loudly', () => {
    expect(() => userfaultfd(mmOf(''), U.UFFD_FEATURE_EVENT_FORK)).toThrow(NotModelled);
  });
});

describe('registering', () => {
  it('splits and merges by mode and by userfaultfd', () => {
    const mm = mmOf('wwwwww');
    const [one, two] = [userfaultfd(mm), userfaultfd(mm)];
    register(mm, one, 0, 1);
    register(mm, one, 1, 1);
    expect(draw(mm)).toBe('ww|wwww');
    register(mm, one, 2, 1, MISSING | WP);
    register(mm, two, 3, 1);
    expect([draw(mm), ...modes(mm)]).toEqual(['ww|w|w|ww', 'um', 'um uw', 'um', '']);
  });

  it('again replaces the mode, but for what has it already', () => {
    const mm = mmOf('ww');
    const fd = userfaultfd(mm);
    register(mm, fd, 0, 2);
    register(mm, fd, 0, 1, WP);
    expect(modes(mm)).toEqual(['uw', 'um']);
    register(mm, fd, 0, 1, MISSING | WP);
    register(mm, fd, 0, 1, MISSING);
    expect(modes(mm)).toEqual(['um uw', 'um']);
  });

  it('for write protection is EINVAL on riscv64, in any company, and so is whatever belongs to it', () => {
    const mm = mmOf('w', { arch: riscv64.configure({}) });
    const fd = userfaultfd(mm);
    expect([MISSING, WP, MISSING | WP].map((mode) => register(mm, fd, 0, 1, mode))).toEqual([0, 'EINVAL', 'EINVAL']);
    const agreed = Array.from({ length: 17 }, (_, bit) => {
      const another = BigInt(mm.call('userfaultfd', OPEN.values.O_CLOEXEC));
      const features = 1n << BigInt(bit);
      const isEvent = [1, 2, 3, 6].includes(bit);
      return isEvent ? 0 : mm.call('ioctl', another, U.UFFDIO_API, struct({ api: 0xaan, features }));
    });
    // Tried on 6.12.117 and 7.2.13.
    expect(agreed.flatMap((outcome, bit) => (outcome === 0 ? [] : [[bit, outcome]]))).toEqual([
      [0, 'EINVAL'],
      [12, 'EINVAL'],
      [13, 'EINVAL'],
      [15, 'EINVAL'],
    ]);
  });

  it('passes over holes', () => {
    const mm = mmOf('ww..ww');
    const fd = userfaultfd(mm);
    expect(register(mm, fd, 0, 8)).toBe(0);
    expect(modes(mm)).toEqual(['um', 'um']);
    expect(unregister(mm, fd, 1, 4)).toBe(0);
    expect(draw(mm)).toBe('w|w..w|w');
  });

  it('looks at all of the range before it changes any', () => {
    const mm = mmOf('wwf');
    const [one, two] = [userfaultfd(mm), userfaultfd(mm)];
    expect(register(mm, one, 0, 3)).toBe('EINVAL');
    register(mm, two, 1, 1);
    expect(register(mm, one, 0, 2)).toBe('EBUSY');
    expect(modes(mm)).toEqual(['', 'um', '']);
    expect(unregister(mm, one, 1, 1)).toBe('EINVAL');
    expect(unregister(mm, one, 2, 1)).toBe('EINVAL');
    expect(unregister(mm, one, 0, 1)).toBe(0);
  });

  it('takes memory that can fault: not files, not what may be dropped; minor faults in shared memory alone', () => {
    const mm = mmOf('wrnsg');
    mm.mmap(5, 1, 'rw', 'DROPPABLE|ANONYMOUS|FIXED');
    const fd = userfaultfd(mm);
    const each = (mode: bigint): Outcome[] => [0, 1, 2, 3, 4, 5].map((page) => register(mm, fd, page, 1, mode));
    expect(each(MISSING)).toEqual([0, 0, 0, 0, 0, 'EINVAL']);
    expect(each(MINOR)).toEqual(['EINVAL', 'EINVAL', 'EINVAL', 0, 'EINVAL', 'EINVAL']);
    expect(register(mm, fd, 7, 1)).toBe('EINVAL');
  });

  it('wants memory that may become writable', () => {
    const mm = mmOf('');
    const memfd = mm.memfd(1);
    const fd = userfaultfd(mm);
    mm.mmap(0, 1, 'r', 'SHARED|FIXED', memfd);
    expect(register(mm, fd, 0, 1)).toBe(0);
    const readOnly = mm.open('/dev/shm/x', 'O_RDONLY');
    mm.mmap(1, 1, 'r', 'SHARED|FIXED', readOnly);
    expect(register(mm, fd, 1, 1)).toBe('EPERM');
  });

  it.each([
    ['no mode', at(0), PAGE, 0n],
    ['a mode that does not exist', at(0), PAGE, 9n],
    ['an address inside a page', at(0) + 1n, PAGE, MISSING],
    ['a length that is not of pages', at(0), PAGE + 1n, MISSING],
    ['no length', at(0), 0n, MISSING],
    ['a length that wraps', at(0), 2n ** 64n - PAGE, MISSING],
    ['the end of user space', 0x7fff_ffff_e000n, 2n * PAGE, MISSING],
    ['an address below mmap_min_addr', 0x1000n, PAGE, MISSING],
  ] as const)('refuses %s', (_, start, len, mode) => {
    const mm = mmOf('w');
    expect(registerBytes(mm, userfaultfd(mm), start, len, mode)).toBe('EINVAL');
  });

  it('refuses a pointer to nothing', () => {
    const mm = mmOf('w');
    const fd = userfaultfd(mm);
    expect(mm.call('ioctl', fd, U.UFFDIO_REGISTER, 1n)).toBe('EFAULT');
    expect(mm.call('ioctl', 77n, U.UFFDIO_REGISTER, 1n)).toBe('EBADF');
  });
});

describe('registered memory', () => {
  it('keeps new memory apart, and may be protected, grown, shrunk and sealed', () => {
    const mm = mmOf('ww');
    const fd = userfaultfd(mm);
    register(mm, fd, 0, 2);
    mm.mmap(2, 1);
    mm.mprotect(0, 1, 'r');
    mm.mprotect(0, 1, 'rw');
    expect(draw(mm)).toBe('ww|w');
    mm.munmap(2, 1);
    mm.mremap(0, 2, 4);
    mm.mremap(0, 4, 3);
    expect([draw(mm), ...modes(mm)]).toEqual(['www', 'um']);
    mm.mseal(0, 3);
    expect(unregister(mm, fd, 0, 3)).toBe(0);
  });

  it('is forgotten by what moves, and by a child', () => {
    const mm = mmOf('wwww');
    const fd = userfaultfd(mm);
    register(mm, fd, 0, 4);
    mm.mremap(1, 1, 1, 'MAYMOVE|FIXED', 8);
    expect([draw(mm), ...modes(mm)]).toEqual(['w.ww....w', 'um', 'um', '']);
    mm.mremap(2, 2, 2, 'MAYMOVE|DONTUNMAP|FIXED', 10);
    expect([draw(mm), ...modes(mm)]).toEqual(['w.ww....w.ww', 'um', 'um', '', '']);
    mm.fork();
    expect(modes(mm)).toEqual(['', '', '', '']);
  });

  it('does not move together with other mappings', () => {
    const mm = mmOf('wwr');
    const fd = userfaultfd(mm);
    register(mm, fd, 2, 1);
    expect(mm.mremap(0, 3, 3, 'MAYMOVE|FIXED', 8)).toBe('EFAULT');
    expect(draw(mm)).toBe('..r.....ww');
    expect(mm.mremap(2, 1, 1, 'MAYMOVE|FIXED', 12)).toBe(12);
  });

  it('merges again when the last descriptor is closed', () => {
    const mm = mmOf('wwww');
    const fd = userfaultfd(mm);
    register(mm, fd, 1, 2);
    const other = BigInt(mm.call('dup', fd));
    mm.call('close', fd);
    expect(draw(mm)).toBe('w|ww|w');
    mm.call('close', other);
    expect([draw(mm), ...modes(mm)]).toEqual(['wwww', '']);
  });

  it('whose userfaultfd a child may hold stays what it is, which is refused loudly', () => {
    const mm = mmOf('w');
    const fd = userfaultfd(mm);
    mm.call('clone', 0n);
    expect(() => mm.call('close', fd)).toThrow(NotModelled);
  });
});

describe('faults', () => {
  it('of missing pages are signals where that was asked for; a write makes an anon_vma all the same', () => {
    const mm = mmOf('www');
    mm.store(2);
    const fd = userfaultfd(mm);
    register(mm, fd, 0, 3);
    expect([mm.load(0), mm.load(2), mm.store(2)]).toEqual(['SIGBUS BUS_ADRERR', 0, 0]);
    mm.madvise(2, 1, 'DONTNEED');
    expect(mm.load(2)).toBe('SIGBUS BUS_ADRERR');
    expect(mm.madvise(0, 1, 'POPULATE_READ')).toBe('EFAULT');
    expect(mm.mlock(0, 1)).toBe('ENOMEM');
  });

  it('give an anon_vma only to memory that is written', () => {
    const mm = mmOf('w');
    register(mm, userfaultfd(mm), 0, 1);
    mm.load(0);
    expect(draw(mm)).toBe('w');
    mm.store(0);
    expect(draw(mm)).toBe('W');
  });

  it('of what the mapping forbids come first, as do guard regions', () => {
    const mm = mmOf('rw');
    register(mm, userfaultfd(mm), 0, 2);
    mm.madvise(1, 1, 'GUARD_INSTALL');
    expect([mm.store(0), mm.load(1)]).toEqual(['SIGSEGV SEGV_ACCERR', 'SIGSEGV SEGV_MAPERR']);
  });

  it('of shared memory go by whether the file has the page', () => {
    const mm = mmOf('');
    const memfd = mm.memfd(2);
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', memfd);
    mm.store(0);
    mm.mmap(4, 2, 'rw', 'SHARED|FIXED', memfd);
    mm.mmap(8, 2, 'rw', 'SHARED|FIXED', memfd);
    const fd = userfaultfd(mm);
    register(mm, fd, 4, 2, MISSING);
    register(mm, fd, 8, 2, MINOR);
    expect([4, 5, 8, 9].map((page) => mm.load(page))).toEqual([0, 'SIGBUS BUS_ADRERR', 'SIGBUS BUS_ADRERR', 0]);
  });

  it('that somebody would have to answer stop loudly', () => {
    const mm = mmOf('w');
    register(mm, userfaultfd(mm, 0n), 0, 1);
    expect(() => mm.store(0)).toThrow(NotModelled);
  });

  it('bring no huge pages where missing ones are watched', () => {
    const mm = mmOf('', { system: { thp: 'always' } });
    mm.mmap(0, 512);
    register(mm, userfaultfd(mm), 0, 512);
    expect(mm.store(0)).toBe('SIGBUS BUS_ADRERR');
    expect(mm.counters.anon_rss).toBe(0);
  });
});
