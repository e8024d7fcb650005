import type { Program } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { unitsOf, type Overlapping } from './overlaps.ts';
import { call, checkpoint, mapsOf, note, programOf, race } from './testing/index.ts';

/** Units as text: a line number for a single item, `[1 2|3]` for a cluster and what is carried along in it. */
const unitsAsText = (program: Program): string =>
  [...unitsOf(program)]
    .map((unit) => {
      if (unit.kind === 'single') return unit.item.span.line;
      const lines = unit.elements.map(({ item }) => item.span.line).join(' ');
      return `[${lines}${unit.carried.map(({ span }) => `|${span.line}`).join('')}]`;
    })
    .join(' ');

const at = (line: number, returns: number, task = `t${line}`, name = 'mmap'): ReturnType<typeof call> =>
  call(name, [], { line, returns, task });

describe('the units of a program', () => {
  it('are single items where nothing overlaps', () => {
    expect(unitsAsText(programOf([call('mmap'), call('munmap'), call('mmap')]))).toBe('100 101 102');
  });

  it('are maximal clusters where calls overlap, also by way of others', () => {
    expect(unitsAsText(programOf([at(1, 4), at(2, 6), at(5, 7), at(8, 8), at(9, 12), at(10, 11)]))).toBe(
      '[1 2 5] 8 [9 10]',
    );
  });

  it('carry calls along that touch no memory, and notes not at all', () => {
    const program = programOf([
      at(1, 9, 'a', 'futex'),
      at(2, 5, 'b'),
      at(3, 3, 'c', 'kill'),
      note('--- x', { line: 4 }),
      at(6, 6, 'd'),
    ]);
    expect(unitsAsText(program)).toBe('1 2 3 6');
    expect(unitsAsText(programOf([at(1, 5), at(2, 2, 'a', 'kill'), at(3, 4)]))).toBe('[1 3|2]');
  });

  it('take a checkpoint into the cluster that it stands in', () => {
    const snapshot = mapsOf([]);
    expect(
      unitsAsText(programOf([at(1, 3), checkpoint(snapshot, { line: 2 }), checkpoint(snapshot, { line: 4 })])),
    ).toBe('[1 2] 4');
  });

  it('end a call that never returned with the next line of its task', () => {
    expect(unitsAsText(programOf([at(1, Infinity, 'a'), at(2, 2, 'b'), at(3, 3, 'a'), at(4, 4, 'b')]))).toBe(
      '[1 2] 3 4',
    );
    const killed = note('+++ killed by SIGKILL +++', { line: 3, task: 'a' });
    expect(unitsAsText(programOf([at(1, Infinity, 'a'), at(2, 2, 'b'), killed, at(4, 4, 'b')]))).toBe('[1 2] 4');
    expect(unitsAsText(programOf([at(1, Infinity, 'a'), at(2, 2, 'b')]))).toBe('[1 2]');
  });

  it('let an exit take effect when it is called', () => {
    expect(unitsAsText(programOf([at(1, Infinity, 'a', 'exit'), at(2, 2, 'b')]))).toBe('1 2');
  });

  it('end before a race', () => {
    expect(unitsAsText(programOf([at(1, 9), at(2, 2), race(3), at(4, 4)]))).toBe('[1 2] 3 4');
  });
});

describe('a parent in vfork', () => {
  const cluster = (...items: Parameters<typeof programOf>[0]): readonly Overlapping[] =>
    [...unitsOf(programOf(items))].flatMap((unit) => (unit.kind === 'cluster' ? unit.elements : []));
  const heldBy = (elements: readonly Overlapping[], line: number): number[] =>
    elements.find(({ item }) => item.span.line === line)?.after.map(({ item }) => item.span.line) ?? [];

  it('goes on only after the child called exec, also where exec returned later', () => {
    const elements = cluster(
      call('vfork', [], { line: 1, returns: 4, result: 7n, task: 'p' }),
      call('mmap', [], { line: 2, task: '7' }),
      call('execve', [], { line: 3, returns: 6, result: 0n, task: '7' }),
      call('munmap', [], { line: 5, task: 'p' }),
    );
    expect(heldBy(elements, 5)).toEqual([3]);
  });

  it('is not let go by an exec that failed', () => {
    const elements = cluster(
      call('clone', [], {
        line: 1,
        returns: 6,
        result: 7n,
        task: 'p',
        text: 'clone(flags=CLONE_VM|CLONE_VFORK|SIGCHLD)',
      }),
      call('execve', [], { line: 2, result: 'ENOENT', task: '7' }),
      call('exit_group', [], { line: 4, returns: 8, result: null, task: '7' }),
      call('munmap', [], { line: 7, task: 'p' }),
    );
    expect(heldBy(elements, 7)).toEqual([4]);
  });

  it('waits for nobody where it only cloned', () => {
    const elements = cluster(
      call('clone', [], { line: 1, returns: 3, result: 7n, task: 'p' }),
      call('execve', [], { line: 2, returns: 5, result: 0n, task: '7' }),
      call('munmap', [], { line: 4, task: 'p' }),
    );
    expect(heldBy(elements, 4)).toEqual([]);
  });
});
