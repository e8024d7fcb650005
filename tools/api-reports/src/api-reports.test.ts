/* The public face of each package is what was written down and read; and whoever changes a contract is told whom it breaks. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, trackedFiles } from '@mm-playground/checks/workspace';
import { API_VERSION, incompatibility } from '@mm-playground/api';
import { describe, expect, it } from 'vitest';
import { changesBetween, explained, Users } from './changes.ts';
import { committed, current, reports } from './report.ts';

const specifierOf = (name: string, entry: string): string => name + entry.slice(1);

describe('the public face', () => {
  it.each(reports())('of $pkg.path ($entry) is what its report says', (report) => {
    const changes = changesBetween(committed(report), current(report));
    expect(explained(specifierOf(report.pkg.manifest.name, report.entry), changes)).toBe('');
  });
});

/** A report of these declarations. */
const reportOf = (...items: readonly string[]): string =>
  `## API Report\n\n\`\`\`ts\n\n${items.map((item) => `// @public\n${item}`).join('\n\n')}\n\n\`\`\`\n`;

describe('a contract that is broken on purpose', () => {
  const face = ['export function resolveOptions(id: string): void;', 'export const pfn: (n: number) => Pfn;'];

  it('names what is gone, and the plugins that it breaks', () => {
    const changes = changesBetween(reportOf(...face), reportOf(face[1] ?? ''));
    expect(changes).toEqual([{ name: 'resolveOptions', how: 'removed' }]);
    const words = explained('@mm-playground/api', changes);
    for (const plugin of ['packages/arch-x86-64', 'packages/arch-arm64', 'packages/arch-riscv64'])
      expect(words).toMatch(new RegExp(`removed resolveOptions: breaks .*${plugin}`));
    expect(words).toContain('new major version');
  });

  it('tells a changed type from a removed and an added one', () => {
    const after = reportOf(face[0] ?? '', 'export const pfn: (n: bigint) => Pfn;', 'export interface More {\n}');
    expect(changesBetween(reportOf(...face), after)).toEqual([
      { name: 'More', how: 'added' },
      { name: 'pfn', how: 'changed' },
    ]);
  });

  it('knows who uses an export, also of another entry, and says where it is nobody here', () => {
    expect(new Users('@mm-playground/api/testing').of('describeArchitecture')).toContain('packages/arch-riscv64');
    expect(explained('@mm-playground/api', [{ name: 'nobodyUsesThis', how: 'removed' }])).toContain('strangers may');
  });
});

describe('the range of contracts that a plugin declares', () => {
  const declared = trackedFiles()
    .filter((path) => /^(?:packages|examples)\/.*\.ts$/.test(path) && !/\.test\.ts$|\/testing\//.test(path))
    .flatMap((path) =>
      [...readFileSync(join(ROOT, path), 'utf8').matchAll(/^\s*api: '([^']*)',$/gm)].map(([, api = '']) => ({
        path,
        api,
      })),
    );

  it('is found in each plugin that comes along', () => {
    expect(declared.length).toBeGreaterThan(6);
  });

  it.each(declared)('in $path fits the contracts', ({ path, api }) => {
    expect(incompatibility({ id: path, api }, API_VERSION)).toBeUndefined();
  });
});
