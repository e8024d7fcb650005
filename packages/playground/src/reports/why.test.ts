import { expect, it } from 'vitest';
import type { Session } from '@mm-playground/session';
import { createPlayground } from '../builtin-plugins.ts';
import { noteReasons, partlyModelled, supportReasons } from './why.ts';

async function played(text: string, kernel: string): Promise<Session> {
  const { session } = await createPlayground({ kernel }).load(text);
  if (session === undefined) throw new Error('the script is wrong');
  session.run();
  return session;
}

const FIXED = 'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n';
const DROPPABLE = 'mmap(0x10000000, PAGE, PROT_READ, MAP_DROPPABLE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\n';

const reasonsOf = (a: Session, b: Session, functions: readonly string[]) => {
  const [call] = a.calls;
  if (call === undefined) throw new Error('there is no call');
  return [...noteReasons(a, b, new Set(functions)), ...supportReasons(a, b, call.item)];
};

it('kernels say why they differ in a function, each for itself, with a source', async () => {
  const [a, b] = [await played(FIXED, '6.10'), await played(FIXED, '6.18')];
  const [reason] = reasonsOf(a, b, ['mmap_region']);
  expect(reason?.about).toBe('mmap_region');
  expect(reason?.said.map(({ kernel }) => kernel)).toEqual(['6.10', '6.18']);
  expect(reason?.said[0]?.note).toContain('unmaps what is in the way first');
  expect(reason?.said[1]?.source).toContain('f8d112a4e657');
});

it('nothing is said of functions in which nothing differs, and of one kernel beside itself', async () => {
  const [a, b] = [await played(FIXED, '6.10'), await played(FIXED, '6.18')];
  expect(reasonsOf(a, b, ['vm_area_alloc'])).toEqual([]);
  expect(noteReasons(a, a, new Set(['mmap_region']))).toEqual([]);
});

it('a row of the support matrix says what a kernel does not have yet, of flags that the call has', async () => {
  const [a, b] = [await played(DROPPABLE, '6.10'), await played(DROPPABLE, '6.18')];
  expect(reasonsOf(a, b, [])).toEqual([
    {
      about: 'mmap MAP_DROPPABLE',
      said: [{ kernel: '6.10', note: 'EINVAL: came with 6.11', source: null }],
    },
  ]);
  expect(reasonsOf(await played(FIXED, '6.10'), await played(FIXED, '6.18'), [])).toEqual([]);
});

it('what is modelled in part says which part', async () => {
  const session = await played('mincore(0x10000000, PAGE, 0x10001000)\n', '6.18');
  const [call] = session.calls;
  expect(call === undefined ? [] : partlyModelled(session, call.item)).toEqual([
    {
      about: 'mincore',
      said: [
        {
          kernel: '6.18',
          note: 'its result; what it says of each page is not compared with a log',
          source: null,
        },
      ],
    },
  ]);
});
