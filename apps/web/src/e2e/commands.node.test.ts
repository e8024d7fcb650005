/* The palette and the keyboard, in a real browser. */
import type { Locator, Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('commands');

/** The page itself has options and a status, too. */
const palette = (page: Page): Locator => page.locator('mm-app-palette');
const field = (page: Page): Locator => page.getByRole('combobox', { name: 'Find a command' });
const chosen = (page: Page): Promise<string> => palette(page).getByRole('option', { selected: true }).innerText();

describe('the palette', () => {
  it('finds a command by a few letters, does it, and offers it first the next time', async () => {
    await withPage(app, '#call=20', async (page) => {
      await page.keyboard.press('Control+k');
      await field(page).waitFor();
      await palette(page).getByRole('status').getByText('found').waitFor();
      await page.keyboard.type('prev ca');
      await expect.poll(() => chosen(page)).toContain('Previous call');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await expect.poll(() => placeOf(page).then(({ call }) => call)).toBe(19);
      await page.keyboard.press(':');
      await page.getByRole('group', { name: 'Recently used' }).waitFor();
      await expect.poll(() => chosen(page)).toContain('Previous call');
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    });
  });

  it('asks which of many: walks, goes back, and says how many there are', async () => {
    await withPage(app, '#call=20', async (page) => {
      await page.keyboard.press(':');
      await page.keyboard.type('select a vma');
      await page.keyboard.press('Enter');
      const which = page.getByRole('combobox', { name: 'Select a VMA' });
      await which.waitFor();
      await page.keyboard.press('Backspace');
      await field(page).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('@');
      await which.fill('[stack]');
      await expect.poll(() => palette(page).getByRole('status').getByText(/found/).innerText()).toBe('1 found');
      await page.keyboard.press('Enter');
      const selection = (): Promise<unknown> =>
        page.locator('mm-maps-table').evaluate((table) => (table as unknown as { selection: unknown }).selection);
      await expect.poll(selection, PATIENT).toMatchObject({ kind: 'vma' });
    });
  });

  it('goes through the list with the arrows and around its ends, and tells a screen reader where it is', async () => {
    await withPage(app, '', async (page) => {
      await page.keyboard.press('Control+k');
      const input = field(page);
      await palette(page).getByRole('option').first().waitFor();
      await page.keyboard.press('ArrowUp');
      const last = await palette(page).getByRole('option').count();
      expect(await input.getAttribute('aria-activedescendant')).toBe(`row-${last - 1}`);
      await page.keyboard.press('ArrowDown');
      expect(await input.getAttribute('aria-activedescendant')).toBe('row-0');
      await input.fill('qqq');
      await palette(page).getByRole('status').getByText('Nothing fits').waitFor();
      expect(await input.getAttribute('aria-activedescendant')).toBeNull();
    });
  });

  it('opens from inside the editor, and gives the focus back to it', async () => {
    await withPage(app, '', async (page) => {
      await page.locator('.cm-content').click();
      await page.keyboard.press('Control+k');
      await field(page).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
      await page.keyboard.type('typed: j');
      await expect.poll(() => page.locator('.cm-content').innerText()).toContain('typed: j');
    });
  });

  it.each(['light', 'dark'] as const)('has no accessibility problem that axe finds (%s)', async (scheme) => {
    await withPage(
      app,
      '',
      async (page) => {
        await page.keyboard.press('Control+k');
        await palette(page).getByRole('option').first().waitFor();
        expect(await axeProblems(page)).toEqual([]);
        await page.keyboard.type('kern');
        expect(await axeProblems(page)).toEqual([]);
      },
      { colorScheme: scheme },
    );
  });
});
