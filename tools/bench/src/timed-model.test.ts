import { drain } from '@mm-playground/api';
import { createPlayground } from 'mm-playground';
import { loadProgram } from '@mm-playground/script';
import { expect, it } from 'vitest';
import { Stopwatch, timedModel } from './timed-model.ts';

const SCENARIO = 'p = mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\n';

it('a timed model does the same and says how long it took, by call', () => {
  const { program } = loadProgram(SCENARIO, { file: 'a.mm' });
  if (program === undefined) throw new Error('the scenario cannot be read');
  const { model, kernel, arch, index } = createPlayground().parts(program);
  const watch = new Stopwatch();
  const results = [model, timedModel(model, watch)].map((which) => {
    const { system, limits, completeAccesses } = program;
    const machine = which.createMachine({ kernel, arch, index, system, limits, completeAccesses, assume: 'written' });
    machine.boot('');
    const item = program.items.find(({ kind }) => kind === 'call');
    if (item?.kind !== 'call') throw new Error('there is no call');
    const call = { name: item.name, args: item.args, recorded: undefined };
    const result = drain(machine.call('', call, (name) => (name === 'PAGE' ? 4096n : undefined)));
    return { result, maps: machine.view('').maps() };
  });
  expect(results[1]).toEqual(results[0]);
  expect([...watch.calls.keys()]).toEqual(['mmap']);
  expect(watch.inCalls()).toBeGreaterThan(0);
  expect(watch.inCalls((name) => name === 'munmap')).toBe(0);
  expect(watch.views).toBeGreaterThan(0);
});
