import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';

const OVER = `p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(p + PAGE, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
`;
const file = (): string => given('over.mm', OVER);

describe('mm report', () => {
  it('prints one call as text for a mail', async () => {
    const { exitCode, stdout, stderr } = await mm(['report', file(), '--call', '2', '--kernel', '6.18']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^over\.mm, line 2, on kernel 6\.18, x86-64/);
    expect(stdout).toMatch(/^ {2}before +0x10000000 {2}AAAA$/m);
    expect(stdout).toMatch(/^ {2}__mmap_new_vma +0x10000000 {2}ABAA$/m);
    expect(stdout).toMatch(/^ +map_count +\d+ -> \d+$/m);
    expect(stdout).not.toContain('/*');
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(72);
  });

  it('tells tracepoints where they are asked for, and puts two kernels beside each other', async () => {
    const told = await mm(['report', file(), '--call', '2', '--kernel', '6.18', '--tracepoints']);
    expect(told.stdout).toContain('/* mmap_lock:mmap_lock_acquire_returned */');
    const two = await mm(['report', file(), '--call', '2', '--kernel', '6.1', '--kernel', '6.18']);
    expect(two.stdout).toMatch(/^ {2}6\.1 +6\.18$/m);
    expect(two.stdout.split('\n').filter((line) => line.includes(' ! '))).toHaveLength(1);
  });

  it('wants the line of a call, and no more than two machines', async () => {
    expect((await mm(['report', file()])).stderr).toContain('--call');
    expect((await mm(['report', file(), '--call', '9'])).exitCode).toBe(2);
    const three = ['6.1', '6.12', '6.18'].flatMap((id) => ['--kernel', id]);
    expect((await mm(['report', file(), '--call', '2', ...three])).exitCode).toBe(2);
  });
});
