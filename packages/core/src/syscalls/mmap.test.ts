import { describe, expect, it } from 'vitest';
import { MAP, PROT } from '@mm-playground/api';
import { riscv64 } from '@mm-playground/arch-riscv64';
import { at, draw, mmOf, PAGE, type Strip, type StripArg } from '../testing/strip.ts';

const { PROT_READ, PROT_WRITE } = PROT.values;
const {
  MAP_ANONYMOUS,
  MAP_DROPPABLE,
  MAP_FIXED,
  MAP_FIXED_NOREPLACE,
  MAP_GROWSDOWN,
  MAP_LOCKED,
  MAP_PRIVATE,
  MAP_SHARED,
  MAP_SHARED_VALIDATE,
} = MAP.values;
const RW = PROT_READ | PROT_WRITE;
const ANON = MAP_PRIVATE | MAP_ANONYMOUS;
const NO_FD = -1n;
const END = 0x7fff_ffff_f000n;

/** mmap(2) byte by byte: address, length, protection, flags, descriptor, offset. */
const mmap = (mm: Strip, ...args: StripArg[]) => mm.call('mmap', ...args);

/** A strip and descriptors of one file: for reading, for writing, for both. */
function withFiles(picture = '') {
  const mm = mmOf(picture);
  return {
    mm,
    readOnly: BigInt(mm.open('/data', 'O_RDONLY')),
    writeOnly: BigInt(mm.open('/data', 'O_WRONLY')),
    both: BigInt(mm.open('/data', 'O_RDWR')),
  };
}

it('map_shadow_stack is no call of a machine without shadow stacks', () => {
  expect(mmOf('').call('map_shadow_stack', 0n, 4096n, 0n)).toBe('ENOSYS');
});

describe('mmap without a file refuses', () => {
  it.each([
    ['EINVAL', 'length 0', [0n, 0n, RW, ANON, NO_FD, 0n]],
    ['ENOMEM', 'a length that wraps to 0', [0n, 2n ** 64n - 1n, RW, ANON, NO_FD, 0n]],
    ['ENOMEM', 'a length above user space', [0n, 1n << 48n, RW, ANON, NO_FD, 0n]],
    ['EINVAL', 'no sharing type (mmap06)', [0n, PAGE, RW, MAP_ANONYMOUS, NO_FD, 0n]],
    ['EINVAL', 'MAP_SHARED_VALIDATE', [0n, PAGE, RW, MAP_SHARED_VALIDATE | MAP_ANONYMOUS, NO_FD, 0n]],
    ['EINVAL', 'a fixed address inside a page', [at(0) + 1n, PAGE, RW, ANON | MAP_FIXED, NO_FD, 0n]],
    ['ENOMEM', 'a fixed address at the end of user space (mmap15)', [END, PAGE, RW, ANON | MAP_FIXED, NO_FD, 0n]],
    ['ENOMEM', 'a fixed range across the end of user space', [END - PAGE, 2n * PAGE, RW, ANON | MAP_FIXED, NO_FD, 0n]],
    ['EINVAL', 'an offset inside a page', [0n, PAGE, RW, ANON, NO_FD, 1n]],
    ['EINVAL', 'shared memory that grows down', [0n, PAGE, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_GROWSDOWN, NO_FD, 0n]],
    [
      'EINVAL',
      'droppable memory that is locked',
      [0n, PAGE, RW, MAP_DROPPABLE | MAP_ANONYMOUS | MAP_LOCKED, NO_FD, 0n],
    ],
    ['EINVAL', 'droppable memory that grows', [0n, PAGE, RW, MAP_DROPPABLE | MAP_ANONYMOUS | MAP_GROWSDOWN, NO_FD, 0n]],
  ] as const)('with %s: %s', (errno, _, args) => {
    const mm = mmOf('');
    expect(mmap(mm, ...args)).toBe(errno);
    expect(draw(mm)).toBe('');
  });
});

