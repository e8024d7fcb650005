import { describe, expect, it } from 'vitest';
import { createPlayground } from '../builtin-plugins.ts';
import { runCalls, runLines } from './run.ts';
import type { Session } from '@mm-playground/session';

async function played(text: string, untilLine?: number): Promise<Session> {
  const { session } = await createPlayground().load(text);
  if (session === undefined) throw new Error('the script is wrong');
  session.run(untilLine === undefined ? {} : { untilLine });
  return session;
}

const LOG = `openat(AT_FDCWD, "/nowhere", O_RDONLY)  = -1 ENOENT (No such file or directory)
brk(NULL)                               = 0x555555560000
--- SIGWINCH {si_signo=SIGWINCH, si_code=SI_KERNEL} ---
munmap(0x7ffff7ff5000, 0)               = -1 EINVAL (Invalid argument)
+++ exited with 0 +++
`;

describe('a replay', () => {
  it('is printed as the log that it is from, what is carried along included', async () => {
    expect(runLines(await played(LOG))).toEqual(LOG.trimEnd().split('\n'));
  });

  it('is printed up to a line', async () => {
    expect(runLines(await played(LOG, 2), 2)).toEqual(LOG.split('\n').slice(0, 2));
  });

  it('has the name that a result gets, and the task', async () => {
    const text = '[main] p = mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n';
    expect(runLines(await played(text))).toEqual([`${text.trimEnd()} = 0x10000000`]);
  });

  it('is data with both results as strace prints them', async () => {
    expect(runCalls(await played(LOG)).at(-1)).toMatchObject({
      line: 4,
      call: 'munmap',
      result: '-1 EINVAL (Invalid argument)',
      recorded: '-1 EINVAL (Invalid argument)',
      verdict: 'same',
    });
  });
});
