/*
 * Compares a package with its row of the import table. Every violation is one line that says what, where and why.
 */
import { readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { allowsExternal, rowOf, type ImportRow } from './import-table.ts';
import { LANGUAGE_GLOBALS, NOT_DETERMINISTIC } from './language-globals.ts';
import { readSource } from './source.ts';
import { type Package, ROOT, shippedSources } from './workspace.ts';

/** What the manifest of `pkg` declares and its row does not allow. */
export function manifestViolations(pkg: Package): string[] {
  const row = rowOf(pkg.manifest.name);
  if (row === undefined) return [`${pkg.path}: ${pkg.manifest.name} has no row in the import table`];
  const declared = Object.keys(pkg.manifest.dependencies ?? {});
  const peers = Object.keys(pkg.manifest.peerDependencies ?? {});
  return [
    ...declared.filter((name) => !allowed(row, name, false)),
    ...peers.filter((name) => !allowed(row, name, true)),
  ].map((name) => `${pkg.path}/package.json: must not depend on ${name}: ${row.why}`);
}

/** What the shipped sources of `pkg` reach and its row or its manifest does not allow. */
export function sourceViolations(pkg: Package): string[] {
  const row = rowOf(pkg.manifest.name);
  if (row === undefined) return [];
  return shippedSources(pkg).flatMap((file) => fileViolations(pkg, row, file, readFileSync(file, 'utf8')));
}

/** The same for one file with the given text. */
export function fileViolations(pkg: Package, row: ImportRow, file: string, text: string): string[] {
  const facts = readSource(file, text);
  const at = (line: number): string => `${relative(ROOT, file)}:${line}`;
  return [
    ...facts.imports.flatMap(({ name, line }) => {
      const problem = importProblem(pkg, row, file, name);
      return problem === undefined ? [] : [`${at(line)}: ${problem}`];
    }),
    ...facts.globals.flatMap(({ name, line }) => {
      const problem = globalProblem(row, name);
      return problem === undefined ? [] : [`${at(line)}: ${problem}`];
    }),
  ];
}

function allowed(row: ImportRow, name: string, testing: boolean): boolean {
  return row.may.includes(name) || allowsExternal(row, name, testing);
}

function importProblem(pkg: Package, row: ImportRow, file: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) {
    const target = join(dirname(file), specifier);
    const inside = target.startsWith(join(pkg.folder, 'src') + sep) || target === join(pkg.folder, 'package.json');
    if (!inside) return `${specifier} leaves the package: import it by its name`;
    if (isProgram(pkg, row, target) && !isProgram(pkg, row, file)) return `${specifier} is a program, of Node alone`;
    return undefined;
  }
  if (isBuiltin(specifier)) {
    return row.globals === 'node' || isProgram(pkg, row, file)
      ? undefined
      : `${specifier} is of Node alone; this package runs in a browser too`;
  }
  const name = packageOf(specifier);
  if (name === pkg.manifest.name) return undefined;
  const testing = file.startsWith(join(pkg.folder, 'src', 'testing') + sep);
  if (!allowed(row, name, testing)) return `must not import ${name}: ${row.why}`;
  const { dependencies, peerDependencies } = pkg.manifest;
  const declared = { ...dependencies, ...peerDependencies };
  return name in declared || `@types/${name}` in declared
    ? undefined
    : `${name} is not among the dependencies of ${pkg.path}/package.json`;
}

/** Whether a file is in a folder of Node's. */
const isProgram = ({ folder }: Package, { ofNode = [] }: ImportRow, file: string): boolean =>
  ofNode.some((name) => file.startsWith(join(folder, 'src', name) + sep));

function globalProblem(row: ImportRow, name: string): string | undefined {
  if (row.globals !== 'language' && row.globals !== 'deterministic') {
    return undefined;
  }
  if (name !== 'Math.random' && !LANGUAGE_GLOBALS.has(name)) return `${name} is not of the language but of a host`;
  if (row.globals === 'deterministic' && NOT_DETERMINISTIC.has(name)) return `${name} is not deterministic`;
  return undefined;
}

/** `@scope/name/sub` -> `@scope/name`; a query (`x?raw`) belongs to the bundler. */
function packageOf(specifier: string): string {
  const [path = ''] = specifier.split('?');
  return path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
}
