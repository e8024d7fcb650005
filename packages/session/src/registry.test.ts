import {
  definePlugin,
  pageShift,
  resolveOptions,
  specOf,
  vpn,
  type Architecture,
  type ArchitecturePlugin,
  type Kernel,
  type Model,
} from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { Registry } from './index.ts';
import { call, FLAT_ARCH, flatArch, FLAT_INDEX, FLAT_KERNEL, flatModel, programOf, row } from './testing/index.ts';

const kernel = (id: string, release: [number, number], proof: Kernel['proof'] = 'booted'): Kernel => ({
  ...FLAT_KERNEL,
  id,
  release,
  proof,
});

const model: Model = {
  ...flatModel,
  kernels: [
    kernel('6.1', [6, 1]),
    kernel('6.12', [6, 12]),
    kernel('6.12-rc5', [6, 12], 'derived'),
    kernel('7.0', [7, 0], 'derived'),
  ],
};

/** An architecture with granules and address sizes, some of which exclude each other. */
const arm: ArchitecturePlugin = {
  ...FLAT_ARCH,
  id: 'arm64',
  uname: ['aarch64'],
  options: [
    { name: 'granule', meaning: 'page size in KiB', values: ['4', '16'], default: '4' },
    { name: 'va', meaning: 'bits of an address', values: ['39', '47', '48'], default: '48' },
  ],
  configure(given) {
    const { granule = '', va = '' } = resolveOptions('arm64', this.options, given);
    if (granule === '4' && va === '47') throw new RangeError('arm64:granule=4,va=47 is not possible');
    const shift = granule === '16' ? 14 : 12;
    const base = flatArch(specOf('arm64', { granule, va }), shift);
    return {
      ...base,
      id: 'arm64',
      geometry: { ...base.geometry, pageShift: pageShift(shift) },
      layout: { ...base.layout, stackTop: vpn(2 ** (Number(va) - shift)), taskSize: vpn(2 ** (Number(va) - shift)) },
      mmu: { ...base.mmu, untagged: (address: bigint) => BigInt.asUintN(56, address) } as NonNullable<typeof base.mmu>,
    };
  },
};

const plugin = (
  id: string,
  contributes: Parameters<typeof definePlugin>[0]['contributes'],
): ReturnType<typeof definePlugin> => definePlugin({ id, title: id, version: '1.0.0', api: '^1.0', contributes });

const ours = plugin('ours', { models: [model], architectures: [FLAT_ARCH, arm], indexes: [FLAT_INDEX] });
const registry = (): Registry => new Registry([ours]);

