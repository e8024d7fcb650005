import { describe, expect, it } from 'vitest';
import { IPC, SHM } from '@mm-playground/api';
import { ARENA, PAGE, at, draw, mmOf, type Outcome, type Strip } from '../../testing/strip.ts';

const { IPC_CREAT, IPC_EXCL, SHM_NORESERVE } = IPC.values;
const { SHM_RDONLY, SHM_RND, SHM_REMAP, SHM_EXEC } = SHM.values;

const shmget = (mm: Strip, pages: number, key = 0n, flags = 0o600n): Outcome =>
  mm.call('shmget', key, BigInt(pages) * PAGE, flags);
const shmat = (mm: Strip, id: Outcome, page: number, flags = 0n): Outcome =>
  mm.call('shmat', BigInt(id), at(page), flags);
const shmdt = (mm: Strip, page: number): Outcome => mm.call('shmdt', at(page));
const rmid = (mm: Strip, id: Outcome): Outcome => mm.call('shmctl', BigInt(id), IPC.values.IPC_RMID, 0n);

describe('shmget', () => {
  it('gives a segment an id; a private one each time another', () => {
    const mm = mmOf('');
    expect([shmget(mm, 1), shmget(mm, 1)]).toEqual([0, 1]);
  });

  it('finds a segment by its key, if it is large enough', () => {
    const mm = mmOf('');
    const id = shmget(mm, 4, 7n, IPC_CREAT | 0o600n);
    expect([shmget(mm, 4, 7n), shmget(mm, 0, 7n), shmget(mm, 5, 7n)]).toEqual([id, id, 'EINVAL']);
    expect(shmget(mm, 5, 7n, IPC_CREAT | IPC_EXCL)).toBe('EEXIST');
    expect([shmget(mm, 0, 8n), shmget(mm, 0, 8n, IPC_CREAT)]).toEqual(['ENOENT', 'EINVAL']);
  });

  it('is charged for the whole segment, unless asked not to', () => {
    const mm = mmOf('', { system: { memTotalKb: 1024 } });
    expect(shmget(mm, 257)).toBe('ENOMEM');
    expect(shmget(mm, 257, 0n, SHM_NORESERVE)).toBe(0);
    expect(mm.call('shmget', 0n, 1n << 63n, 0o600n)).toBe('EINVAL');
  });

  it('has no huge pages to give', () => {
    const mm = mmOf('');
    const { SHM_HUGETLB } = IPC.values;
    expect([shmget(mm, 1, 0n, SHM_HUGETLB), shmget(mm, 1, 0n, SHM_HUGETLB | (5n << 26n))]).toEqual([
      'ENOMEM',
      'EINVAL',
    ]);
  });
});

describe('shmat', () => {
  it('maps all pages, shared, under the name of the key', () => {
    const mm = mmOf('');
    const id = mm.call('shmget', 0x12n, 2n * PAGE + 5n, IPC_CREAT);
    expect(shmat(mm, id, 0)).toBe(0);
    expect(draw(mm)).toBe('sss');
    expect(mm.vma(0).name).toBe('/SYSV00000012 (deleted)');
    expect(mm.flags(0)).toBe('rd wr sh mr mw me ms');
  });

  it('takes an address that is not aligned only with SHM_RND', () => {
    const mm = mmOf('');
    const id = BigInt(shmget(mm, 1));
    expect(mm.call('shmat', id, ARENA + 5n, 0n)).toBe('EINVAL');
    expect(mm.call('shmat', id, ARENA + 5n, SHM_RND)).toBe(0);
  });

  it('rounds down to page 0, where root may map, but not with SHM_REMAP', () => {
    const mm = mmOf('');
    const id = BigInt(shmget(mm, 1));
    expect(mm.call('shmat', id, 5n, SHM_RND | SHM_REMAP)).toBe('EINVAL');
    expect(mm.call('shmat', id, 5n, SHM_RND)).toBe(0);
  });

  it('goes nowhere where something is mapped, but for SHM_REMAP, which needs an address', () => {
    const mm = mmOf('..w');
    const id = shmget(mm, 2);
    expect(shmat(mm, id, 1)).toBe('EINVAL');
    expect(shmat(mm, id, 1, SHM_REMAP)).toBe(1);
    expect(draw(mm)).toBe('.ss');
    expect(mm.call('shmat', BigInt(id), 0n, SHM_REMAP)).toBe('EINVAL');
  });

  it('looks at the address before the id', () => {
    const mm = mmOf('w');
    expect(mm.call('shmat', 9n, ARENA + 1n, 0n)).toBe('EINVAL');
    expect(mm.call('shmat', BigInt(shmget(mm, 1)), 0x7fff_ffff_f000n, 0n)).toBe('ENOMEM');
    expect(mm.call('shmat', 0n, -PAGE, 0n)).toBe('EINVAL');
  });

  it('read-only is read-only for good, executable needs to be asked for', () => {
    const mm = mmOf('');
    const id = shmget(mm, 1);
    shmat(mm, id, 0, SHM_RDONLY);
    shmat(mm, id, 2, SHM_EXEC);
    expect([mm.flags(0), mm.flags(2)]).toEqual(['rd mr me ms', 'rd wr ex sh mr mw me ms']);
    expect(mm.mprotect(0, 1, 'rw')).toBe('EACCES');
    expect(mm.mprotect(2, 1, 'r')).toBe(0);
  });

  it('two attachments side by side are two mappings', () => {
    const mm = mmOf('');
    const id = shmget(mm, 2);
    shmat(mm, id, 0);
    shmat(mm, id, 2);
    expect(draw(mm)).toBe('ss|ss');
  });
});

