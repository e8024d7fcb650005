/** What kernels say of themselves names what there is: functions that steps name, and sections of the docs. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KernelNote } from '@mm-playground/api';
import { linuxModel } from '@mm-playground/core';
import { expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../../../..');
const MODEL = join(ROOT, 'packages/core/src');

const { kernels } = linuxModel;
const NOTES: readonly KernelNote[] = [
  ...new Set(kernels.flatMap((a) => kernels.flatMap((b) => linuxModel.differences?.(a, b) ?? [])).flat()),
].filter((note) => note !== null);

it('notes speak of functions that steps name', () => {
  const text = readdirSync(MODEL, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('kernels'))
    .map((path) => readFileSync(join(MODEL, path), 'utf8'))
    .join('\n');
  expect(NOTES.length).toBeGreaterThan(20);
  const names = new Set(NOTES.flatMap((note) => note.in));
  expect([...names].filter((name) => !text.includes(`'${name}'`))).toEqual([]);
});

it('notes have a source, and where that is a page of the docs, its section is there', () => {
  const missing = NOTES.map(({ source }) => source).filter((source) => {
    const [, page, section] = /^(docs\/\S+\.md), (.+)$/.exec(source) ?? [];
    if (page === undefined) return source === '';
    return !readFileSync(join(ROOT, page), 'utf8').includes(`\n## ${section}\n`);
  });
  expect(missing).toEqual([]);
});
