/**
 * The conformance kit of kernels: what a generation, a release candidate or a patch must fulfil on any model, ours and a
 * stranger's, as named vitest cases.
 *
 * ```ts
 * import { describeKernel } from '@mm-playground/api/testing';
 * describeKernel(linuxModel, myPatch, { arch: x8664.configure({}), index: mapleIndex });
 * ```
 *
 * A fact that a patch changes on purpose is marked, with the patch's own test beside it.
 */

import { expect } from 'vitest';
import { callKind } from '../calls.ts';
import { NotModelled } from '../errors.ts';
import type { Kernel } from '../kernel.ts';
import type { Model } from '../model.ts';
import { NO_SYSTEM_FACTS } from '../program.ts';
import type { SupportRow } from '../support.ts';
import { errnoProperties, resultProperties } from './kernel-fact-properties.ts';
import { failureProperties } from './kernel-failure-properties.ts';
import { kernelKitOf, type KernelKit, type KernelKitOptions } from './kernel-kit.ts';
import { accountingProperties, invariantProperties, timeProperties } from './kernel-script-properties.ts';
import { declareInto, describeProperties, type KitProperty } from './kit-property.ts';
import { matrixProperties } from './kit-support.ts';
import type { PlainCall } from './plain-call.ts';

const GROUPS: readonly (readonly [group: string, declare: (kit: KernelKit) => void])[] = [
  ['as a kernel', identityProperties],
  ['support', supportProperties],
  ['errno order', errnoProperties],
  ['results', resultProperties],
  ['invariants', invariantProperties],
  ['time', timeProperties],
  ['accounting', accountingProperties],
  ['failures', failureProperties],
];

/** The properties of a kernel. */
export function kernelProperties(model: Model, kernel: Kernel, options: KernelKitOptions): KitProperty[] {
  const properties: KitProperty[] = [];
  const { arch, index } = options;
  for (const [group, declare] of GROUPS)
    declare(kernelKitOf({ model, kernel, arch, index }, options, declareInto(properties, kernel.id, group)));
  return properties;
}

/** Declares a vitest case for each of {@link kernelProperties}. */
export function describeKernel(model: Model, kernel: Kernel, options: KernelKitOptions): void {
  describeProperties(kernelProperties(model, kernel, options), options);
}

function identityProperties({ it, parts: { model, kernel, arch, index }, bench }: KernelKit): void {
  it('has an id, a title, a release and a proof, and is one of its model', () => {
    expect(kernel.id).toMatch(/^[\w.-]+$/);
    expect(kernel.title.trim()).not.toBe('');
    expect(kernel.release.every((part = 0) => Number.isInteger(part) && part >= 0)).toBe(true);
    expect(['booted', 'derived']).toContain(kernel.proof);
    expect(model.kernels).toContain(kernel);
  });

  it('is refused by its model where it is of another one', () => {
    const stranger: Kernel = { id: 'other', title: 'Other', model: 'other', release: [1, 0], proof: 'derived' };
    const facts = { limits: {}, completeAccesses: [], assume: 'untouched', system: NO_SYSTEM_FACTS } as const;
    expect(() => model.createMachine({ ...facts, kernel: stranger, arch, index })).toThrow(TypeError);
  });

  it('has one task after it was booted, with VMAs, and a map that /proc shows', () => {
    const { machine, view } = bench();
    expect(machine.tasks.size).toBe(1);
    expect(view.vmas.length).toBeGreaterThan(0);
    expect(view.maps().length).toBeGreaterThanOrEqual(view.vmas.length);
    expect(machine.validate()).toEqual([]);
  });

  it('says of what it does otherwise than another kernel what each does, and who says so', () => {
    for (const other of model.kernels)
      for (const note of (model.differences?.(kernel, other) ?? []).flat()) {
        if (note === null) continue;
        expect(note.note.trim()).not.toBe('');
        expect(note.source.trim()).not.toBe('');
        expect(note.in).not.toEqual([]);
      }
  });

  it('is no different from itself', () => {
    expect(model.differences?.(kernel, kernel) ?? []).toEqual([]);
  });
}

/** Calls that every kernel is asked, and that its matrix has to speak of. */
const ASKED = [
  'mmap',
  'munmap',
  'mprotect',
  'mremap',
  'madvise',
  'mlock',
  'munlock',
  'mlockall',
  'brk',
  'load',
  'store',
];

function supportProperties({ it, parts: { model, kernel }, bench }: KernelKit): void {
  const rows = (): readonly SupportRow[] => model.support(kernel);

  matrixProperties(it, rows);

  it('speaks of every call that the kit makes', () => {
    const known = new Set(rows().map(({ call }) => call));
    expect(ASKED.filter((call) => !known.has(call))).toEqual([]);
  });

  it('stops loudly at a call that there is not, and has changed nothing', () => {
    expect(stopsAt(['no_such_call', 0])).toBe(true);
  });

  it('stops loudly at every call that its matrix refuses as a whole, and has changed nothing', () => {
    const refused = rows().filter(({ item, level, call }) => item === undefined && level === 'refused' && isCall(call));
    expect(refused.filter(({ call }) => !stopsAt([call, 0, 0, 0])).map(({ call }) => call)).toEqual([]);
  });

  function stopsAt(call: PlainCall): boolean {
    const stopped = bench();
    const before = stopped.state;
    try {
      stopped.call(call);
      return false;
    } catch (error) {
      return error instanceof NotModelled && stopped.state === before;
    }
  }
}

const isCall = (name: string): boolean => callKind(name) !== undefined;
