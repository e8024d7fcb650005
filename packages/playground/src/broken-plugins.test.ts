/**
 * Plugins that throw, return garbage or never end: none takes a session down. What it was doing stops and is named; what was played
 * before is there, and everything else goes on.
 */

import {
  definePlugin,
  type Architecture,
  type CallResult,
  type Contributions,
  type Machine,
  type Model,
  type Plugin,
  type VmaIndex,
} from '@mm-playground/api';
import { linuxModel, SortedArrayIndex, sortedArray, v6_18 } from '@mm-playground/core';
import { x8664 } from '@mm-playground/arch-x86-64';
import type { Session } from '@mm-playground/session';
import { describe, expect, it } from 'vitest';
import { createPlayground, type PlaygroundOptions } from './index.ts';

const SCRIPT = `p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
store(p)
munmap(p + PAGE, PAGE)
load(p)
`;

const broken = (contributes: Contributions): Plugin =>
  definePlugin({ id: 'broken', title: 'Broken', version: '1.0.0', api: '^1.0', contributes });

const boom = (): never => {
  throw new TypeError('boom');
};

/** What came of playing the script with a plugin: how many calls went well, and why it stopped. */
async function played(
  contributes: Contributions,
  options: Pick<PlaygroundOptions, 'kernel' | 'arch' | 'index'>,
): Promise<readonly [calls: number, why: string]> {
  const playground = createPlayground({ plugins: [broken(contributes)], ...options });
  const { session, diagnostics } = await playground.load(SCRIPT);
  if (session === undefined) return [0, diagnostics.map(({ message }) => message).join()];
  session.run();
  return [session.calls.length, session.stopped === null ? 'no' : `${session.stopped.why}: ${session.stopped.message}`];
}

const archWith = (change: (arch: Architecture) => Partial<Architecture>): Contributions => ({
  architectures: [
    {
      ...x8664,
      ...{ id: 'broken-arch', uname: ['broken'], options: [] },
      configure: () => {
        const arch = x8664.configure({});
        return { ...arch, spec: 'broken-arch', id: 'broken-arch', ...change(arch) };
      },
    },
  ],
});

const ARCHITECTURES: Readonly<Record<string, (arch: Architecture) => Partial<Architecture>>> = {
  'throws in mkLeaf()': () => ({ mkLeaf: boom }),
  'throws in decode()': () => ({ decode: boom }),
  'throws in encodeTable()': () => ({ encodeTable: boom }),
  'gives undefined for a leaf': () => ({ mkLeaf: () => undefined as never }),
  'gives a string for a leaf': () => ({ mkLeaf: () => '0x25' as never }),
  'decodes to frames that are no numbers': (arch) => ({
    decode: (level, word) => ({ ...arch.decode(level, word), pfn: Number.NaN as never }),
  }),
  'decodes to nothing': () => ({ decode: () => undefined as never }),
};

const WIDE = archWith((arch) => ({ mkLeaf: (...leaf) => arch.mkLeaf(...leaf) | (1n << 70n) }));

describe('an architecture that', () => {
  it.each(Object.entries(ARCHITECTURES))('%s is stopped and named', async (_, change) => {
    const [, why] = await played(archWith(change), { arch: 'broken-arch' });
    expect(why).toContain('architecture broken-arch');
  });
});

const indexWith = (make: () => VmaIndex<object>): Contributions => ({
  indexes: [{ ...sortedArray, id: 'broken-index', create: <T extends object>() => make() as unknown as VmaIndex<T> }],
});

class Throwing extends SortedArrayIndex<object> {
  override store = boom;
}
class Garbage extends SortedArrayIndex<object> {
  override find = () => 'a string' as never;
  override load = () => 12 as never;
}
class Forgetful extends SortedArrayIndex<object> {
  override store(): void {
    // Nothing.
  }
}

const INDEXES: Readonly<Record<string, () => VmaIndex<object>>> = {
  'throws in store()': () => new Throwing(),
  'gives garbage': () => new Garbage(),
  'is none': () => undefined as never,
};

describe('an index that', () => {
  it.each(Object.entries(INDEXES))('%s is stopped and named', async (_, make) => {
    const [, why] = await played(indexWith(make), { index: 'broken-index' });
    expect(why).toContain('broken-index');
  });
});

const kernel = { ...v6_18, id: 'broken-kernel', model: 'broken-model' };
const modelWith = (change: (machine: Machine) => void): Contributions => ({
  models: [
    {
      ...linuxModel,
      ...{ id: 'broken-model', kernels: [kernel] },
      createMachine: (config) => {
        const machine = linuxModel.createMachine(config);
        change(machine);
        return machine;
      },
    } satisfies Model,
  ],
});

/** A machine whose calls give this at once. */
const giving = (result: CallResult) => (machine: Machine) =>
  void (machine.call = function* () {
    yield { step: 'mmap_write_lock', mm: 1 };
    return result;
  });

const MODELS: Readonly<Record<string, (machine: Machine) => void>> = {
  'throws when it is made': boom,
  'throws in a call': (machine) => void (machine.call = boom),
  'throws in the middle of a call': (machine) =>
    void (machine.call = function* () {
      yield { step: 'mmap_write_lock', mm: 1 };
      boom();
      return { kind: 'none' };
    }),
  'gives undefined': giving(undefined as never),
  'gives a result that is no word': giving({ kind: 'value', value: 1n << 70n }),
  'never comes to an end': (machine) =>
    void (machine.call = function* () {
      for (;;) yield { step: 'mas_next', mm: 1 };
    }),
  'throws when it is asked what it inferred': (machine) => void (machine.takeInferences = boom),
  'throws when it is asked what is violated': (machine) => void (machine.takeViolations = boom),
};

describe('what cannot be told from a plugin that means it', () => {
  it.each([
    ['words beyond 64 bits, of which memory takes 64', WIDE, { arch: 'broken-arch' }],
    ['an index that forgets everything', indexWith(() => new Forgetful()), { index: 'broken-index' }],
  ])('is played to the end: %s', async (_, contributes, options) => {
    expect(await played(contributes, options)).toEqual([4, 'no']);
  });
});

describe('a model that', () => {
  it.each(Object.entries(MODELS))('%s is stopped and named', async (_, change) => {
    const [, why] = await played(modelWith(change), { kernel: 'broken-kernel' });
    expect(why).toContain('broken-model');
  });

  it('throws late leaves what was played before', async () => {
    let calls = 0;
    const late = modelWith((machine) => {
      const make = machine.call.bind(machine);
      machine.call = (...call) => (++calls > 2 ? boom() : make(...call));
    });
    const playground = createPlayground({ plugins: [broken(late)], kernel: 'broken-kernel' });
    const { session } = await playground.load(SCRIPT);
    session?.run();
    expect(session?.calls.map(({ result }) => result?.kind).slice(0, 2)).toEqual(['value', 'value']);
    session?.seek({ call: 0 });
    expect(namesOf(session)).toContain('[stack]');
  });
});

const namesOf = (session: Session | undefined): readonly string[] => session?.view().vmas.map(({ name }) => name) ?? [];

describe('what else is loaded', () => {
  it('goes on beside a plugin that was stopped', async () => {
    const plugins = [broken({ ...archWith(() => ({ mkLeaf: boom })), ...indexWith(() => new Throwing()) })];
    const playground = createPlayground({ plugins });
    const { session } = await playground.load(SCRIPT);
    session?.run();
    expect([session?.calls.length, session?.stopped]).toEqual([4, null]);
  });
});
