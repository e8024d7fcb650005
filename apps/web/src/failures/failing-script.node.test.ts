import { describe, expect, it } from 'vitest';
import { createPlayground } from 'mm-playground';
import { playedOf } from '../played-session.ts';
import type { Played } from '../played.ts';
import { failingName, failingScript } from './failing-script.ts';

const OVER = `mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
munmap(0x10000000, PAGE)
`;

async function played(text: string): Promise<Played> {
  const { session } = await createPlayground({ record: 'steps' }).load(text);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return playedOf(session, text, 'x86-64');
}

describe('a failing copy of a script', () => {
  it('fails as the table of failures says, call by call and step by step', async () => {
    const before = await played(OVER);
    const table = before.failuresOf(2);
    const call = before.calls[2];
    if (table === null || call === undefined) throw new Error('there is no such call');
    expect(table.result).toBe('0x10001000');
    expect(table.failures.length).toBeGreaterThan(2);
    for (const { failed, result } of table.failures) {
      const { calls } = await played(failingScript(OVER, call, failed));
      expect([calls.length, calls.at(-1)?.result]).toEqual([3, result]);
    }
  });

  it('looks at the program as it was afterwards', async () => {
    const before = await played(OVER);
    const maps = before.view({ call: 3, step: 0 })?.maps();
    before.failuresOf(2);
    expect(before.view({ call: 3, step: 1 })).not.toBeNull();
    expect(before.view({ call: 3, step: 0 })?.maps()).toEqual(maps);
  });

  it('leaves out what was recorded of the call', () => {
    const row = { line: 2, text: 'brk(0x1000)' };
    const call = {
      ...row,
      index: 1,
      task: '7',
      result: '0',
      verdict: 'agrees',
      notes: [],
      steps: 3,
      failed: false,
    } as const;
    expect(failingScript('brk(NULL) = 0\n7 brk(0x1000) = 0x1000\nbrk(0)\n', call, ['a#1', 'b#3'])).toBe(
      'brk(NULL) = 0\n#@ fail a 1\n#@ fail b 3\n7 brk(0x1000)\n',
    );
  });

  it('has a name of its own, once', () => {
    expect([failingName('gap.mm'), failingName('gap-failing.mm'), failingName('untitled')]).toEqual([
      'gap-failing.mm',
      'gap-failing.mm',
      'untitled-failing',
    ]);
  });
});