describe('mmap of a file refuses', () => {
  it('a descriptor that is not open (mmap08)', () => {
    expect(mmap(mmOf(''), 0n, PAGE, RW, MAP_PRIVATE, 99n, 0n)).toBe('EBADF');
    expect(mmap(mmOf(''), 0n, PAGE, RW, MAP_PRIVATE, NO_FD, 0n)).toBe('EBADF');
  });

  it('a shared mapping for writing where the file is not open for it', () => {
    const { mm, readOnly } = withFiles();
    expect(mmap(mm, 0n, PAGE, RW, MAP_SHARED, readOnly, 0n)).toBe('EACCES');
  });

  it('any mapping where the file is not open for reading (mmap06)', () => {
    const { mm, writeOnly } = withFiles();
    expect(mmap(mm, 0n, PAGE, PROT_READ, MAP_PRIVATE, writeOnly, 0n)).toBe('EACCES');
    expect(mmap(mm, 0n, PAGE, PROT_WRITE, MAP_SHARED, writeOnly, 0n)).toBe('EACCES');
  });

  it('one that grows down', () => {
    const { mm, both } = withFiles();
    expect(mmap(mm, 0n, PAGE, RW, MAP_PRIVATE | MAP_GROWSDOWN, both, 0n)).toBe('EINVAL');
    expect(mmap(mm, 0n, PAGE, RW, MAP_SHARED | MAP_GROWSDOWN, both, 0n)).toBe('EINVAL');
  });

  it('no sharing type, and that of droppable memory', () => {
    const { mm, both } = withFiles();
    expect(mmap(mm, 0n, PAGE, RW, 0n, both, 0n)).toBe('EINVAL');
    expect(mmap(mm, 0n, PAGE, RW, MAP_DROPPABLE, both, 0n)).toBe('EINVAL');
  });

  it('flags that it does not know, where it was asked to look (mmap20)', () => {
    const { mm, both } = withFiles();
    const unknown = 1n << 22n;
    expect(mmap(mm, 0n, PAGE, RW, MAP_SHARED_VALIDATE | unknown, both, 0n)).toBe('EOPNOTSUPP');
    expect(mmap(mm, at(0), PAGE, RW, MAP_SHARED | MAP_FIXED | unknown, both, 0n)).toBe(0);
  });

  it('offsets that no file can have, whatever its own file system allows', () => {
    const { mm, both } = withFiles();
    const limit = 1n << 63n;
    for (const offset of [-PAGE, limit, limit - PAGE])
      expect(mmap(mm, 0n, PAGE, RW, MAP_PRIVATE, both, offset)).toBe('EOVERFLOW');
    expect(mmap(mm, at(0), PAGE, RW, MAP_PRIVATE | MAP_FIXED, both, limit - 2n * PAGE)).toBe(0);
  });
});

describe('an offset that is a signed number, as on riscv64', () => {
  const arch = riscv64.configure({});

  it.each([
    [-PAGE, PAGE, 'EOVERFLOW'],
    [-2n * PAGE, PAGE + 1n, 'EOVERFLOW'],
    [-2n * PAGE, PAGE, 0],
    [-3n * PAGE, 2n * PAGE, 0],
    [-PAGE, 0n, 'EINVAL'],
    [-(1n << 63n), PAGE, 0],
  ] as const)('of %i wraps together with a length that reaches beyond 0: %i', (offset, len, outcome) => {
    expect(mmap(mmOf('', { arch }), at(0), len, RW, ANON | MAP_FIXED, NO_FD, offset)).toBe(outcome);
  });

  it('wraps before anybody looks at the address', () => {
    expect(mmap(mmOf('w', { arch }), at(0), PAGE, RW, ANON | MAP_FIXED_NOREPLACE, NO_FD, -PAGE)).toBe('EOVERFLOW');
  });
});

describe('mmap without a file', () => {
  it('does not look at the offset', () => {
    const mm = mmOf('');
    expect(mmap(mm, at(0), 2n * PAGE, RW, ANON | MAP_FIXED, NO_FD, -PAGE)).toBe(0);
    expect(mm.pgoff(0)).toBe(0);
  });
});

