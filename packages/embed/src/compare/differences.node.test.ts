/** Two programs that were played, compared as a shell does it. */
import { createPlayground, type PlaygroundOptions } from 'mm-playground';
import { expect, it } from 'vitest';
import { PlayedSession } from '../player/played-session.ts';
import type { Played } from '../player/played.ts';
import { alone, comparing, type Found } from './differences.ts';
import { otherMachine, sideNames } from './other-machine.ts';

const SCRIPT = `p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
munmap(p + 4*PAGE, 2*PAGE)`;

function played(text: string, options: PlaygroundOptions = {}): Played {
  const { session } = createPlayground({ ...options, record: 'steps' }).loadText(text);
  if (session === undefined) throw new Error('the script has errors');
  session.run();
  return new PlayedSession(session, session.options.arch.title).now(text);
}

function found(a: Played, b: Played): Found | null {
  const course = comparing(a, b, ['one', 'other']);
  let turn = course.next();
  while (turn.done !== true) turn = course.next();
  return turn.value;
}

it('calls that answer otherwise are differences, and said in words', () => {
  const apart = found(played(SCRIPT), played(SCRIPT, { arch: 'riscv64' }));
  expect(apart?.calls).toBe(2);
  expect(apart?.differences[0]).toMatchObject({ call: 0, line: 1, what: 'result' });
  expect(apart?.words[0]).toMatch(/^\d of 2 calls .*line 1, mmap\(.*\): one answers 0x[\da-f]+, other 0x[\da-f]+\.$/);
});

it('calls that get there by other steps are differences in steps alone', () => {
  const apart = found(played(SCRIPT, { kernel: '6.10' }), played(SCRIPT, { kernel: '6.18' }));
  expect(apart?.differences.map(({ what }) => what)).toEqual(['steps', 'steps']);
  expect(apart?.words).toEqual(['All 2 calls answer alike and leave the same maps, flags and counters.']);
});

it('calls of one side alone stand where they were made', () => {
  const [a, b] = [played('brk(NULL)\nmunmap(0x1000, PAGE)'), played('brk(NULL)\nmlockall(MCL_CURRENT)')];
  expect(alone(a, b)).toMatchObject([
    { call: 1, text: 'munmap(0x1000, PAGE)', a: '0', b: null },
    { call: 1, text: 'mlockall(MCL_CURRENT)', a: null, b: '0' },
  ]);
  expect(found(a, b)).toMatchObject({ calls: 3, differences: [{ what: 'alone' }, { what: 'alone' }] });
});

it('without a machine behind one of them there is nothing to compare', () => {
  expect(found(played(SCRIPT), { ...played(SCRIPT), session: null })).toBeNull();
});

it.each([
  ['kernel:6.12', '', '', ['6.18', '6.12']],
  ['riscv64', '', '', ['x86-64', 'riscv64']],
  ['arm64:granule=64', 'x86-64:levels=5', '', ['x86-64:levels=5', 'arm64:granule=64']],
  ['x86-64', '', '#@ system arch=arm64:granule=16\n', ['arm64:granule=16', 'x86-64']],
  ['index:sorted-array', '', '', ['Maple tree', 'Sorted array']],
])('the sides of compare="%s" are called by what they differ in', (word, arch, system, names) => {
  const other = otherMachine(word);
  const text = `${system}brk(NULL)`;
  const options = { kernel: '6.18', ...(arch === '' ? {} : { arch }) };
  const [a, b] = [played(text, options).session, played(text, { ...options, [other.kind]: other.id }).session];
  if (a === null || b === null) throw new Error('no session');
  expect(sideNames(other, arch, [a, b])).toEqual(names);
});