describe('a registry', () => {
  it('lists what plugins bring', () => {
    const { kernels, architectures, indexes, viewers, failures } = registry();
    expect(kernels.map(({ id }) => id)).toEqual(['6.1', '6.12', '6.12-rc5', '7.0']);
    expect(architectures.map(({ id }) => id)).toEqual(['flat', 'arm64']);
    expect(indexes.map(({ id }) => id)).toEqual(['none']);
    expect(viewers).toEqual([]);
    expect(failures).toEqual([]);
  });

  it('cuts off a plugin of another version of the contracts, or that brings what is there already, and names it', () => {
    const all = registry();
    all.add({ ...ours, id: 'old', api: '^0.9' });
    all.add(plugin('twin', { architectures: [{ ...FLAT_ARCH, id: 'arm64' }] }));
    expect(all.failures).toEqual([
      {
        plugin: 'old',
        message:
          'plugin old was written for contracts ^0.9, these are 1.0: install a newer version of the plugin, or an older mm-playground; what changed is in the changelog of @mm-playground/api',
      },
      { plugin: 'twin', message: 'there is already an architecture "arm64"' },
    ]);
    expect(all.plugins).toEqual([ours]);
  });

  it('cuts off a plugin that throws while it is added, and the rest lives', () => {
    const bad = { ...ours, id: 'bad' };
    Object.defineProperty(bad, 'contributes', {
      get() {
        throw new Error('boom');
      },
    });
    const all = new Registry([bad, ours]);
    expect(all.failures).toEqual([{ plugin: 'bad', message: 'boom' }]);
    expect(all.plugins).toEqual([ours]);
  });

  it('cuts off an importer that throws, which then recognises nothing', () => {
    const boom = (): never => {
      throw new Error('boom');
    };
    const importer = { id: 'loud', title: 'Loud', support: [] };
    const all = registry();
    all.add(plugin('loud', { importers: [{ ...importer, recognises: boom, toScript: boom }] }));
    all.add(plugin('later', { importers: [{ ...importer, id: 'later', recognises: () => true, toScript: boom }] }));
    const [loud, later] = all.importers;
    expect([loud?.recognises([]), later?.recognises([])]).toEqual([false, true]);
    expect(later?.toScript('text', 'a.txt')).toMatchObject({
      text: undefined,
      diagnostics: [{ file: 'a.txt', message: 'plugin later is cut off: it threw boom' }],
    });
    expect(all.failures.map((failure) => failure.plugin)).toEqual(['loud', 'later']);
    expect(all.importers).toEqual([]);
  });

  it('cuts off a plugin that throws later, and names it', () => {
    const broken: ArchitecturePlugin = {
      ...FLAT_ARCH,
      id: 'broken',
      configure: () => {
        throw new TypeError('no table');
      },
    };
    const all = new Registry([ours, plugin('theirs', { architectures: [broken] })]);
    expect(() => all.architecture('broken')).toThrow('plugin theirs is cut off: it threw no table');
    expect(all.architectures.map(({ id }) => id)).toEqual(['flat', 'arm64']);
    expect(() => all.architecture('broken')).toThrow('there is no architecture "broken"; there are: flat, arm64');
  });
});

describe('a plugin that was written without types', () => {
  it.each([
    ['nothing', undefined],
    ['a word', 'architecture'],
    ['no geometry', { spec: 'broken' }],
  ])('and configures %s is cut off and named', (_, made: unknown) => {
    const broken: ArchitecturePlugin = { ...FLAT_ARCH, id: 'broken', configure: () => made as Architecture };
    const all = new Registry([ours, plugin('theirs', { architectures: [broken] })]);
    expect(() => all.architecture('broken')).toThrow('plugin theirs is cut off: it threw what is no architecture');
    expect(all.failures.map((failure) => failure.plugin)).toEqual(['theirs']);
  });

  it.each([undefined, null, 'plugin', { id: 'theirs' }])(
    'and is %j is cut off, and the rest lives',
    (given: unknown) => {
      const all = new Registry([given as typeof ours, ours]);
      expect(all.failures).toHaveLength(1);
      expect(all.plugins).toEqual([ours]);
    },
  );
});

describe('an identifier', () => {
  it('is a kernel by its id, or by the release string of a distribution', () => {
    expect(registry().kernel('6.12-rc5')).toMatchObject({ kernel: { id: '6.12-rc5' }, model: { id: 'flat' } });
    expect(registry().kernel('6.12.90+deb13-cloud')).toMatchObject({ kernel: { id: '6.12' }, notice: undefined });
  });

  it('is the older kernel where the release lies between two, and a notice says so', () => {
    expect(registry().kernel('6.15.2')).toMatchObject({
      kernel: { id: '6.12' },
      notice: 'kernel 6.15.2 is not known; 6.12 stands in for it',
    });
  });

  it('is an architecture with options, by its own name or that of uname', () => {
    expect(registry().architecture('arm64:granule=16,va=47').spec).toBe('arm64:granule=16,va=47');
    expect(registry().architecture('aarch64').spec).toBe('arm64:granule=4,va=48');
  });

  it('may give an option by its value alone, where only one option takes it', () => {
    expect(registry().architecture('arm64:39').spec).toBe('arm64:granule=4,va=39');
  });

  it('that is unknown lists what there is', () => {
    const all = registry();
    expect(() => all.kernel('5.4')).toThrow('there is no kernel "5.4"; there are: 6.1, 6.12, 6.12-rc5, 7.0');
    expect(() => all.architecture('sparc')).toThrow('there is no architecture "sparc"; there are: flat, arm64');
    expect(() => all.architecture('arm64:tiny')).toThrow('arm64 has no option tiny; it has granule=4|16, va=39|47|48');
    expect(() => all.architecture('arm64:va=99')).toThrow('va is one of 39, 47, 48');
    expect(() => all.index('maple')).toThrow('there is no index "maple"; there are: none');
    expect(() => all.viewer('map')).toThrow('there is no viewer "map"; there are: none');
  });
});

