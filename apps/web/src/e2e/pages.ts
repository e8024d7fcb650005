/*
 * What end-to-end tests of the built app share: a page that fails where anything went wrong in it, where time stands, files that
 * arrive, and what axe finds.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Position } from '@mm-playground/viewers';
import type { BrowserContextOptions, Page } from 'playwright';
import { expect } from 'vitest';
import type { BuiltApp } from '../../scripts/built-app.ts';
import { dropFile, pasteText, placeNow } from './in-page.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Opens a page with everything there, and closes it afterwards; fails where anything went wrong in it. */
export async function withPage(
  app: BuiltApp,
  path: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> {
  const { page, problems } = await app.open(path, options);
  await page.locator('mm-app[data-editor]').waitFor();
  try {
    await use(page);
    expect(problems).toEqual([]);
  } finally {
    await page.context().close();
  }
}

/** Where time stands. */
export const placeOf = (page: Page): Promise<Position> => page.evaluate(placeNow);

/** Drops a file onto the page. */
export const drop = (page: Page, name: string, text: string): Promise<void> => page.evaluate(dropFile, { name, text });

/** Pastes a text where nobody types. */
export const paste = (page: Page, text: string): Promise<void> => page.evaluate(pasteText, text);

interface AxeResult {
  readonly violations: readonly { readonly id: string; readonly nodes: readonly { readonly target: unknown }[] }[];
}

/** What axe finds wrong with the page as it is, a line each. */
export async function axeProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResult> } };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => JSON.stringify(target)).join(' ')}`);
  });
}
