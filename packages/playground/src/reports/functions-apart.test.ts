import { expect, it } from 'vitest';
import type { Step } from '@mm-playground/api';
import { functionsApart } from './functions-apart.ts';

/** `mmap_region{ vma_merge vm_area_alloc }`: functions with what is in them, and steps. */
function stepsOf(text: string, thread = ''): Step[] {
  const open: string[] = [];
  return text.split(' ').map((word): Step => {
    if (word === '}')
      return { kind: 'exit', name: (open.pop() ?? '') + thread, depth: open.length, detail: {}, mark: 0 };
    const isFunction = word.endsWith('{');
    const name = isFunction ? word.slice(0, -1) : word;
    const step = {
      kind: isFunction ? 'enter' : 'step',
      name: name + thread,
      depth: open.length,
      detail: {},
      mark: 0,
    } as const;
    if (isFunction) open.push(name);
    return step;
  });
}

it.each([
  ['a{ b{ c x } }', 'a{ b{ c y } }', ['b', 'x', 'y']],
  ['mmap{ old clear } end', 'mmap{ clear store } end', ['mmap', 'old', 'store']],
  ['mmap{ unmap{ clear } alloc }', 'mmap{ alloc }', ['mmap', 'unmap', 'clear']],
  ['same{ steps }', 'same{ steps }', []],
])('names where one side is alone, and what is right around it: %s, %s', (a, b, expected) => {
  expect([...functionsApart(stepsOf(a), stepsOf(b))]).toEqual(expected);
});

it('leaves the thread of a race out of the names', () => {
  const [a, b] = ['w{ f{ x', 'w{ f{ y'].map((text) => stepsOf(text, ' · writer'));
  expect([...functionsApart(a ?? [], b ?? [])]).toEqual(['f', 'x', 'y']);
});
