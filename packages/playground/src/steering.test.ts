import { formatResult } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { createPlayground, mapsLines } from './index.ts';

const FIXED = 'MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';

/** The results of the calls of a script, why it stopped, and the arena at its end. */
async function played(kernel: string, ...lines: string[]): Promise<readonly unknown[]> {
  const { session } = await createPlayground({ kernel }).load(lines.join('\n'));
  if (session === undefined) throw new Error('no session');
  session.run();
  const results = session.calls.map(({ result }) => (result ? formatResult(result).replace(/ \(.*/, '') : 'none'));
  const arena = mapsLines(session.view()).filter((line) => line.startsWith('100'));
  return [results, session.stopped?.message ?? null, arena.map((line) => line.slice(0, 22))];
}

describe('#@ fail', () => {
  const three = `mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, ${FIXED}`;
  const over = `mmap(0x10001000, PAGE, PROT_READ, ${FIXED}`;

  it('fails the visit of a step that it names, counted from where it stands', async () => {
    expect(await played('6.18', three, '#@ fail vm_area_alloc 1', over, over)).toEqual([
      ['268435456', '-1 ENOMEM', '268439552'],
      null,
      ['10000000-10001000 rw-p', '10001000-10002000 r--p', '10002000-10003000 rw-p'],
    ]);
    expect((await played('6.18', '#@ fail vm_area_alloc 2', three, over))[0]).toEqual(['268435456', '-1 ENOMEM']);
  });

  it('that asks for a visit that never comes is told, with its line, when everything was played', async () => {
    const [results, message] = await played('6.18', '#@ fail vm_area_alloc 3', three, over);
    expect(results).toEqual(['268435456', '268439552']);
    expect(message).toBe('nothing fails here: vm_area_alloc comes 2 times in the calls behind this line');
    expect((await played('6.18', three, '#@ fail vm_aera_alloc 1', over))[1]).toBe(
      'nothing fails here: vm_aera_alloc never comes in the calls behind this line',
    );
    expect((await played('6.18', three, over, '#@ fail vm_area_alloc 1'))[1]).toMatch(/^nothing fails here/);
  });

  it('is not missed before everything was played', async () => {
    const { session } = await createPlayground().load(['#@ fail vm_area_alloc 3', three, over, ''].join('\n'));
    session?.run({ untilLine: 2 });
    expect(session?.stopped).toBe(null);
    session?.run();
    expect(session?.stopped).toMatchObject({ why: 'bad directive', item: { span: { line: 1 } } });
  });

  it('shows what a generation makes of it: an error that is told as an address', async () => {
    expect((await played('6.12-rc3', '#@ fail vm_area_alloc 2', three, over))[0]).toEqual(['268435456', '0']);
    expect((await played('6.12-rc4', '#@ fail vm_area_alloc 2', three, over))[0]).toEqual(['268435456', '-1 ENOMEM']);
  });
});

describe('#@ driver', () => {
  const open = 'fd = openat(AT_FDCWD, "/dev/example", O_RDWR)';
  const map = 'mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)';
  const page = [`mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, ${FIXED}`, 'store(0x10000000)'];

  it('puts a driver behind the file of a name or of a number', async () => {
    expect((await played('6.18', open, '#@ driver fd fails', map))[0]).toEqual(['3', '-1 EIO']);
    expect((await played('6.18', open, '#@ driver 3 maps-ptes', map, 'load(0x10001000)'))[0]).toEqual([
      '3',
      '268435456',
      '0',
    ]);
  });

  it('finds the PTEs that the patch of the seed clears', async () => {
    const [, message] = await played('seed-v3-late-clear', ...page, open, '#@ driver fd maps-ptes', map);
    expect(message).toContain('BUG_ON(!pte_none(...)): 0x10000000');
    const [results, nothing] = await played('seed-v3', ...page, open, '#@ driver fd maps-ptes', map);
    expect([results, nothing]).toEqual([['268435456', '0', '3', '268435456'], null]);
  });

  it('that cannot be stops there and says why', async () => {
    expect((await played('6.18', '#@ driver 7 fails', map.replace('fd', '-1')))[1]).toBe(
      '#@ driver of line 1: no file is open as descriptor 7',
    );
    expect((await played('6.18', open, '#@ driver fd quick', map))[1]).toMatch(
      /^#@ driver of line 2: there is no driver quick; there are: maps-ptes, fails, /,
    );
    expect((await played('6.18', open, '#@ driver df fails', map))[1]).toBe('#@ driver of line 2: nothing is named df');
  });
});
