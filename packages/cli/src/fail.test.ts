import { describe, expect, it } from 'vitest';
import { given, mm } from './testing/binary.ts';
import { documentErrors, lineErrors } from './testing/schema.ts';

const OVER = `mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
`;
const file = (): string => given('over.mm', OVER);

describe('mm fail', () => {
  it('ends with the sums, and with 0 where nothing is violated', async () => {
    const { exitCode, lastLine, stderr } = await mm(['fail', file(), '--kernel', '6.12', '--kernel', '6.18']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(lastLine).toMatch(/^\d+ failure points, 0 violations$/);
  });

  it('follows its schema', async () => {
    expect(documentErrors('fail', (await mm(['fail', file(), '--pairs', '--json'])).stdout)).toEqual([]);
    expect(lineErrors('fail', (await mm(['fail', file(), '--json=lines'])).stdout)).toEqual([]);
  });

  it('wants a line on which a call stands', async () => {
    const { exitCode, stderr } = await mm(['fail', file(), '--call', '7']);
    expect([exitCode, stderr]).toEqual([2, 'over.mm:7:1: no call stands on line 7\n']);
  });
});