describe('the first check that fails wins:', () => {
  it('the offset, then the descriptor, then the length', () => {
    const mm = mmOf('');
    expect(mmap(mm, 0n, 0n, RW, MAP_PRIVATE, NO_FD, 1n)).toBe('EINVAL');
    expect(mmap(mm, 0n, 0n, RW, MAP_PRIVATE, NO_FD, 0n)).toBe('EBADF');
    expect(mmap(mm, 0n, 0n, RW, 0n | MAP_ANONYMOUS, NO_FD, 0n)).toBe('EINVAL');
  });

  it('room before offsets: no length is too large for a file that is too large for user space', () => {
    const { mm, both } = withFiles();
    expect(mmap(mm, 0n, 1n << 48n, RW, MAP_PRIVATE, both, -PAGE)).toBe('ENOMEM');
  });

  it('a range that does not fit before an address inside a page', () => {
    expect(mmap(mmOf(''), END - PAGE + 1n, 2n * PAGE, RW, ANON | MAP_FIXED, NO_FD, 0n)).toBe('ENOMEM');
  });

  it('what is there already before the sharing type', () => {
    expect(mmap(mmOf('w'), at(0), PAGE, RW, MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, NO_FD, 0n)).toBe('EEXIST');
  });

  it('unknown flags before how the file is open', () => {
    const { mm, readOnly } = withFiles();
    expect(mmap(mm, 0n, PAGE, RW, MAP_SHARED_VALIDATE | (1n << 22n), readOnly, 0n)).toBe('EOPNOTSUPP');
  });

  it('how the file is open before what grows', () => {
    const { mm, readOnly } = withFiles();
    expect(mmap(mm, 0n, PAGE, RW, MAP_SHARED | MAP_GROWSDOWN, readOnly, 0n)).toBe('EACCES');
  });
});

