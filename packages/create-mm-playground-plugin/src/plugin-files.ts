/**
 * From a kind and a name to files. Nothing is written here: who calls puts them where they belong. Templates are files that are type-checked
 * and linted as they stand; what differs from plugin to plugin is a word between two pairs of underscores, in text and in paths.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf, NameError, nameProblem, TEMPLATES, type Kind } from './kind.ts';
import { manifestOf, tsconfigOf, type Door } from './manifest.ts';

/** A file to write. */
export interface PluginFile {
  /** From the folder in which the plugin's own is made (of the repository: its root), with `/`. */
  readonly path: string;
  /** Text. */
  readonly content: string;
}

/** A plugin that is not written yet. */
export interface NewPlugin {
  /** `mm-playground-arch-my-cpu`, `@mm-playground/arch-my-cpu`. */
  readonly packageName: string;
  /** Its folder, as the paths of the files begin. */
  readonly folder: string;
  /** What plays its example, for a shell. */
  readonly play: string;
  /** What opens its example in a browser; undefined where there is nothing to open. */
  readonly open: string | undefined;
  /** By path. */
  readonly files: readonly PluginFile[];
}

/**
 * A plugin of a kind (`arch`, `kernel`, `index`, `viewer`, ...) that runs as it is.
 *
 * @param door `package`: on its own, for npm; `workspace`: for `packages/` of this repository
 * @throws NameError where the kind or the name cannot be
 */
export function pluginFiles(kindId: string, name: string, door: Door = 'package'): NewPlugin {
  const kind = kindOf(kindId);
  const problem = nameProblem(kind, name);
  if (problem !== undefined) throw new NameError(problem);
  const short = `${kind.id}-${name}`;
  const inside = door === 'workspace';
  const packageName = inside ? `@mm-playground/${short}` : `mm-playground-${short}`;
  const folder = inside ? `packages/${short}` : packageName;
  const words = wordsOf(kind, name, packageName, folder, inside);
  const play = `${words['mm']} ${words['play']}`;
  const open = kind.open === undefined ? undefined : `${words['mm']} ${words['open']}`;
  const json = (file: string, value: object): PluginFile => ({
    path: `${folder}/${file}`,
    content: `${JSON.stringify(value, null, 2)}\n`,
  });
  const files = [
    ...copied(`kinds/${kind.id}`, `${folder}/`, words).filter(({ path }) => path !== `${folder}/kind.json`),
    ...copied('doors/common', '', words),
    ...copied(`doors/${door}`, '', words),
    json(
      'package.json',
      manifestOf(kind, door, name, packageName, { play, ...(open !== undefined && { start: open }) }),
    ),
    json('tsconfig.json', tsconfigOf(kind, door)),
  ];
  return { packageName, folder, play, open, files: files.toSorted((a, b) => (a.path < b.path ? -1 : 1)) };
}

type Words = Readonly<Record<string, string>>;

/** What the words between underscores stand for. */
function wordsOf(kind: Kind, name: string, packageName: string, folder: string, inside: boolean): Words {
  const here = inside ? `${folder}/` : '';
  const own = {
    ...{ name, package: packageName, home: folder, kind: kind.id, here },
    mm: inside ? 'npx -y pnpm@12.21.0 --silent mm' : 'npx mm-playground',
    plugin: inside ? `${here}src/index.ts` : './dist/index.js',
  };
  return { ...own, play: filled(kind.play, own), open: filled(kind.open ?? '', own) };
}

const filled = (text: string, words: Words): string =>
  text.replaceAll(/__([a-z]+)__/g, (_, word: string) => {
    const value = words[word];
    if (value === undefined) throw new RangeError(`a template says __${word}__, which is nothing`);
    return value;
  });

/** Every file below a folder of the templates. npm leaves out what is called `.gitignore`: the dot comes here. */
function copied(from: string, to: string, words: Words): PluginFile[] {
  const folder = join(TEMPLATES, from);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => {
      const file = join(parentPath, name);
      const path = file.slice(folder.length + 1).replaceAll('\\', '/');
      return {
        path: filled(to + path.replace(/(^|\/)gitignore$/, '$1.gitignore'), words),
        content: filled(readFileSync(file, 'utf8'), words),
      };
    });
}
