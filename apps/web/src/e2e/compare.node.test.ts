/*
 * Comparing in the built app, in a real browser: two kernels on the gap, with the first step that differs, what lies in memory there and
 * why; and recordings beside the model. What the page shows is compared with what the library says.
 */
import { createPlayground, diffReport, type Session } from 'mm-playground';
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { BUILT, startBuiltApp, type BuiltApp } from '../../scripts/built-app.ts';
import type { MmApp } from '../shell/app.ts';
import { axeProblems, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 120_000 });

const START_MS = 60_000;
const PATIENT = { timeout: 20_000 };

let app: BuiltApp;
beforeAll(async () => {
  app = await startBuiltApp(`${BUILT}-compare`);
}, START_MS);
afterAll(async () => app.close());

const comparing = (page: Page): Locator => page.locator('mm-app-compare');
const steps = (page: Page): Locator => comparing(page).getByRole('region', { name: 'Steps beside each other' });
const maps = (page: Page): Locator => comparing(page).getByRole('region', { name: 'Maps beside each other' });

/** The texts of a row, its mark in the middle. */
const cellsOf = async (row: Locator): Promise<string[]> =>
  (await row.getByRole('cell').allInnerTexts()).map((text) => text.trim().split(/\s/, 1)[0] ?? '');

const GAP = '#sample=gap&kernel=6.10&compare=kernel:6.18';
const WRITER = 'mmap(0x10001000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)';

describe('two indexes', () => {
  it('do the same, and cost what is said in words and numbers', async () => {
    await withPage(app, '#sample=python-json&compare=index:sorted-array', async (page) => {
      await page.keyboard.press('3');
      const pane = comparing(page);
      await pane.getByText(/All [\d,]+ calls answer alike and leave the same maps/).waitFor(PATIENT);
      await pane.getByText(/Maple tree keeps \d+ VMAs in \d+ maple nodes/).waitFor(PATIENT);
      const costs = pane.getByRole('region', { name: 'What the index costs' });
      await expect.poll(() => costs.getByRole('row').count(), PATIENT).toBeGreaterThan(4);
      expect(await pane.getByRole('region', { name: 'What page tables cost' }).count()).toBe(0);
      expect(await axeProblems(page)).toEqual([]);
    });
  });

  it('say so where one of them is not there', async () => {
    await withPage(app, '#sample=python-json&compare=kernel:5.9', async (page) => {
      await page.keyboard.press('3');
      await comparing(page).getByText('It cannot be played there').waitFor(PATIENT);
      expect(await comparing(page).getByRole('combobox').inputValue()).toBe('kernel:5.9');
    });
  });
});

