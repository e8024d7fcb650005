/**
 * The exports of a package as Markdown, from the declarations that TypeScript makes of its sources: what a reader of the package sees in an
 * editor, doc comments and all. A section a file, in the order of its index.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseSync, type ExportAllDeclaration, type ExportNamedDeclaration } from 'oxc-parser';
import { ROOT } from './site-pages.ts';

/** An export: its declaration as TypeScript prints it, and what its doc comment says. */
export interface Exported {
  readonly name: string;
  readonly text: string;
  readonly comment: string;
}

/** Exports that one file declares, and what the file says of itself. */
export interface ExportingFile {
  readonly file: string;
  readonly comment: string;
  readonly exports: readonly Exported[];
}

/** What a package of the workspace exports: `packages/api`. */
export function exportsOf(path: string): ExportingFile[] {
  const out = mkdtempSync(join(tmpdir(), 'mm-playground-declarations-'));
  try {
    const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
    const flags = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--sourceMap', 'false'];
    const inlined = ['--inlineSources', 'false', '--rootDir', ROOT, '--outDir', out];
    execFileSync(process.execPath, [tsc, '-p', join(ROOT, path, 'tsconfig.json'), ...flags, ...inlined]);
    return filesOf(join(out, path, 'src', 'index.d.ts'));
  } finally {
    rmSync(out, { recursive: true });
  }
}

/** The files that an index exports from, itself left out where it declares nothing. */
function filesOf(index: string): ExportingFile[] {
  const files = new Map<string, Set<string> | 'all'>();
  for (const { source, names } of sourcesOf(readFileSync(index, 'utf8'))) {
    const file = join(dirname(index), source.replace(/\.ts$/, '.d.ts'));
    const wanted = files.get(file);
    files.set(file, names === 'all' || wanted === 'all' ? 'all' : new Set([...(wanted ?? []), ...names]));
  }
  return [...files].map(([file, names]) => declared(file, names));
}

/** What an index takes from where; of other packages nothing is told here. */
function sourcesOf(text: string): { readonly source: string; readonly names: readonly string[] | 'all' }[] {
  const { program } = parseSync('index.d.ts', text);
  return program.body.flatMap((node) => {
    if (node.type !== 'ExportAllDeclaration' && node.type !== 'ExportNamedDeclaration') return [];
    const source = node.source?.value ?? '';
    return source.startsWith('.') ? [{ source, names: namesOf(node) }] : [];
  });
}

const namesOf = (node: ExportAllDeclaration | ExportNamedDeclaration): readonly string[] | 'all' =>
  node.type === 'ExportAllDeclaration'
    ? 'all'
    : node.specifiers.flatMap(({ exported }) => ('name' in exported ? [exported.name] : []));

function declared(file: string, names: ReadonlySet<string> | 'all'): ExportingFile {
  const text = readFileSync(file, 'utf8');
  const { program, comments } = parseSync(file, text);
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const exports = program.body.flatMap((node) => {
    if (node.type !== 'ExportNamedDeclaration' || node.declaration === null) return [];
    const name = nameOf(node.declaration);
    if (names !== 'all' && !names.has(name)) return [];
    const doc = docs.findLast(({ end }) => end <= node.start && /^\s*$/.test(text.slice(end, node.start)));
    return [{ name, text: text.slice(node.start, node.end), comment: doc === undefined ? '' : proseOf(doc.value) }];
  });
  const [first] = docs;
  const own = first !== undefined && /^\s*$/.test(text.slice(0, first.start)) ? proseOf(first.value) : '';
  return {
    file: file.slice(file.lastIndexOf('/src/') + '/src/'.length).replace('.d.ts', '.ts'),
    comment: own,
    exports,
  };
}

/** A declaration's name; of several variables that of the first. */
function nameOf(declaration: NonNullable<ExportNamedDeclaration['declaration']>): string {
  if (declaration.type === 'VariableDeclaration') {
    const [first] = declaration.declarations;
    return first?.id.type === 'Identifier' ? first.id.name : '';
  }
  return 'id' in declaration && declaration.id !== null && 'name' in declaration.id ? declaration.id.name : '';
}

/** The text of a doc comment, without its stars; tags begin a paragraph. */
const proseOf = (comment: string): string =>
  comment
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
    .trim()
    .replaceAll(/\{@link ([^}]+)\}/g, '`$1`')
    .replaceAll(/^@(\w+)/gm, '\n_$1_');