describe('the pieces of an attachment', () => {
  it('stay two once they were split, because neither may go', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 8), 0);
    mm.mprotect(2, 2, 'r');
    mm.mprotect(2, 2, 'rw');
    expect(draw(mm)).toBe('ss|ss|ssss');
  });

  it('pass pages to a neighbour as long as some are left', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 8), 0);
    mm.mprotect(2, 2, 'r');
    mm.mprotect(2, 1, 'rw');
    expect(draw(mm)).toBe('sss|s|ssss');
    mm.mprotect(3, 1, 'rw');
    expect(draw(mm)).toBe('sss|s|ssss');
  });

  it('take a page in that comes back between two of them, on the left alone', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 4), 0);
    mm.call('remap_file_pages', at(1), PAGE, 0n, 3n, 0n);
    expect(draw(mm)).toBe('s|s|ss');
    mm.call('remap_file_pages', at(1), PAGE, 0n, 1n, 0n);
    expect(draw(mm)).toBe('ss|ss');
  });
});

describe('an attachment', () => {
  it('moves alone: with a hole behind it, or another mapping before it, it stays', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 2), 0);
    expect(mm.mremap(0, 3, 3, 'MAYMOVE|FIXED', 20)).toBe('EFAULT');
    expect(mm.mremap(0, 2, 2, 'MAYMOVE|FIXED', 20)).toBe(20);
    mm.mmap(19, 1);
    expect(mm.mremap(19, 3, 3, 'MAYMOVE|FIXED', 0)).toBe('EFAULT');
    expect(draw(mm)).toBe('w...................ss');
  });

  it('is not read around: a fault maps one page', () => {
    const mm = mmOf('');
    const id = shmget(mm, 4);
    shmat(mm, id, 0);
    shmat(mm, id, 8);
    for (const page of [0, 1, 2, 3]) mm.store(page);
    mm.load(8);
    expect(mm.counters.shmem_rss).toBe(5);
  });

  it('over the last attachment of a removed segment attaches it again (SHM_REMAP): it is held meanwhile', () => {
    const mm = mmOf('');
    const id = shmget(mm, 2);
    shmat(mm, id, 0);
    rmid(mm, id);
    expect(mm.call('shmat', BigInt(id), at(0), SHM_REMAP)).toBe(0);
    expect(draw(mm)).toBe('ss');
  });

  it('of a removed segment cannot replace itself, if it is the last', () => {
    const mm = mmOf('');
    const id = shmget(mm, 1);
    shmat(mm, id, 0);
    rmid(mm, id);
    expect(mm.call('remap_file_pages', at(0), PAGE, 0n, 3n, 0n)).toBe('EINVAL');
    expect(draw(mm)).toBe('');
  });
});

describe('shmdt', () => {
  it('needs the address of the attachment', () => {
    const mm = mmOf('........w');
    shmat(mm, shmget(mm, 4), 2);
    expect([shmdt(mm, 3), shmdt(mm, 8), mm.call('shmdt', at(2) + 1n)]).toEqual(['EINVAL', 'EINVAL', 'EINVAL']);
    expect(shmdt(mm, 2)).toBe(0);
    expect(draw(mm)).toBe('........w');
  });

  it('unmaps all pieces that are where shmat put them, and what lies between stays', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 8), 0);
    mm.munmap(0, 1);
    mm.mmap(2, 1);
    mm.mprotect(4, 1, 'r');
    expect(draw(mm)).toBe('.s|w|s|s|sss');
    expect(shmdt(mm, 0)).toBe(0);
    expect(draw(mm)).toBe('..w');
  });

  it('leaves what was moved, which an address that far below still detaches', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 8), 0);
    mm.mremap(4, 2, 2, 'MAYMOVE|FIXED', 20);
    expect(shmdt(mm, 0)).toBe(0);
    expect(draw(mm)).toBe('....................ss');
    expect(shmdt(mm, 16)).toBe(0);
    expect(draw(mm)).toBe('');
  });

  it('says nothing of a sealed piece that stays', () => {
    const mm = mmOf('');
    shmat(mm, shmget(mm, 4), 0);
    mm.mseal(1, 1);
    expect(shmdt(mm, 0)).toBe(0);
    expect(draw(mm)).toBe('.s');
  });
});

describe('IPC_RMID', () => {
  it('takes a segment away that nobody is attached to', () => {
    const mm = mmOf('');
    const id = shmget(mm, 1);
    expect([rmid(mm, id), rmid(mm, id), shmat(mm, id, 0)]).toEqual([0, 'EINVAL', 'EINVAL']);
  });

  it('leaves it to those who know its id as long as somebody is attached, but nobody finds it by key', () => {
    const mm = mmOf('');
    const id = shmget(mm, 1, 5n, IPC_CREAT);
    shmat(mm, id, 0);
    expect([rmid(mm, id), rmid(mm, id), shmget(mm, 1, 5n)]).toEqual([0, 0, 'ENOENT']);
    expect(shmat(mm, id, 2)).toBe(2);
    mm.munmap(0, 3);
    expect(shmat(mm, id, 0)).toBe('EINVAL');
  });
});
