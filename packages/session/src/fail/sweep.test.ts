import { formatResult, KernelBug, MAP, NotModelled, PROT, type Machine, type Model } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import {
  call,
  flatArch,
  FLAT_INDEX,
  FLAT_KERNEL,
  FLAT_LOSSY_KERNEL,
  flatModel,
  programOf,
  type DraftItem,
} from '../testing/index.ts';
import { sweepFailures, type Failure, type Sweep, type SweepOptions } from './sweep.ts';
import type { SessionOptions } from '../types.ts';

const PAGE = 0x1000n;
const AT = 0x4_0000n;
const RW = PROT.values.PROT_READ | PROT.values.PROT_WRITE;
const FIXED = MAP.values.MAP_PRIVATE | MAP.values.MAP_ANONYMOUS | MAP.values.MAP_FIXED;
const mmap = (page: number, pages: number): DraftItem =>
  call('mmap', [AT + BigInt(page) * PAGE, BigInt(pages) * PAGE, RW, FIXED]);
const store = (page: number): DraftItem => call('store', [AT + BigInt(page) * PAGE]);
const mprotect = (page: number, pages: number): DraftItem =>
  call('mprotect', [AT + BigInt(page) * PAGE, BigInt(pages) * PAGE, PROT.values.PROT_READ]);

function sweep(items: DraftItem[], options: SweepOptions = {}, more: Partial<SessionOptions> = {}): Sweep {
  const parts = { model: flatModel, kernel: FLAT_KERNEL, arch: flatArch(), index: FLAT_INDEX, ...more };
  const sweeping = sweepFailures(programOf(items), parts, options);
  for (;;) {
    const turn = sweeping.next();
    if (turn.done === true) return turn.value;
  }
}

/** `range_fill#1: -1 ENOMEM (...), gap 1, retry 0x...`: a failure in a line. */
function told({ points, result, outcome, left, broken, retry }: Failure): string {
  const where = points.map(({ step, visit }) => `${step}#${visit}`).join(' + ');
  const what = result === null ? outcome : formatResult(result).replaceAll(/ \(.*/g, '');
  const state = left === null ? [] : [`${left.oldMappings} ${left.gapPages}/${left.lostPages}`];
  const again = retry === null ? [] : [`then ${formatResult(retry, 'address')}`];
  return [`${where}: ${what}`, ...state, ...again, ...broken.map(({ property }) => property)].join(', ');
}

/** The failures of the last call that has any. */
const last = (swept: Sweep): string[] => (swept.calls.at(-1)?.failures ?? []).map(told);

describe('the failure sweep', () => {
  it('fails each visit in turn, and tells what the caller got and what is left', () => {
    expect(last(sweep([mmap(0, 3), store(1), mmap(1, 1)]))).toEqual([
      'range_alloc#1: -1 ENOMEM, intact 0/0, then 0x41000',
      'range_fill#1: -1 ENOMEM, gap 1/0, then 0x41000',
    ]);
  });

  it('tells a range that stays split from one that nothing happened to', () => {
    expect(last(sweep([mmap(0, 3), mprotect(1, 1)]))).toEqual(['range_protect#1: -1 ENOMEM, split 0/0, then 0x0']);
    expect(last(sweep([mmap(0, 3), mprotect(0, 1)]))).toEqual(['range_protect#1: -1 ENOMEM, intact 0/0, then 0x0']);
  });

  it('finds contents that are gone from memory that is still mapped', () => {
    const items = [mmap(0, 3), store(1), store(2), mmap(1, 1)];
    expect(last(sweep(items, {}, { kernel: FLAT_LOSSY_KERNEL }))).toEqual([
      'range_alloc#1: -1 ENOMEM, intact 0/0, then 0x41000',
      'range_fill#1: -1 ENOMEM, lost 0/1, then 0x41000, no-lost-data',
    ]);
  });

  it('sweeps every call, or the one on a line, and leaves the others as they went', () => {
    const items = [mmap(0, 3), store(1), mprotect(1, 1), mmap(1, 1)];
    const all = sweep(items).calls;
    expect(all.map(({ item, failures }) => [item.name, failures.length])).toEqual([
      ['mmap', 2],
      ['mprotect', 1],
      ['mmap', 2],
    ]);
    expect(sweep(items, { callLine: 102 }).calls.map(({ item }) => item.name)).toEqual(['mprotect']);
    expect(sweep(items, { untilLine: 101 }).calls.map(({ item }) => item.name)).toEqual(['mmap']);
  });

  it('knows names that calls before gave to their results', () => {
    const items = [call('mmap', [AT, PAGE, RW, FIXED], { binds: 'p' }), call('mprotect', ['p', PAGE, 1n])];
    expect(last(sweep(items))).toEqual(['range_protect#1: -1 ENOMEM, intact 0/0, then 0x0']);
  });
});

/** The flat model with something done to its machines. */
const flatBut = (change: (machine: Machine) => void): Model => ({
  ...flatModel,
  createMachine: (config) => {
    const machine = flatModel.createMachine(config);
    change(machine);
    return machine;
  },
});

/** A model whose mmap can fail at `first`, and then at `second` on its way back. */
const twoFailures = (onSecond: () => void): Model =>
  flatBut((machine) => {
    const make = machine.call.bind(machine);
    const listen = machine.control.bind(machine);
    let fails = (_step: string): boolean => false;
    machine.control = (control) => {
      fails = (step) => control?.fails(step) === true;
      listen(null);
    };
    machine.call = function* (task, modelCall, names) {
      if (fails('first') && fails('second')) onSecond();
      return yield* make(task, modelCall, names);
    };
  });

describe('pairs', () => {
  it('fail what is only reached where something else failed', () => {
    const model = twoFailures(() => {
      throw new KernelBug('nothing is left');
    });
    expect(last(sweep([mmap(0, 1)], { pairs: true }, { model }))).toEqual([
      'first#1: 262144',
      'first#1 + second#1: kernel bug, no-bug',
    ]);
    expect(last(sweep([mmap(0, 1)], {}, { model }))).toEqual(['first#1: 262144']);
  });

  it('may lead to what is not modelled, which is no violation', () => {
    const model = twoFailures(() => {
      throw new NotModelled('the way back');
    });
    expect(last(sweep([mmap(0, 1)], { pairs: true }, { model }))).toEqual([
      'first#1: 262144',
      'first#1 + second#1: not modelled',
    ]);
  });
});

describe('what the model finds broken', () => {
  it('is a violation unless it is broken without a failure, too', () => {
    const [always, failed] = ['always', 'after a failure'];
    const model = flatBut((machine) => {
      const listen = machine.control.bind(machine);
      let hasFailed = false;
      machine.control = (control) => {
        if (control !== null) hasFailed = false;
        const fails = (step: string): boolean => (control?.fails(step) === true ? (hasFailed = true) : false);
        listen(control === null ? null : { fails, waitUntil: () => undefined });
      };
      machine.validate = () => (hasFailed ? [always, failed] : [always]);
    });
    const { calls } = sweep([mmap(0, 1)], {}, { model });
    expect(calls[0]?.failures[0]?.broken).toEqual([{ property: 'counters', what: failed }]);
  });
});
