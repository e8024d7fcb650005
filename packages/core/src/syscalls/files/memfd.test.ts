import { describe, expect, it } from 'vitest';
import { FCNTL, MFD, drain } from '@mm-playground/api';
import type { KernelGeneration } from '../../kernels/generation.ts';
import { v6_1 } from '../../kernels/v6-1.ts';
import { v6_12_115 } from '../../kernels/v6-12.ts';
import { v6_18 } from '../../kernels/v6-18.ts';
import { mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

const { MFD_ALLOW_SEALING, MFD_NOEXEC_SEAL, MFD_EXEC } = MFD.values;
const { F_SEAL_SEAL, F_SEAL_SHRINK, F_SEAL_GROW, F_SEAL_WRITE, F_SEAL_FUTURE_WRITE, F_SEAL_EXEC } = FCNTL;

const create = (mm: Strip, flags: bigint = MFD_ALLOW_SEALING, name = 'm'): Outcome =>
  mm.call('memfd_create', name, flags);
const seal = (mm: Strip, fd: Outcome, seals: number): Outcome =>
  mm.call('fcntl', BigInt(fd), BigInt(FCNTL.F_ADD_SEALS), BigInt(seals));
const seals = (mm: Strip, fd: Outcome): Outcome => mm.call('fcntl', BigInt(fd), BigInt(FCNTL.F_GET_SEALS));
const resize = (mm: Strip, fd: Outcome, bytes: bigint): Outcome => mm.call('ftruncate', BigInt(fd), bytes);

describe('memfd_create', () => {
  it.each([
    [0n, F_SEAL_SEAL],
    [MFD_ALLOW_SEALING, 0],
    [MFD_EXEC, F_SEAL_SEAL],
    [MFD_NOEXEC_SEAL, F_SEAL_EXEC],
    [MFD_NOEXEC_SEAL | MFD_ALLOW_SEALING, F_SEAL_EXEC],
  ])('with flags %x begins with seals %i', (flags, expected) => {
    const mm = mmOf('');
    expect(seals(mm, create(mm, flags))).toBe(expected);
  });

  it('refuses unknown flags, contradictions and names of more than 249 bytes', () => {
    const mm = mmOf('');
    expect([create(mm, 0x20n), create(mm, MFD_EXEC | MFD_NOEXEC_SEAL), create(mm, 21n << 26n)]).toEqual([
      'EINVAL',
      'EINVAL',
      'EINVAL',
    ]);
    expect(create(mm, 0n, 'x'.repeat(250))).toBe('EINVAL');
    expect(create(mm, 0n, 'é'.repeat(125))).toBe('EINVAL');
    expect(create(mm, 0n, 'x'.repeat(249))).toBe(3);
    expect(mm.call('memfd_create', 0n, 0n)).toBe('EFAULT');
  });

  it('cannot make a memfd that stays unexecutable on 6.1', () => {
    const mm = mmOf('', { kernel: v6_1 });
    expect([create(mm, MFD_EXEC), create(mm, MFD_NOEXEC_SEAL)]).toEqual(['EINVAL', 'EINVAL']);
    expect([F_SEAL_EXEC, F_SEAL_WRITE].map((each) => seal(mm, create(mm), each))).toEqual(['EINVAL', 0]);
  });
});

describe('F_ADD_SEALS', () => {
  it('asks for a file that is open for writing first, then for seals that exist, then whether it is sealed', () => {
    const mm = mmOf('');
    const fd = create(mm);
    const sealed = create(mm, 0n);
    const readOnly = mm.open(`/proc/self/fd/${fd}`, 'O_RDONLY');
    expect([seal(mm, readOnly, 0x40), seal(mm, sealed, 0x40), seal(mm, sealed, 0)]).toEqual([
      'EPERM',
      'EINVAL',
      'EPERM',
    ]);
    expect([seal(mm, mm.open('/data'), F_SEAL_WRITE), seals(mm, mm.open('/data'))]).toEqual(['EINVAL', 'EINVAL']);
    expect(seals(mm, 99)).toBe('EBADF');
  });

  it('refuses files on tmpfs that have a path, which are sealed against seals', () => {
    const mm = mmOf('', { system: { fs: 'tmpfs' } });
    for (const path of ['/file', '/dev/shm/file']) {
      expect(seal(mm, mm.open(path), F_SEAL_FUTURE_WRITE)).toBe('EPERM');
      expect(seals(mm, mm.open(path))).toBe(F_SEAL_SEAL);
    }
  });

  it('adds up, and all descriptors of the file see it', () => {
    const mm = mmOf('');
    const fd = create(mm);
    seal(mm, fd, F_SEAL_SHRINK);
    seal(mm, fd, F_SEAL_GROW);
    expect(seals(mm, mm.open(`/proc/self/fd/${fd}`, 'O_RDONLY'))).toBe(F_SEAL_SHRINK | F_SEAL_GROW);
  });

  it('forbids writing only where nobody can write through a mapping, or could after an mprotect', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    mm.mmap(0, 1, 'r', 'SHARED|FIXED', fd);
    expect(seal(mm, fd, F_SEAL_WRITE)).toBe('EBUSY');
    mm.munmap(0, 1);
    mm.mmap(0, 1, 'rw', 'PRIVATE|FIXED', fd);
    mm.mmap(1, 1, 'r', 'SHARED|FIXED', mm.open(`/proc/self/fd/${fd}`, 'O_RDONLY'));
    expect(seal(mm, fd, F_SEAL_WRITE)).toBe(0);
  });

  it('of F_SEAL_EXEC seals the contents of an executable file, too', () => {
    const mm = mmOf('');
    const all = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_FUTURE_WRITE | F_SEAL_EXEC;
    const fd = mm.memfd(1);
    mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd);
    expect(seal(mm, fd, F_SEAL_EXEC)).toBe('EBUSY');
    mm.munmap(0, 1);
    expect([seal(mm, fd, F_SEAL_EXEC), seals(mm, fd)]).toEqual([0, all]);
    const other = create(mm, MFD_NOEXEC_SEAL);
    expect([seal(mm, other, F_SEAL_EXEC), seals(mm, other)]).toEqual([0, F_SEAL_EXEC]);
  });
});

