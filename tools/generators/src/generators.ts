/**
 * The door of this repository: `nx g ./tools/generators:arch NAME` writes into `packages/` what `npm create mm-playground-plugin` writes for
 * others, with the dependencies of the workspace. Nothing else needs a line: the import table knows plugins by the first word of their names.
 */

import { formatFiles, logger, type GeneratorCallback, type Tree } from '@nx/devkit';
// By path: Nx starts Node without the condition under which packages lead to their sources, and nothing is built yet.
import { NameError, pluginFiles } from '../../../packages/create-mm-playground-plugin/src/index.ts';

/** What `schema.json` takes. */
export interface GeneratorOptions {
  readonly name: string;
}

/** A command of pnpm for people who have no pnpm but npm's npx. */
const byNpx = (command: string): string => command.replace(/^pnpm /, 'npx -y pnpm@12.21.0 ');

type Generator = (tree: Tree, options: GeneratorOptions) => Promise<GeneratorCallback>;

const generatorOf =
  (kind: string): Generator =>
  async (tree, { name }) => {
    const { folder, packageName, files, play, open } = pluginFiles(kind, name, 'workspace');
    if (tree.exists(folder)) throw new NameError(`${folder} is there already: nothing was written`);
    for (const { path, content } of files) tree.write(path, content);
    await formatFiles(tree);
    const shown = open === undefined ? [] : [`pnpm build --projects=@mm-playground/web,${packageName}`, open];
    const next = ['pnpm install', `pnpm test --projects=${packageName}`, play, ...shown, 'pnpm api-reports'];
    return () => logger.info(['', 'Next:', ...next.map((line) => `  ${byNpx(line)}`)].join('\n'));
  };

/** `packages/arch-NAME`. */
export const arch: Generator = generatorOf('arch');
/** `packages/exporter-NAME`. */
export const exporter: Generator = generatorOf('exporter');
/** `packages/importer-NAME`. */
export const importer: Generator = generatorOf('importer');
/** `packages/index-NAME`. */
export const index: Generator = generatorOf('index');
/** `packages/kernel-NAME`. */
export const kernel: Generator = generatorOf('kernel');
/** `packages/scripts-NAME`. */
export const scripts: Generator = generatorOf('scripts');
/** `packages/viewer-NAME`. */
export const viewer: Generator = generatorOf('viewer');
