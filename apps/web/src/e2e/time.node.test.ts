/*
 * Time in the built app, in a real browser: by keyboard, by the field for conditions and on the map of the run. What is found is compared with what
 * the playground finds in this process.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCapture } from '@mm-playground/captures';
import { createPlayground, parseCondition, pastOf, search, type Moment } from 'mm-playground';
import type { BrowserContextOptions, Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { manySteps } from '../../scripts/many-steps.ts';
import type { MmApp } from '../shell/app.ts';
import { axeProblems, builtApp, placeOf, withPage as onPage } from './pages.ts';

vi.setConfig({ testTimeout: 30_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('time');

const withPage = (
  path: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> => onPage(app, path, use, options);

const stepAt = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => {
    const state = document.querySelector<MmApp>('mm-app')?.store?.state;
    const step = state?.played?.stepsOf(state.position.call)[state.position.step];
    return step === undefined ? undefined : `${step.kind} ${step.name}`;
  });

/** Where the library finds a condition in a recorded program. */
async function foundByLibrary(text: string, from: Moment, direction: 'forward' | 'backward'): Promise<Moment | null> {
  const { session } = await createPlayground({ record: 'steps' }).load(readCapture('node-threads'), {
    file: 'a.strace',
  });
  const answer = parseCondition(text);
  if (session === undefined || 'error' in answer) throw new Error('it cannot be played, or searched');
  session.run();
  const course = search(pastOf(session), answer.condition, from, direction);
  for (;;) {
    const turn = course.next();
    if (turn.done === true) return turn.value;
  }
}

const NODE = '#sample=node-threads&call=150&step=3';
const START: Moment = { call: 150, step: 3 };

