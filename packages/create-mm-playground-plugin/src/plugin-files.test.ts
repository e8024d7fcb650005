/** Names, what they become, and where the versions come from. */

import { plugin as viewers } from '@mm-playground/viewers';
import { createPlayground } from 'mm-playground';
import { describe, expect, it } from 'vitest';
import { KINDS, NameError, pluginFiles } from './index.ts';

const contentOf = (kind: string, door: 'package' | 'workspace', file: string): string =>
  pluginFiles(kind, 'my-own', door).files.find(({ path }) => path.endsWith(`/${file}`))?.content ?? '';

describe('a name', () => {
  it.each(['', 'My-Own', 'my own', 'my_own', '-own', 'own-', 'my--own', '6own', '../own', 'mÿ', 'own\n'])(
    'cannot be %j',
    (name) => {
      expect(() => pluginFiles('arch', name)).toThrow(NameError);
      expect(() => pluginFiles('arch', name)).toThrow(`${JSON.stringify(name)} is not a name`);
    },
  );

  it.each(['a', 'my-own', 'loongarch64', 'new', 's390x'])('can be %j', (name) => {
    expect(pluginFiles('arch', name).packageName).toBe(`mm-playground-arch-${name}`);
  });

  it('cannot be that of what comes along, in any kind', () => {
    const playground = createPlayground();
    playground.registry.add(viewers);
    const { kernels, architectures, indexes, importers, exporters, viewers: elements } = playground.plugins();
    const parts = { arch: architectures, exporter: exporters, importer: importers, index: indexes };
    const ours = { ...parts, kernel: kernels, viewer: elements };
    for (const [kind, rows] of Object.entries(ours))
      for (const { id } of rows) expect(() => pluginFiles(kind, id), `${kind} ${id}`).toThrow(NameError);
  });
});

it('a kind is one that there is a folder for, and no other', () => {
  expect(KINDS).toEqual(['arch', 'exporter', 'importer', 'index', 'kernel', 'scripts', 'viewer']);
  expect(() => pluginFiles('driver', 'my-own')).toThrow('there is arch, exporter, importer,');
  expect(() => pluginFiles('../doors', 'my-own')).toThrow(NameError);
});

describe.each(KINDS)('the files of %s', (kind) => {
  it('leave no word of a template behind', () => {
    for (const door of ['package', 'workspace'] as const)
      for (const { path, content } of pluginFiles(kind, 'my-own', door).files)
        expect(`${path}\n${content}`).not.toMatch(/__[a-z]+__/);
  });

  it('begin with a README that has its name', () => {
    const readme = contentOf(kind, 'package', 'README.md');
    expect(readme).toMatch(new RegExp(`^# mm-playground-${kind}-my-own\n\nmy-own for \\[mm-playground\\]`));
  });

  it('are all that a package needs', () => {
    const own = [
      'README.md',
      'vite.config.ts',
      'tsconfig.build.json',
      'package.json',
      'src/index.test.ts',
      'src/index.ts',
      'tsconfig.json',
    ];
    const alone = ['.changeset/config.json', '.changeset/first.md', '.gitignore'];
    const paths = pluginFiles(kind, 'my-own').files.map(({ path }) => path);
    const folder = `mm-playground-${kind}-my-own`;
    expect(paths).toEqual(expect.arrayContaining([...own, ...alone].map((file) => `${folder}/${file}`)));
    const inside = pluginFiles(kind, 'my-own', 'workspace').files.map(({ path }) => path);
    expect(inside).toEqual(expect.arrayContaining(own.map((file) => `packages/${kind}-my-own/${file}`)));
    expect(inside).toContain(`.changeset/${kind}-my-own.md`);
  });

  it('take the versions that this package is tested with', () => {
    expect(JSON.parse(contentOf(kind, 'package', 'package.json'))).toMatchObject({
      name: `mm-playground-${kind}-my-own`,
      dependencies: { '@mm-playground/api': 'workspace:^' },
    });
    expect(JSON.parse(contentOf(kind, 'workspace', 'package.json'))).toMatchObject({
      name: `@mm-playground/${kind}-my-own`,
      dependencies: { '@mm-playground/api': 'workspace:*' },
    });
  });
});
