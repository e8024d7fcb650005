/* The views beside the classic ones, in a real browser. */
import { createPlayground, smapsLines } from 'mm-playground';
import { readCapture } from '@mm-playground/captures';
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('views');

/** What the address map was told is selected. */
const selection = (page: Page): Promise<unknown> =>
  page.locator('mm-address-map').evaluate((map) => (map as unknown as { selection: unknown }).selection);

describe('the event log', () => {
  it('goes to the event that is chosen, and selects what it is about', async () => {
    await withPage(app, '#call=20', async (page) => {
      await page.keyboard.press('V');
      const list = page.getByRole('listbox', { name: 'Events' });
      await list.waitFor();
      await page.getByRole('button', { name: 'Address search' }).click();
      await list.focus();
      await page.keyboard.press('Home');
      const first = list.getByRole('option', { selected: true });
      await expect.poll(() => first.innerText(), PATIENT).toContain('mmap:vm_unmapped_area');
      const { step } = await placeOf(page);
      expect(step).toBeGreaterThan(0);
      await page.keyboard.press('Enter');
      await expect.poll(() => selection(page), PATIENT).toMatchObject({ kind: 'range' });
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});

describe('the files of /proc', () => {
  it('are what the model prints, with what the call changed marked, and can be copied', async () => {
    const { session } = await createPlayground().load(readCapture('python-json'), { file: 'python-json.strace' });
    session?.run();
    session?.seek({ call: 20 });
    if (session === undefined) throw new Error('the program cannot be played');
    const printed = `${smapsLines(session.view()).join('\n')}\n`;
    await withPage(
      app,
      '#call=20',
      async (page) => {
        await page.keyboard.press('P');
        await page.getByRole('button', { name: 'smaps', exact: true }).click();
        await page.getByRole('listbox', { name: '/proc/PID/smaps' }).waitFor();
        await page.getByRole('button', { name: 'Copy as text' }).click();
        await expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), PATIENT).toBe(printed);
        await page.getByRole('checkbox', { name: 'only these' }).check();
        await expect.poll(() => page.locator('mm-proc .row.changed').count(), PATIENT).toBeGreaterThan(0);
        expect(await axeProblems(page)).toEqual([]);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });
});

describe('the call graph', () => {
  it('goes to where a function is entered, and says what it changed', async () => {
    await withPage(app, '#call=20', async (page) => {
      await page.keyboard.press('T');
      const tree = page.getByRole('tree', { name: 'Who calls whom' });
      await tree.waitFor();
      await tree.getByText('mprotect_fixup').first().click();
      await expect.poll(() => placeOf(page).then(({ step }) => step), PATIENT).toBeLessThan(10);
      await expect
        .poll(() => page.getByRole('region', { name: 'What mprotect_fixup changed' }).innerText(), PATIENT)
        .toContain('vm_flags');
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});

describe('the matrix of interleavings', () => {
  it('has a row for each interruption, marks what is broken, and follows a row', async () => {
    await withPage(app, '#sample=gap&kernel=6.10', async (page) => {
      await page.locator('mm-app-race .numbers').waitFor({ state: 'attached', timeout: 60_000 });
      await page.keyboard.press('I');
      const rows = page.getByRole('listbox', { name: 'Schedules' });
      await rows.waitFor();
      await page.locator('mm-schedules').getByRole('checkbox', { name: 'only these' }).check();
      await expect.poll(() => page.locator('mm-schedules .row').count(), PATIENT).toBeGreaterThan(4);
      await expect.poll(() => page.locator('mm-schedules .row:not(.broken)').count(), PATIENT).toBe(0);
      await rows.focus();
      await page.keyboard.press('End');
      await page.keyboard.press('Enter');
      await rows.getByRole('option', { selected: true }).waitFor(PATIENT);
      await expect.poll(() => page.locator('mm-schedules .row.current .moment').count(), PATIENT).toBe(1);
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});

describe('the failures of a call', () => {
  it('are swept when asked for, and a row opens a copy of the script in which that step fails', async () => {
    await withPage(app, '#sample=cc1&call=20', async (page) => {
      await page.keyboard.press('X');
      await page.getByRole('button', { name: 'Fail each step' }).click();
      const table = page.getByRole('grid', { name: 'Failures' });
      await table.waitFor(PATIENT);
      await table.focus();
      await page.keyboard.press('Home');
      expect(await axeProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Go to this failure' }).click();
      await expect.poll(() => page.title(), PATIENT).toContain('cc1-failing.strace');
      await expect.poll(() => placeOf(page).then(({ call }) => call), PATIENT).toBe(20);
      await expect
        .poll(() => page.locator('mm-app-editor').evaluate((editor) => editor.shadowRoot?.textContent ?? ''), PATIENT)
        .toContain('#@ fail');
    });
  });
});

describe('a counter over time', () => {
  it('is drawn large when it is chosen, marks what is knowingly broken, and leads to its moments', async () => {
    await withPage(app, '#sample=cc1&call=20', async (page) => {
      for (let turn = 0; turn < 2; turn++) await page.keyboard.press('s');
      await page.getByRole('button', { name: 'map_count' }).click();
      const plot = page.getByRole('slider', { name: 'map_count over time' });
      await plot.waitFor(PATIENT);
      expect(await page.locator('mm-counters .plot .broken').count()).toBeGreaterThan(0);
      await plot.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('Enter');
      await expect.poll(() => placeOf(page).then(({ call }) => call), PATIENT).toBe(0);
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});

describe('what something is', () => {
  it('is said by the glossary, under the pointer and with F1, under the policy of the page', async () => {
    await withPage(app, '#sample=cc1&call=20', async (page) => {
      await page.keyboard.press('T');
      const tree = page.getByRole('tree', { name: 'Who calls whom' });
      await tree.getByText('vms_gather_munmap_vmas').hover();
      const card = page.locator('mm-call-graph').getByRole('tooltip');
      await card.getByText('First phase').waitFor(PATIENT);
      await page.mouse.move(5, 5);
      await card.waitFor({ state: 'hidden', ...PATIENT });
      await tree.focus();
      await page.keyboard.press('Home');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('F1');
      await card.getByText('Somebody asks for mmap_lock').waitFor(PATIENT);
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});