describe('time', () => {
  it('goes over, into and out of functions by keyboard, and back', async () => {
    await withPage(NODE, async (page) => {
      expect(await stepAt(page)).toBe('enter do_mmap');
      await page.keyboard.press('n');
      expect(await stepAt(page)).toBe('exit get_unmapped_area');
      await page.keyboard.press('Shift+N');
      expect(await placeOf(page)).toEqual(START);
      await page.keyboard.press('f');
      expect(await stepAt(page)).toBe('exit do_mmap');
      await page.keyboard.press('Shift+N');
      await page.keyboard.press('l');
      expect(await placeOf(page)).toEqual(START);
      await page.keyboard.press('Shift+F');
      expect(await placeOf(page)).toEqual({ call: 150, step: 2 });
    });
  });

  it('plays and pauses by Space, but not where Space means something else', async () => {
    await withPage(NODE, async (page) => {
      await page.keyboard.press('Space');
      await expect.poll(() => placeOf(page).then((place) => place.step > START.step), PATIENT).toBe(true);
      await page.keyboard.press('Space');
      await page.getByRole('button', { name: 'Play' }).waitFor();
      const stands = await placeOf(page);
      await page.getByRole('button', { name: 'Into (L)' }).focus();
      await page.keyboard.press('Space');
      expect(await placeOf(page)).toEqual({ call: stands.call, step: stands.step + 1 });
      expect(await page.getByRole('button', { name: 'Pause' }).count()).toBe(0);
    });
  });

  it('runs to a condition and back, where the library finds it', async () => {
    await withPage(NODE, async (page) => {
      for (const text of ['split', 'vma count > 90', 'call clone3', 'address 0x7ffff7ffd000 changes or errno']) {
        await page.evaluate((position) => {
          document.querySelector('mm-app')?.dispatchEvent(new CustomEvent('mm-seek', { detail: position }));
        }, START);
        await page.keyboard.press('/');
        await page.keyboard.type(text);
        await page.keyboard.press('Enter');
        const forward = (await foundByLibrary(text, START, 'forward')) ?? START;
        await expect.poll(() => placeOf(page), PATIENT).toEqual(forward);
        await page.keyboard.press('Shift+Enter');
        const backward = (await foundByLibrary(text, forward, 'backward')) ?? forward;
        await expect.poll(() => placeOf(page), PATIENT).toEqual(backward);
        await page.keyboard.press('Escape');
      }
    });
  });

  it('says in which column a condition goes wrong', async () => {
    await withPage(NODE, async (page) => {
      const field = page.getByRole('combobox', { name: 'run to' });
      await field.fill('vma > 10');
      await field.press('Enter');
      await page.getByRole('search').getByText('column 5: expected count after vma').waitFor();
      expect(await field.getAttribute('aria-invalid')).toBe('true');
      await field.fill('merge and errno');
      await field.press('Enter');
      await page.getByText('Nowhere after this.').waitFor();
    });
  });

  it('answers while it searches, says how far it is, and can be stopped', async () => {
    await writeFile(join(app.folder, 'many-steps.strace'), manySteps(60_000));
    await withPage('?file=many-steps.strace', async (page) => {
      await page.keyboard.press('g');
      await page.keyboard.press('/');
      await page.keyboard.type('address 0x123456000 changes');
      await page.keyboard.press('Enter');
      const stop = page.getByRole('button', { name: 'Stop' });
      await stop.waitFor();
      await page.getByRole('progressbar', { name: 'Searched' }).waitFor();
      await stop.click();
      await page.getByText('Stopped.').waitFor();
      expect((await placeOf(page)).call).toBe(-1);
    });
  });

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, in %s colours', async (colorScheme) => {
    await withPage(
      NODE,
      async (page) => {
        await page.keyboard.press('b');
        await page.getByRole('list', { name: 'Branches' }).waitFor();
        await page.keyboard.press('/');
        await page.keyboard.type('vma > 10');
        await page.keyboard.press('Enter');
        await page.getByText('column 5').waitFor();
        expect(await axeProblems(page)).toEqual([]);
      },
      { colorScheme },
    );
  });

  it('shows all of it to a narrow window, and plays slower for who wants less motion', async () => {
    await withPage(
      NODE,
      async (page) => {
        for (const name of ['Over (N)', 'Branch the script here', 'Run to it (C)']) {
          const box = await page.getByRole('button', { name, exact: true }).boundingBox();
          expect(box !== null && box.x >= 0 && box.x + box.width <= 360).toBe(true);
        }
        expect(await page.getByRole('combobox', { name: 'speed' }).inputValue()).toBe('1');
      },
      { viewport: { width: 360, height: 800 }, reducedMotion: 'reduce' },
    );
  });

  it('keeps both futures of a script that is edited at a step, and compares them', async () => {
    await withPage('#sample=gap&kernel=6.18', async (page) => {
      const text = (): Promise<string | undefined> =>
        page.evaluate(() => document.querySelector<MmApp>('mm-app')?.store?.state.source?.text);
      const original = await text();
      await page.keyboard.press('b');
      const branches = page.getByRole('list', { name: 'Branches' });
      await branches.getByRole('button', { name: 'branch 1' }).first().waitFor();
      await page.getByRole('textbox', { name: 'Script' }).focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nmunmap(0x10000001, PAGE)\n');
      expect(await text()).not.toBe(original);
      await branches.getByRole('button', { name: 'original', exact: true }).click();
      expect(await text()).toBe(original);
      await expect
        .poll(() =>
          page
            .locator('mm-app-editor .cm-content')
            .innerText()
            .then((shown) => shown.includes('0x10000001, PAGE')),
        )
        .toBe(false);
      await page.getByRole('button', { name: 'Name branch 1' }).click();
      await page.getByRole('textbox', { name: 'Name of the branch' }).fill('ends otherwise');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Compare ends otherwise with the open branch' }).click();
      await page.locator('mm-app-compare').getByText('original').first().waitFor();
      await branches.getByRole('button', { name: 'ends otherwise line' }).click();
      expect(await text()).toContain('munmap(0x10000001, PAGE)');
      await page.getByRole('button', { name: 'Drop original' }).click();
      await branches.waitFor({ state: 'hidden' });
    });
  });

  it('completes what is typed, and says what a word means', async () => {
    await withPage('#sample=gap&kernel=6.18', async (page) => {
      await page.getByRole('tab', { name: 'Script' }).click();
      const script = page.getByRole('textbox', { name: 'Script' });
      await script.focus();
      await page.keyboard.press('Control+End');
      await page.keyboard.type('\nq = mma');
      const options = page.getByRole('listbox', { name: 'Completions' });
      await options.getByRole('option', { name: /^mmap\(addr, length/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.type('p(NULL, PAGE, PROT_WR');
      await options.getByRole('option', { name: 'PROT_WRITE = 0x2' }).click();
      expect(await script.innerText()).toContain('PAGE, PROT_WRITE');
      await page.keyboard.type(', MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nmunmap(');
      await page.keyboard.press('Control+Space');
      await options.getByRole('option', { name: 'q' }).first().waitFor();
      await options.getByRole('option', { name: /^0x.* rw-p \[stack\]/ }).waitFor();
      await page.keyboard.press('Escape');
      await script.getByText('MAP_ANONYMOUS').last().hover();
      await page.getByText('Backed by no file: the pages begin as zeroes.').waitFor();
    });
  });

  it('goes from mark to mark, and anywhere on the map of the run', async () => {
    await withPage(NODE, async (page) => {
      await page.getByRole('button', { name: /^Next merge/ }).click();
      expect(await stepAt(page)).toMatch(/^exit vma_(merge|expand)/);
      const map = page.getByRole('slider', { name: 'Whole run' });
      await map.focus();
      await page.keyboard.press('End');
      expect((await placeOf(page)).call).toBe(354);
      const box = await map.boundingBox();
      if (box === null) throw new Error('the map has no box');
      await page.mouse.move(box.x + box.width / 2, box.y + 5);
      await page.mouse.down();
      await page.mouse.move(box.x + box.width / 4, box.y + 5, { steps: 4 });
      await page.mouse.up();
      expect((await placeOf(page)).call).toBeLessThan(200);
    });
  });
});
