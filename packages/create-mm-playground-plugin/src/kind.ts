/**
 * Kinds of plugins. A kind is a folder below `templates/kinds`: what a package of it needs stands in its `kind.json`, everything else is
 * files to copy. Another kind is another folder, and nothing here changes.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Where the templates are: beside `src` in the workspace, beside `dist` in a package. */
export const TEMPLATES = fileURLToPath(new URL('../templates', import.meta.url));

/** What `kind.json` says. */
export interface Kind {
  /** `arch`: the name of the folder. */
  readonly id: string;
  /** The end of a sentence: `an architecture`. */
  readonly what: string;
  /** Words for the command line of mm-playground that play the example. */
  readonly play: string;
  /** The same to see it in a browser; needs the build. Absent where there is nothing to open. */
  readonly open?: string;
  /** Packages that its code imports. */
  readonly dependencies: readonly string[];
  /** Packages that its tests import, beside those that every kind has. */
  readonly devDependencies: readonly string[];
  /** Libraries of types that its code or its tests need. */
  readonly lib: readonly string[];
  /** Names that the playground has already. */
  readonly taken: readonly string[];
}

/** The names of all kinds. */
export const KINDS: readonly string[] = readdirSync(join(TEMPLATES, 'kinds')).toSorted();

/** The kind of this name. @throws NameError listing what there is. */
export function kindOf(id: string): Kind {
  const file = join(TEMPLATES, 'kinds', id, 'kind.json');
  if (!KINDS.includes(id) || !existsSync(file))
    throw new NameError(`there is no kind of plugin ${JSON.stringify(id)}; there is ${KINDS.join(', ')}`);
  return { id, ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Kind, 'id'>) };
}

/** A kind, a name or a folder that cannot be. The message says what can. */
export class NameError extends Error {
  override readonly name = 'NameError';
}

/** Why nothing can be called so, or undefined: it can. */
export function nameProblem(kind: Kind, name: string): string | undefined {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name))
    return `${JSON.stringify(name)} is not a name: it takes lower-case letters and digits, with single hyphens between, as in my-own-64`;
  if (kind.taken.includes(name))
    return `the playground has a plugin of this kind that is called ${name}: choose another name`;
  return undefined;
}