describe('a sealed file', () => {
  it('keeps its size', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    seal(mm, fd, F_SEAL_SHRINK);
    expect([resize(mm, fd, 4096n), resize(mm, fd, 5n * 4096n)]).toEqual(['EPERM', 0]);
    seal(mm, fd, F_SEAL_GROW);
    expect([resize(mm, fd, 6n * 4096n), resize(mm, fd, 5n * 4096n)]).toEqual(['EPERM', 0]);
  });

  it('keeps mappings that were there before F_SEAL_FUTURE_WRITE, and gives no new ones that could be written', () => {
    const mm = mmOf('');
    const fd = mm.memfd(4);
    mm.mmap(0, 1, 'rw', 'SHARED|FIXED', fd);
    expect(seal(mm, fd, F_SEAL_FUTURE_WRITE)).toBe(0);
    expect([mm.store(0), mm.mprotect(0, 1, 'r'), mm.mprotect(0, 1, 'rw')]).toEqual([0, 0, 0]);
    expect(mm.mmap(2, 1, 'rw', 'SHARED|FIXED', fd)).toBe('EPERM');
    expect(mm.mmap(2, 1, 'r', 'SHARED|FIXED', fd)).toBe(2);
    expect(mm.mprotect(2, 1, 'rw')).toBe('EACCES');
    expect(mm.madvise(0, 1, 'REMOVE')).toBe('EPERM');
  });
});

describe('memfd_secret', () => {
  const secret = (mm: Strip): number => {
    const fd = Number(mm.call('memfd_secret', 0n));
    resize(mm, fd, 4n * 4096n);
    return fd;
  };

  it('is shared, locked, never dumped and never executed', () => {
    const mm = mmOf('w');
    const fd = secret(mm);
    expect(mm.mmap(2, 2, 'rw', 'SHARED|FIXED', fd)).toBe(2);
    expect(mm.flags(2)).toBe('rd wr sh mr mw ms lo dd');
    expect(mm.vma(2).name).toBe('/secretmem (deleted)');
    expect(mm.counters.locked_vm).toBe(2);
    expect(mm.mmap(0, 1, 'rx', 'SHARED|FIXED', fd)).toBe('EPERM');
    expect(mm.mmap(0, 1, 'r', 'PRIVATE|FIXED', fd)).toBe('EINVAL');
    expect(mm.vmas.length).toBe(1);
  });

  it('gets its size once', () => {
    const mm = mmOf('');
    expect(resize(mm, secret(mm), 8192n)).toBe('EINVAL');
    expect(mm.call('memfd_secret', 1n)).toBe('EINVAL');
  });

  it('is not there on 6.1, unless the log shows it', () => {
    const mm = mmOf('', { kernel: v6_1 });
    expect(mm.call('memfd_secret', 0n)).toBe('ENOSYS');
    const args = [{ kind: 'int', value: 0n }] as const;
    const shown = { name: 'memfd_secret', args, recorded: { kind: 'value', value: 3n } } as const;
    expect(drain(mm.machine.call('', shown, () => undefined))).toEqual({ kind: 'value', value: 3n });
  });

  it('is nothing that the kernel looks at: it cannot be populated, locked or synchronised', () => {
    const mm = mmOf('');
    mm.mmap(0, 2, 'rw', 'SHARED|FIXED', secret(mm));
    expect(mm.counters.file_rss).toBe(0);
    expect([mm.mlock(0, 1), mm.munlock(0, 1), mm.msync(0, 1, 'SYNC')]).toEqual(['ENOMEM', 0, 'EINVAL']);
    expect(mm.madvise(0, 1, 'POPULATE_READ')).toBe('EINVAL');
    expect(mm.flags(0)).toContain('lo');
    expect([mm.store(0), mm.counters.file_rss]).toEqual([0, 1]);
  });

  it('has no holes: where a kernel does not lock it, MADV_REMOVE is refused by the file', () => {
    const remove = (kernel: KernelGeneration): Outcome => {
      const mm = mmOf('', { kernel });
      mm.mmap(0, 2, 'rw', 'SHARED|FIXED', secret(mm));
      return mm.madvise(0, 1, 'REMOVE');
    };
    expect([remove(v6_18), remove(v6_12_115)]).toEqual(['EINVAL', 'EOPNOTSUPP']);
  });

  it('is locked without a limit only for who may', () => {
    const mm = mmOf('w', { system: { caps: 0n }, limits: { memlock: 4096n } });
    expect(mm.mmap(0, 2, 'rw', 'SHARED|FIXED', secret(mm))).toBe('EAGAIN');
    expect(mm.vmas.length).toBe(0);
  });
});