describe('MAP_FIXED_NOREPLACE (mmap17, map_fixed_noreplace)', () => {
  it.each([
    ['on the whole', 1, 3],
    ['inside', 2, 1],
    ['across the end', 3, 2],
    ['across the start', 0, 2],
    ['around', 0, 5],
  ])('%s of what is there fails', (_, page, pages) => {
    const mm = mmOf('.www.');
    expect(mm.mmap(page, pages, 'rw', 'PRIVATE|ANONYMOUS|FIXED_NOREPLACE')).toBe('EEXIST');
    expect(draw(mm)).toBe('.www');
  });

  it('directly below and above works, and merges', () => {
    const mm = mmOf('.www.');
    expect(mm.mmap(0, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED_NOREPLACE')).toBe(0);
    expect(mm.mmap(4, 1, 'rw', 'PRIVATE|ANONYMOUS|FIXED_NOREPLACE')).toBe(4);
    expect(draw(mm)).toBe('wwwww');
  });
});

describe('flags of a new mapping', () => {
  it.each([
    ['private, writable', 'rw', 'PRIVATE', 'rd wr mr mw me ac'],
    ['private, read-only', 'r', 'PRIVATE', 'rd mr mw me'],
    ['without access', '', 'PRIVATE', 'mr mw me'],
    ['without a reserve', 'rw', 'PRIVATE|NORESERVE', 'rd wr mr mw me nr'],
    ['for a stack', 'rw', 'PRIVATE|STACK', 'rd wr mr mw me ac nh'],
    ['that grows', 'rw', 'PRIVATE|GROWSDOWN', 'rd wr mr mw me gd ac'],
    ['that is locked', 'rw', 'PRIVATE|LOCKED', 'rd wr mr mw me lo ac'],
    ['shared', 'rw', 'SHARED', 'rd wr sh mr mw me ms'],
    ['droppable', 'rw', 'DROPPABLE', 'rd wr mr mw me nr wf dd dp'],
  ])('%s', (_, prot, flags, expected) => {
    const mm = mmOf('');
    expect(mm.mmap(0, 1, prot, `${flags}|ANONYMOUS|FIXED`)).toBe(0);
    expect(mm.flags(0)).toBe(expected);
  });

  it('shared of a read-only file can never be written: only ms is left of sharing', () => {
    const { mm, readOnly } = withFiles();
    mmap(mm, at(0), PAGE, PROT_READ, MAP_SHARED | MAP_FIXED, readOnly, 0n);
    expect(mm.flags(0)).toBe('rd mr me ms');
    expect(mm.vma(0).perms).toBe('r--s');
  });

  it('of letters and sharing are what /proc/PID/maps shows (mmap04)', () => {
    for (const prot of ['', 'r', 'w', 'rw', 'x', 'rx', 'wx', 'rwx'])
      for (const sharing of ['PRIVATE', 'SHARED']) {
        const mm = mmOf('');
        mm.mmap(0, 1, prot, `${sharing}|ANONYMOUS|FIXED`);
        const letters = ['r', 'w', 'x'].map((letter) => (prot.includes(letter) ? letter : '-')).join('');
        expect(mm.vma(0).perms).toBe(letters + (sharing === 'SHARED' ? 's' : 'p'));
      }
  });
});

describe('MAP_FIXED over other mappings', () => {
  it.each([
    ['wwww', 1, 2, 'w|rr|w', 'inside one VMA'],
    ['ww|xx', 1, 2, 'w|rr|x', 'across two'],
    ['w.x.w', 0, 5, 'rrrrr', 'over several and the holes between'],
    ['WW.', 1, 2, 'W|rr', 'over a part and beyond its end'],
  ])('%j from page %i for %i gives %j: %s', (before, page, pages, after) => {
    const mm = mmOf(before);
    mm.mmap(page, pages, 'r');
    expect(draw(mm)).toBe(after);
  });

  it('that finds a sealed VMA fails and leaves what it split', () => {
    const mm = mmOf('www|x');
    mm.mseal(3, 1);
    expect(mm.mmap(1, 3, 'r')).toBe('EPERM');
    expect(draw(mm)).toBe('w|ww|x');
  });

  it('leaves a hole where the mapping is refused after the old one was cleared', () => {
    const mm = mmOf('www');
    const fd = { kind: 'fd', fd: 7n, path: 'socket:[4711]', deleted: false } as const;
    expect(mmap(mm, at(1), PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0n)).toBe('ENODEV');
    expect(draw(mm)).toBe('w.w');
  });

  it.each(['PRIVATE', 'SHARED', 'SHARED_VALIDATE'])(
    'leaves a hole where a file system without DAX is asked for MAP_SYNC, %s',
    (type) => {
      const mm = mmOf('www');
      expect(mm.mmap(1, 1, 'rw', `${type}|SYNC|FIXED`, mm.open('/data'))).toBe('EOPNOTSUPP');
      expect(draw(mm)).toBe('w.w');
    },
  );

  it('and shared memory knows MAP_SYNC only well enough to refuse it where it is to look', () => {
    const mm = mmOf('www');
    const fd = mm.memfd(1);
    expect(mm.mmap(1, 1, 'rw', 'SHARED_VALIDATE|SYNC|FIXED', fd)).toBe('EOPNOTSUPP');
    expect(draw(mm)).toBe('www');
    expect(mm.mmap(1, 1, 'rw', 'SHARED|SYNC|FIXED', fd)).toBe(1);
  });

  it('leaves what is there where the file has no way to be mapped', () => {
    const mm = mmOf('www');
    const fd = { kind: 'fd', fd: 7n, path: 'pipe:[4711]', deleted: false } as const;
    expect(mmap(mm, at(1), PAGE, PROT_READ, MAP_PRIVATE | MAP_FIXED, fd, 0n)).toBe('ENODEV');
    expect(draw(mm)).toBe('www');
  });

  it('leaves a hole where shared memory is more than there could be, and nothing where private memory is', () => {
    const mm = mmOf('w');
    expect(mmap(mm, at(0), 1n << 40n, RW, MAP_SHARED | MAP_ANONYMOUS | MAP_FIXED, NO_FD, 0n)).toBe('ENOMEM');
    expect(draw(mm)).toBe('');
    mm.mmap(0, 1);
    expect(mmap(mm, at(0), 1n << 40n, RW, ANON | MAP_FIXED, NO_FD, 0n)).toBe('ENOMEM');
    expect(draw(mm)).toBe('w');
  });
});

describe('a file system that is mounted noexec', () => {
  // As on a tmpfs of 6.18.44.
  it.each(['ext4', 'tmpfs'])('is of files that are never executable: %s', (fs) => {
    const mm = mmOf('', { system: { fs, noexec: true } });
    expect(mm.mmap(0, 1, 'rx', 'PRIVATE|FIXED', mm.open('/data'))).toBe('EPERM');
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', mm.open('/data'));
    expect([mm.flags(0), mm.mprotect(0, 1, 'rx')]).toEqual(['rd wr mr mw ac', 'EACCES']);
  });

  it('has no say about memory without a path', () => {
    const mm = mmOf('', { system: { noexec: true } });
    expect(mm.mmap(0, 1, 'rx', 'PRIVATE|FIXED', mm.memfd(1))).toBe(0);
  });
});
