import type { CallItem, PlayMode } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { Births } from './births.ts';
import { call, programOf } from './testing/index.ts';

function birthsIn(
  items: Parameters<typeof programOf>[0],
  mode: PlayMode = 'predict',
): { births: Births; calls: readonly CallItem[] } {
  const program = programOf(items, { task: '1' });
  const calls = program.items.filter((item) => item.kind === 'call');
  return { births: new Births(program, mode), calls };
}

const clone = (result: bigint | null | string, task = '1'): ReturnType<typeof call> =>
  call('clone', [], { result, task });
const by = (task: string): ReturnType<typeof call> => call('mmap', [], { task });

describe('births', () => {
  it('are told by the results of the calls that make tasks', () => {
    const { births } = birthsIn([clone(7n), clone('EAGAIN'), by('7')]);
    expect(births.isMade('7')).toBe(true);
    expect(births.isMade('8')).toBe(false);
  });

  it('did not happen where the call was interrupted and no child is to be seen', () => {
    const { births, calls } = birthsIn([clone(null), clone(7n), by('7')]);
    expect(calls.map((item) => births.happened(item))).toEqual([false, true, true]);
  });

  it('happened where a task appears that no other call made', () => {
    const { births, calls } = birthsIn([clone(null), by('7'), by('8')]);
    expect(births.happened(calls[0] as CallItem)).toBe(true);
    expect(births.resultOf(calls[0] as CallItem)).toEqual({ kind: 'value', value: 7n });
    expect(births.isMade('8')).toBe(false);
  });

  it('happen in a scenario whatever their result', () => {
    const { births, calls } = birthsIn([call('fork')], 'scenario');
    expect(births.happened(calls[0] as CallItem)).toBe(true);
  });
});