describe('two kernels', () => {
  it('stand beside each other step by step, with the first that differs, in a race one thread after the other', async () => {
    await withPage(app, GAP, async (page) => {
      await page.keyboard.press('3');
      await steps(page).waitFor();
      expect(await cellsOf(steps(page).locator('tr.firstly + tr'))).toEqual(['may_expand_vm', '|', 'init_vma_munmap']);
      await comparing(page).getByRole('button', { name: 'To the first step that differs' }).click();
      await expect
        .poll(() => steps(page).locator('tr[aria-current]').innerText(), PATIENT)
        .toMatch(/^may_expand_vm\s*writer/);
      const { call, step } = await placeOf(page);
      expect(call).toBe(2);
      await page.keyboard.press('h');
      await expect.poll(() => placeOf(page)).toEqual({ call, step: step - 1 });
    });
  });

  it('show the gap of one, which the other does not have, at one moment', async () => {
    // When 6.10 has taken the old VMA out of its tree.
    await withPage(app, `${GAP}&call=2&step=50`, async (page) => {
      await page.keyboard.press('3');
      await expect.poll(() => steps(page).locator('tr[aria-current]').innerText(), PATIENT).toMatch(/^unmap_region/);
      const apart = maps(page).locator('tr.apart');
      await expect.poll(() => apart.count(), PATIENT).toBe(1);
      const [here = '', , there = ''] = await apart.getByRole('cell').allInnerTexts();
      expect([here.trim(), there.trim()]).toEqual(['', '10001000-10002000 rw-p 00000000']);
    });
  });

  it('say why they differ, each for itself, with who says so', async () => {
    await withPage(app, GAP, async (page) => {
      await page.keyboard.press('3');
      const reason = comparing(page).locator('.reasons div').first();
      await reason.getByText('unmaps what is in the way first').waitFor();
      expect(await reason.locator('dt').innerText()).toBe('mmap_region');
      expect(await reason.locator('dd b').allInnerTexts()).toEqual(['6.10', '6.18']);
      expect(await reason.locator('cite').allInnerTexts()).toEqual([
        'docs/review-thread.md, The gap',
        expect.stringContaining('f8d112a4e657'),
      ]);
    });
  });

  it('say of a schedule that one of them does not have, and go on one thread after the other', async () => {
    await withPage(app, GAP, async (page) => {
      await page.keyboard.press('3');
      await steps(page).waitFor();
      const words = 'writer:unmap_region reader:return';
      await page.evaluate(
        (followed) =>
          (document.querySelector('mm-app') as MmApp).desk.dispatch({ type: 'follow', words: followed, move: 50 }),
        words,
      );
      await comparing(page).getByText('writer:unmap_region never comes').waitFor(PATIENT);
      await comparing(page).getByRole('button', { name: 'Play one thread after the other' }).click();
      await expect.poll(() => steps(page).count(), PATIENT).toBe(1);
    });
  });

  it('are chosen in the pane or by a command, and stand in the link', async () => {
    await withPage(app, '#sample=gap&kernel=6.18', async (page) => {
      await page.keyboard.press('Control+k');
      const palette = page.locator('mm-app-palette');
      await palette.getByRole('option').first().waitFor();
      await page.keyboard.type('compare with another kernel');
      await page.keyboard.press('Enter');
      await page.keyboard.type('seed-v3-late');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.evaluate(() => location.hash), PATIENT)
        .toContain('compare=kernel:seed-v3-late-clear');
      await comparing(page).getByRole('combobox').selectOption('kernel:6.10');
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toMatch(/compare=kernel:6\.10$/);
      await comparing(page).getByRole('columnheader', { name: '6.10' }).first().waitFor();
    });
  });

  it('differ in as many calls as the library says', async () => {
    const text = `#@ system kernel=6.18 arch=x86_64\n${WRITER}\nmmap(NULL, PAGE, PROT_READ, MAP_DROPPABLE|MAP_ANONYMOUS, -1, 0)\n`;
    const play = async (kernel: string): Promise<Session> => {
      const { session } = await createPlayground({ kernel }).load(text);
      if (session === undefined) throw new Error('the script is wrong');
      session.run();
      return session;
    };
    const { differences } = diffReport(await play('6.18'), await play('6.10'));
    expect(differences.length).toBeGreaterThan(0);
    await withPage(app, '#sample=gap&kernel=6.18&compare=kernel:6.10', async (page) => {
      await page.evaluate(
        (opened) =>
          (document.querySelector('mm-app') as MmApp).desk.dispatch({ type: 'opened', file: 'a.mm', text: opened }),
        text,
      );
      await page.keyboard.press('3');
      const listed = comparing(page).getByRole('region', { name: 'Calls that differ' });
      const results = differences.filter(({ what }) => what === 'result').length;
      await listed.getByText(new RegExp(`${results} answers? otherwise`)).waitFor(PATIENT);
      await listed.getByRole('button', { name: /MAP_DROPPABLE/ }).click();
      await comparing(page).getByText('came with 6.11').first().waitFor(PATIENT);
    });
  });
});

describe('a recording beside the model', () => {
  it('says with figures that nothing differs, and what was assumed', async () => {
    await withPage(app, '#sample=python-json&call=40&compare=recording', async (page) => {
      await page.keyboard.press('3');
      const { counted, checkpoints, inferences } = await page.evaluate(() => {
        const { played } = (document.querySelector('mm-app') as MmApp).desk.state;
        return {
          counted: played?.counted,
          checkpoints: played?.checkpoints,
          inferences: played?.inferences.map(({ kind }) => kind),
        };
      });
      await comparing(page).getByText(`in ${counted} calls and ${checkpoints} snapshots.`).waitFor();
      expect(inferences).toEqual(['written']);
      await comparing(page).getByText('Assumed, because no log says it: written 1').waitFor();
      const current = comparing(page).locator('tbody[aria-current]');
      expect(await current.getByRole('cell').allInnerTexts()).toEqual(['0x555555677000', '', '0x555555677000']);
      expect(await axeProblems(page)).toEqual([]);
    });
  });

  it('lists what differs, the first marked; a click leads to both texts, line by line', async () => {
    await withPage(app, '#sample=ls&call=10&compare=recording', async (page) => {
      await page.keyboard.press('3');
      const listed = comparing(page).getByRole('region', { name: 'What differs' }).getByRole('button');
      await expect.poll(() => listed.count(), PATIENT).toBe(13);
      expect(await listed.first().innerText()).toMatch(/^first\s+line 436/);
      await listed.first().click();
      const apart = comparing(page).locator('tbody[aria-current] tr.apart');
      await expect.poll(() => apart.count(), PATIENT).toBe(13);
      const [model = '', , recorded = ''] = await apart.first().getByRole('cell').allInnerTexts();
      expect(model).toContain('LC_CTYPE');
      expect(recorded.trim()).toBe('nothing');
      expect(await axeProblems(page)).toEqual([]);
    });
  });
});
