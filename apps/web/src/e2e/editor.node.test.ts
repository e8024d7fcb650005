/* Writing a script in the app: where keys go, what is told of a mistake, and what help covers. */
import type { Page } from 'playwright';
import { expect, it, vi } from 'vitest';
import { builtApp, drop, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };
const app = builtApp('editor');
const SCRIPT = 'p = mmap(NULL, 8192, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nmunmap(p, 4096)\n';

/** Opens the script, with the cursor behind its last line. */
async function writing(page: Page): Promise<void> {
  await drop(page, 'own.mm', SCRIPT);
  await expect.poll(async () => (await placeOf(page)).call, PATIENT).toBe(1);
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
}

it('leaves the script by Escape, when there is nothing else to be closed: then keys are commands again', async () => {
  await withPage(app, '', async (page) => {
    await writing(page);
    await page.keyboard.type('mun');
    await page.locator('.cm-tooltip-autocomplete').waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.cm-tooltip-autocomplete').waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('k');
    await expect.poll(async () => (await placeOf(page)).call, PATIENT).toBe(0);
  });
});

it('says under a mistake that what is shown is older', async () => {
  await withPage(app, '', async (page) => {
    await writing(page);
    await page.keyboard.insertText('mmap(\n');
    const problems = page.getByRole('list', { name: 'Problems' });
    await expect.poll(() => problems.innerText(), PATIENT).toContain('What is shown is the text as it was before.');
  });
});

it('never covers the list of what fits with what one of it means', async () => {
  await withPage(app, '', async (page) => {
    await writing(page);
    await page.keyboard.type('mprotect(p, PAGE, PROT_');
    await page.locator('.cm-completionInfo').waitFor();
    const overlap = await page.evaluate(() => {
      const boxOf = (selector: string): DOMRect => {
        const root = document.querySelector('mm-app')?.shadowRoot?.querySelector('mm-app-editor')?.shadowRoot;
        const element = root?.querySelector(selector);
        if (!(element instanceof HTMLElement)) throw new Error(`there is no ${selector}`);
        return element.getBoundingClientRect();
      };
      const [list, info] = [boxOf('.cm-tooltip-autocomplete > ul'), boxOf('.cm-completionInfo')];
      return Math.min(list.bottom, info.bottom) - Math.max(list.top, info.top);
    });
    expect(overlap).toBeLessThanOrEqual(1);
  });
});
