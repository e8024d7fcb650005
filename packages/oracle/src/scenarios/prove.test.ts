import { loadProgram } from '@mm-playground/script';
import { describe, expect, test } from 'vitest';
import { runnerObstacle } from '../native/runner.ts';
import { formatRefutation, prove, type Proof } from './prove.ts';
import { Unprovable } from './unprovable.ts';

async function proofOf(...lines: string[]): Promise<Proof> {
  const { program } = loadProgram(`${lines.join('\n')}\n`, { file: 'a.mm' });
  if (program === undefined) throw new Error('not readable');
  return prove(program);
}

const refuted = async (...lines: string[]): Promise<string[]> =>
  (await proofOf(...lines)).refutations.map(formatRefutation);

const MAPPED =
  'mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = 0x10000000';

describe.skipIf(runnerObstacle('/var/tmp') !== null)('a scenario on the running kernel', () => {
  test("holds where every result and pagemap is the kernel's", async () => {
    const proof = await proofOf(
      MAPPED,
      'store(0x10001000) = 0',
      'load(0x10003000) = ? SIGSEGV {si_code=SEGV_MAPERR, si_addr=0x10003000}',
      '#@ pagemap 0x10000000 3',
      '#| .A.',
      'munmap(0x10000001, PAGE) = -1 EINVAL (Invalid argument)',
    );
    expect(proof).toMatchObject({ calls: 4, checkpoints: 1, refutations: [] });
  });

  test('is refuted line by line', async () => {
    expect(await refuted(MAPPED, 'munmap(0x10000000, 0) = 0', '#@ pagemap 0x10000000 2', '#| A.')).toEqual([
      'a.mm:2: munmap: recorded 0, kernel -1 EINVAL (Invalid argument)',
      'a.mm:3: pagemap: recorded A., kernel ..',
    ]);
  });

  test('hands results on by name, strings, structs and descriptors too', async () => {
    expect(
      await refuted(
        'fd = memfd_create("a", 0)',
        'ftruncate(fd, 2*PAGE) = 0',
        'p = mmap(NULL, 2*PAGE, PROT_READ, MAP_SHARED, fd, 0)',
        'mincore(p, 2*PAGE, [...]) = 0',
        'query(p + PAGE) = 0',
        'prlimit64(0, RLIMIT_AS, {rlim_cur=PAGE, rlim_max=PAGE}, NULL) = 0',
        'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0) = -1 ENOMEM (Cannot allocate memory)',
      ),
    ).toEqual([]);
  });

  test('runs with the limits and capabilities of its machine', async () => {
    const lock = 'mlock(0x10000000, 2*PAGE) = -1 ENOMEM (Cannot allocate memory)';
    expect(await refuted('#@ system caps=0x0', '#@ limits memlock=4096', MAPPED, lock)).toEqual([]);
  });

  test('goes on in the child after fork()', async () => {
    expect(await refuted(MAPPED, 'store(0x10000000) = 0', 'fork() = 0', '#@ pagemap 0x10000000 1', '#| a')).toEqual([]);
  });

  test('says what it cannot prove', async () => {
    await expect(proofOf('walk(0x10000000, 0x10001000)')).rejects.toThrow(/no such call/);
    const race = proofOf(MAPPED, '#@ race', '[a] load(0x10000000)');
    await expect(race).rejects.toThrow(
      new Unprovable({ file: 'a.mm' }, 2, 'a race has many orders: proveRace() is for it'),
    );
  });
});
