/* Each pane of the table of panes, by keyboard: opened, drawn, moved to a place of its own, hidden. */
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { explored } from '../../scripts/explored.ts';
import { PANES } from '../shell/panes.ts';
import { flawsInView } from './in-page.ts';
import { builtApp, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 180_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('panes');

/** Presses a key that asks something, and answers. */
async function answer(page: Page, key: string, words: string | RegExp): Promise<void> {
  await page.keyboard.press(key);
  await page.locator('mm-app-palette').getByRole('option', { name: words }).first().click();
  await page.locator('mm-app-palette').getByRole('combobox').waitFor({ state: 'hidden' });
}

/** The panes that stand with one, itself among them; none where it is not in view. */
const standingWith = (page: Page, pane: string): Promise<string[]> =>
  page.evaluate((id) => {
    const tab = document.querySelector('mm-app')?.shadowRoot?.querySelector(`#tab-${id}[aria-selected=true]`);
    return [...(tab?.parentElement?.children ?? [])].map((each) => each.id.replace('tab-', ''));
  }, pane);

/** An option, with what it says beside its title. */
const titled = (title: string): RegExp => new RegExp(`^${title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}( |$)`);

describe('every pane', () => {
  it('is opened, drawn, moved and hidden', async () => {
    // A race with a story that is compared with another machine: nothing is missing.
    await withPage(app, '#sample=gap&kernel=6.10&compare=arm64', async (page) => {
      await explored(page);
      for (const { id, title } of PANES) {
        await page.keyboard.press('Control+0');
        await answer(page, 'p', titled(title.replace(' of the other machine', ', arm64')));
        await expect.poll(() => standingWith(page, id), { ...PATIENT, message: `${id} is opened` }).toContain(id);
        await expect.poll(() => page.evaluate(flawsInView), { ...PATIENT, message: `${id} is drawn` }).toEqual([]);
        // What is in it may take letters.
        await page.locator(`#tab-${id}`).focus();
        await answer(page, 'w', /^Move it (left of|below) (?!its)/);
        await expect.poll(() => standingWith(page, id), { ...PATIENT, message: `${id} is moved` }).toEqual([id]);
        await expect
          .poll(() => page.evaluate(flawsInView), { ...PATIENT, message: `${id} is drawn there` })
          .toEqual([]);
        await page.locator(`#tab-${id}`).focus();
        await page.keyboard.press('x');
        await expect.poll(() => page.locator(`#tab-${id}`).count(), { ...PATIENT, message: `${id} is hidden` }).toBe(0);
      }
    });
  });
});
