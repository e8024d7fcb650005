/* Waits until a race is explored: what tests and pictures of races begin with. */
import type { Page } from 'playwright';
import type { MmApp } from '../src/shell/app.ts';

/** Exploring takes seconds; a busy machine takes longer. */
const EXPLORE_MS = 120_000;

/** Resolves when the race of the shown kernel is explored, whether its pane is in view or not. */
export async function explored(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { races, played } = (document.querySelector('mm-app') as MmApp).desk.state;
      return races[played?.machine.kernel ?? '']?.status === 'done';
    },
    undefined,
    { timeout: EXPLORE_MS },
  );
}