describe('the parts for a program', () => {
  const program = (system: Parameters<typeof programOf>[1], stackEnd?: bigint): ReturnType<typeof programOf> =>
    programOf([], {
      ...system,
      ...(stackEnd === undefined ? {} : { maps: [row(stackEnd - 0x10_000n, stackEnd, 'rw-p', '[stack]')] }),
    });
  const spec = (...args: Parameters<typeof program>): string => registry().resolve(program(...args)).arch.spec;

  it('are those that it was recorded on', () => {
    const parts = registry().resolve(program({ system: { kernel: '6.12.3', arch: 'aarch64' } }));
    expect(parts).toMatchObject({ kernel: { id: '6.12' }, arch: { spec: 'arm64:granule=4,va=48' }, notices: [] });
  });

  it('has the options that a scenario says', () => {
    expect(spec({ system: { arch: 'arm64:granule=16,va=47' } })).toBe('arm64:granule=16,va=47');
    expect(() => spec({ system: { arch: 'arm64:tiny' } })).toThrow('arm64 has no option tiny');
  });

  it('have the page size of the recording, and a stack that ends where its stack does', () => {
    const arch = 'aarch64';
    expect(spec({ system: { arch, pageSize: 16_384 } })).toBe('arm64:granule=16,va=48');
    expect(spec({ system: { arch, pageSize: 16_384 } }, 1n << 47n)).toBe('arm64:granule=16,va=47');
    expect(spec({ system: { arch, pageSize: 4096 } }, 1n << 48n)).toBe('arm64:granule=4,va=48');
    expect(spec({ system: { arch } }, 1n << 39n)).toBe('arm64:granule=4,va=39');
  });

  it('have a user space that reaches beyond what was mapped and unmapped', () => {
    const maps = [row(0x7f_ff00_0000n, 1n << 39n, 'rw-p', '[stack]')];
    const system = { arch: 'aarch64', pageSize: 4096 };
    const specOfCalls = (...items: Parameters<typeof programOf>[0]): string =>
      registry().resolve(programOf(items, { system, maps })).arch.spec;
    expect(specOfCalls(call('munmap', [1n << 38n, 4096n], { result: 0n }))).toBe('arm64:granule=4,va=39');
    expect(specOfCalls(call('munmap', [1n << 40n, 4096n], { result: 0n }))).toBe('arm64:granule=4,va=48');
    expect(specOfCalls(call('munmap', [(0x5an << 56n) | (1n << 38n), 4096n], { result: 0n }))).toBe(
      'arm64:granule=4,va=39',
    );
    for (const name of ['mmap', 'mremap'])
      expect(specOfCalls(call(name, [0n, 4096n], { result: 1n << 40n }))).toBe('arm64:granule=4,va=48');
  });

  it('are refused where no configuration fits', () => {
    expect(() => spec({ system: { arch: 'arm64', pageSize: 65_536 } })).toThrow('no configuration with pages of 65536');
  });

  it('are overridden by what the user says, and default to the newest proven kernel', () => {
    const all = registry();
    expect(all.resolve(program({})).kernel.id).toBe('6.12');
    const parts = all.resolve(program({ system: { kernel: '6.1' } }), { kernel: '6.20', arch: 'flat', index: 'none' });
    expect(parts).toMatchObject({ kernel: { id: '6.12' }, arch: { spec: 'flat' }, index: { id: 'none' } });
    expect(parts.notices).toEqual(['kernel 6.20 is not known; 6.12 stands in for it']);
  });
});
