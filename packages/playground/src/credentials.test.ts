/*
 * What a program may do after it has changed who it is: as a recording of a static program on Linux 6.18.44 tells, run as root with a
 * soft limit of 64 KiB for locked memory. After each change it locks 128 KiB and maps the page at address 0.
 */
import { expect, it } from 'vitest';
import { createPlayground } from './index.ts';

/** What the model answers to each call of a script, and to locking and mapping low where `probe` stands. */
async function answers(...lines: string[]): Promise<string> {
  const text = lines.flatMap((line) => (line === 'probe' ? PROBE : [line]));
  const { session, diagnostics } = await createPlayground().load([...HEAD, ...text, ''].join('\n'), { file: 'a.mm' });
  if (session === undefined) throw new Error(diagnostics.map(({ message }) => message).join('; '));
  session.run();
  if (session.stopped !== null) throw new Error(session.stopped.message);
  const asked = session.calls.filter(
    ({ item }) => !/^(?:munmap|munlock|mmap\(p)/.test(item.text) && item.binds === undefined,
  );
  return asked.map(({ result }) => (result?.kind === 'errno' ? result.errno.name : 'ok')).join(' ');
}

const HEAD = [
  '#@ system mmap_min_addr=65536 dac_mmap_min_addr=4096',
  '#@ limits memlock=65536',
  'p = mmap(NULL, 64*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)',
];
const MAP = 'PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';
const PROBE = ['mlock(p, 32*PAGE)', 'munlock(p, 32*PAGE)', `mmap(0, PAGE, ${MAP}`, 'munmap(0, PAGE)'];
const LOCK = '{effective=1<<CAP_IPC_LOCK, permitted=1<<CAP_IPC_LOCK, inheritable=0}';
const NONE = '{effective=0, permitted=1<<CAP_IPC_LOCK, inheritable=0}';
const SETUID = '{effective=1<<CAP_SETUID, permitted=1<<CAP_SETUID, inheritable=0}';
const capset = (sets: string): string => `capset({version=_LINUX_CAPABILITY_VERSION_3, pid=0}, ${sets})`;

const MAY = 'ok ok';
const MAY_NOT = 'ENOMEM EPERM';

it.each([
  ['root may', ['probe'], MAY],
  ['another user may not', ['setuid(1000)', 'probe'], `ok ${MAY_NOT}`],
  [
    'root that only acts as another user may again',
    ['setresuid(-1, 1000, -1)', 'probe', 'setresuid(-1, 0, -1)', 'probe'],
    `ok ${MAY_NOT} ok ${MAY}`,
  ],
  ['setreuid gives up both', ['setreuid(1000, 1000)', 'probe', 'setuid(0)'], `ok ${MAY_NOT} EPERM`],
  ['setreuid keeps who it was', ['setreuid(-1, 1000)', 'probe', 'setreuid(-1, 0)', 'probe'], `ok ${MAY_NOT} ok ${MAY}`],
  ['the real user alone changes nothing', ['setreuid(1000, -1)', 'probe'], `ok ${MAY}`],
  ['the saved user is enough', ['setresuid(1000, 1000, 0)', 'setresuid(-1, 0, -1)', 'probe'], `ok ok ${MAY}`],
  ['none of three is the end', ['setresuid(1000, 1000, 1000)', 'setresuid(0, 0, 0)', 'probe'], `ok EPERM ${MAY_NOT}`],
  ['one capability is one', [capset(LOCK), 'probe'], 'ok ok EPERM'],
  [
    'what is permitted can be taken back, and no more',
    [capset(LOCK), capset(NONE), 'probe', capset(LOCK), 'probe', capset(SETUID)],
    `ok ok ${MAY_NOT} ok ok EPERM EPERM`,
  ],
  ['CAP_SETUID is enough to become another', [capset(SETUID), 'setuid(1000)', 'setuid(0)'], 'ok ok EPERM'],
  [
    'PR_SET_KEEPCAPS keeps what is permitted',
    ['prctl(PR_SET_KEEPCAPS, 1)', 'setuid(1000)', 'probe', capset(LOCK), 'probe'],
    `ok ok ${MAY_NOT} ok ok EPERM`,
  ],
  ['a child is what its parent was', ['setuid(1000)', 'fork()', 'probe'], `ok ok ${MAY_NOT}`],
])('%s', async (_, lines, told) => {
  expect(await answers(...lines)).toBe(told);
});

it('a child that drops what it may takes nothing from its parent', async () => {
  const text = [
    ...HEAD,
    '[parent] clone(child_stack=NULL, flags=SIGCHLD) = 7',
    '7 setuid(1000) = 0',
    '[parent] mlock(p, 32*PAGE) = 0',
    '7 mlock(p, 32*PAGE) = -1 ENOMEM (Cannot allocate memory)',
    '',
  ].map((line) => line.replace('p = mmap(', '[parent] p = mmap('));
  const { session } = await createPlayground().load(text.join('\n'), { file: 'a.strace' });
  session?.run();
  expect([session?.stopped, session?.divergences]).toEqual([null, []]);
});
