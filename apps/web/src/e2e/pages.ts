/*
 * What end-to-end tests of the built app share: the app itself, a page that fails where anything went wrong in it, where time stands, files that
 * arrive, and what axe finds.
 */
import type { Position } from '@mm-playground/viewers';
import type { BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { BUILT, startBuiltApp, type BuiltApp } from '../../scripts/built-app.ts';
import { dropFile, pasteText, placeNow } from './in-page.ts';

export { axeProblems } from '@mm-playground/browser-launcher/axe';

/** How long building may take, and opening a browser. */
const START_MS = 60_000;

/** The built app, there while the tests of a file run. */
interface AppOfTests extends Pick<BuiltApp, 'address' | 'browser' | 'open'> {
  /** Where it is built to: what is put there is served. */
  readonly folder: string;
}

/** Builds, serves and opens the app before the tests of a file, and closes it after them; `name` tells it from those of others. */
export function builtApp(name: string): AppOfTests {
  const folder = `${BUILT}-${name}`;
  let app: BuiltApp | undefined;
  beforeAll(async () => {
    app = await startBuiltApp(folder);
  }, START_MS);
  afterAll(async () => app?.close());
  const running = (): BuiltApp => app ?? expect.fail('the app is there once the tests run');
  return {
    folder,
    get address() {
      return running().address;
    },
    get browser() {
      return running().browser;
    },
    open: (path, options) => running().open(path, options),
  };
}

/** Opens a page with everything there, and closes it afterwards; fails where anything went wrong in it. */
export async function withPage(
  app: Pick<BuiltApp, 'open'>,
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
