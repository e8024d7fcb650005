/* What changed between two reports, export by export, and which packages of this repository rely on what changed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, trackedFiles } from '@mm-playground/checks/workspace';

/** An export that is not what it was. */
export interface Change {
  readonly name: string;
  readonly how: 'removed' | 'changed' | 'added';
}

/** The changes from one report to another, by name. */
export function changesBetween(before: string, after: string): Change[] {
  const [old, now] = [itemsOf(before), itemsOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].toSorted().flatMap((name): Change[] => {
    if (old.get(name) === now.get(name)) return [];
    return [{ name, how: !now.has(name) ? 'removed' : old.has(name) ? 'changed' : 'added' }];
  });
}

const ITEM = /^(?:export )?(?:declare )?(?:abstract )?(?:class|interface|type|const|function|namespace|let) (\w+)/m;

/** The declarations of a report by name; overloads of a function are one. */
function itemsOf(report: string): Map<string, string> {
  const items = new Map<string, string>();
  const [, body = ''] = /```ts\n([^]*)```/.exec(report) ?? [];
  for (const text of body.split(/\n\n(?=\/\/ @)/)) {
    const name = ITEM.exec(text)?.[1];
    if (name !== undefined) items.set(name, (items.get(name) ?? '') + text.trim());
  }
  return items;
}

/** Which folders of the repository import what, from one entry of a package. */
export class Users {
  readonly #folders = new Map<string, Set<string>>();

  /** @param specifier `@mm-playground/api/testing` */
  constructor(specifier: string) {
    const statement = new RegExp(`(?:import|export) (?:type )?\\{([^}]*)\\} from '${specifier}'`, 'g');
    for (const file of trackedFiles().filter((path) => /^(?:packages|examples|apps)\/.*\.ts$/.test(path)))
      for (const [, names = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(statement))
        for (const name of names.split(',')) this.#add(name, folderOf(file));
  }

  /** Folders that import this name, by path. */
  of(name: string): string[] {
    return [...(this.#folders.get(name) ?? [])].toSorted();
  }

  #add(text: string, folder: string): void {
    const [name = ''] = text
      .trim()
      .replace(/^type /, '')
      .split(' as ');
    this.#folders.set(name, (this.#folders.get(name) ?? new Set()).add(folder));
  }
}

const folderOf = (file: string): string => file.split('/').slice(0, 2).join('/');

/** The changes in words: what breaks whom, and what to do. Empty where there are none. */
export function explained(specifier: string, changes: readonly Change[]): string {
  if (changes.length === 0) return '';
  const users = new Users(specifier);
  return [
    `The public face of ${specifier} changed:`,
    ...changes.map(({ name, how }) => `  ${how} ${name}${whom(how, users.of(name))}`),
    '`pnpm api-reports` writes it down, to be read as a diff. What is removed or changed is a new major version of the contracts, or of',
    'the package: docs/stability.md.',
  ].join('\n');
}

function whom(how: Change['how'], folders: readonly string[]): string {
  if (how === 'added') return '';
  return folders.length === 0 ? ': nobody here uses it, strangers may' : `: breaks ${folders.join(', ')}`;
}
