import { describe, expect, it } from 'vitest';
import type { Session } from '@mm-playground/session';
import { createPlayground } from '../builtin-plugins.ts';
import { recordedAt } from './recording.ts';

async function played(text: string): Promise<Session> {
  const { session, diagnostics } = await createPlayground({ kernel: '6.18' }).load(text);
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  session.run();
  return session;
}

/** As recorded, but for the second call and for what follows it. */
const log = (address: string, perms: string): string => `#@ system kernel=6.18 arch=x86_64
#@ maps
#| 10000000-10002000 rw-p 00000000 00:00 0
#| 7ffff7000000-7ffff7001000 rw-p 00000000 00:00 0
mprotect(0x10001000, 4096, PROT_READ) = 0
munmap(0x10000001, 4096) = ${address}
#@ maps
#| 10000000-10001000 rw-p 00000000 00:00 0
#| 10001000-10002000 ${perms} 00000000 00:00 0
#| 7ffff7000000-7ffff7001000 rw-p 00000000 00:00 0
getpid() = 1
`;

describe('a recording beside the model', () => {
  it('is what the model says, too, where nothing differs', async () => {
    const session = await played(log('-1 EINVAL (Invalid argument)', 'r--p'));
    const [call, maps] = recordedAt(session, 1);
    expect(call?.lines).toEqual([{ line: 6, what: '', recorded: '-1 EINVAL (Invalid argument)', model: null }]);
    expect(maps).toMatchObject({ kind: 'maps', line: 7, isCompared: true });
    expect(maps?.lines.map(({ line, model }) => [line, model])).toEqual([
      [8, null],
      [9, null],
      [10, null],
    ]);
  });

  it('stands line by line beside the model, where results and maps differ', async () => {
    const [call, maps] = recordedAt(await played(log('0', 'rw-p')), 1);
    expect(call?.lines).toEqual([{ line: 6, what: 'munmap', recorded: '0', model: '-1 EINVAL (Invalid argument)' }]);
    expect(maps?.lines.filter(({ model }) => model !== null)).toEqual([
      {
        ...{ line: 9, what: 'maps' },
        recorded: '10001000-10002000 rw-p 00000000',
        model: '10001000-10002000 r--p 00000000',
      },
    ]);
  });

  it('has lines that only the model has, at the line before which they come', async () => {
    const text = log('-1 EINVAL (Invalid argument)', 'r--p').replace(/^#\| 10000000-10001000 .*\n/m, '');
    const [, maps] = recordedAt(await played(text), 1);
    expect(maps?.lines.slice(0, 2)).toEqual([
      { line: 8, what: 'maps', recorded: 'nothing', model: '10000000-10001000 rw-p 00000000' },
      { line: 8, what: '', recorded: '10001000-10002000 r--p 00000000', model: null },
    ]);
  });

  it('is not compared beyond the maps that differed', async () => {
    const text = log('-1 EINVAL (Invalid argument)', 'rw-p');
    const again = text.slice(text.indexOf('#@ maps\n#| 10000000-10001000'), text.indexOf('getpid'));
    const session = await played(text + again);
    expect(recordedAt(session, 1)[1]?.isCompared).toBe(true);
    expect(recordedAt(session, 2).at(-1)).toMatchObject({ kind: 'maps', isCompared: false });
  });

  it('is nothing in a script without results', async () => {
    const session = await played('munmap(0x10000000, PAGE)\n');
    expect(recordedAt(session, 0)).toEqual([]);
  });
});
