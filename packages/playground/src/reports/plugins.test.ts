import { plugin as arm64 } from '@mm-playground/arch-arm64';
import { plugin as x8664 } from '@mm-playground/arch-x86-64';
import { describe, expect, it } from 'vitest';
import { pluginsLines, pluginsReport } from './plugins.ts';

describe('what is loaded', () => {
  it('names each contribution with the plugin that brings it', () => {
    const report = pluginsReport([x8664, arm64]);
    expect(report.architectures.map(({ id, plugin }) => [id, plugin])).toEqual([
      ['x86-64', x8664.id],
      ['arm64', arm64.id],
    ]);
    expect(pluginsLines(report)).toContain(`  arm64: arm64 (${arm64.id} ${arm64.version})`);
  });

  it('lists options with their values and what is used without them', () => {
    const lines = pluginsLines(pluginsReport([x8664]));
    expect(lines.some((line) => line.startsWith('    levels=4|5 (4): '))).toBe(true);
  });

  it('lists what is modelled, calls as a whole on one line and the rest by call', () => {
    const support = [
      { call: 'mmap', level: 'modelled' },
      { call: 'madvise', level: 'modelled' },
      { call: 'madvise', item: 'MADV_FREE', level: 'partly', note: 'freed at once' },
      { call: 'madvise', item: 'MADV_COLD', level: 'partly' },
      { call: 'mbind', level: 'refused' },
    ] as const;
    const [architecture] = x8664.contributes.architectures ?? [];
    if (architecture === undefined) throw new Error('x86-64 brings no architecture');
    const plugin = { ...x8664, contributes: { architectures: [{ ...architecture, support }] } };
    expect(pluginsLines(pluginsReport([plugin]))).toEqual(
      expect.arrayContaining([
        '    modelled: mmap, madvise',
        '    partly: madvise MADV_FREE (freed at once), MADV_COLD',
        '    refused: mbind',
      ]),
    );
  });

  it('says where there is nothing', () => {
    const kinds = ['kernels', 'architectures', 'indexes', 'viewers', 'importers', 'exporters', 'scripts'];
    expect(pluginsLines(pluginsReport([]))).toEqual(kinds.flatMap((kind) => [`${kind}:`, '  none']));
  });
});
