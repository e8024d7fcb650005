/*
 * The ten minutes of a new user, in a real browser: open the gap scenario, see the gap, switch the generation, see it gone, ask
 * why, get the answer in place.
 */
import { createPlayground, exploring, type Exploration } from 'mm-playground';
import type { Page } from 'playwright';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { readScenarios } from '../../scripts/scenarios.ts';
import { countText } from '../race/race.ts';
import { axeProblems, builtApp, placeOf, withPage } from './pages.ts';

const START_MS = 60_000;

vi.setConfig({ testTimeout: 120_000 });

/** Exploring takes seconds; a busy machine takes longer. */
const PATIENT = { timeout: 60_000 };

const app = builtApp('races');
/** What the library finds on 6.10. */
let library: Exploration;
beforeAll(async () => {
  library = await explored('6.10');
}, START_MS);

/** The gap, explored in this process. */
async function explored(kernel: string): Promise<Exploration> {
  const text = readScenarios().find(({ id }) => id === 'gap')?.text ?? '';
  const { session } = await createPlayground({ kernel }).load(text, { file: 'gap.mm' });
  if (session === undefined) throw new Error('the gap cannot be played');
  const course = exploring(session.program, session.options);
  for (;;) {
    const turn = course.next();
    if (turn.done === true) return turn.value;
  }
}

const verdict = (page: Page): Promise<string> =>
  page.getByRole('status', { name: 'Verdict' }).innerText({ timeout: PATIENT.timeout });

const waitForVerdict = (page: Page, words: RegExp): Promise<unknown> =>
  expect.poll(() => verdict(page), PATIENT).toMatch(words);

/** The ranges of anonymous memory that the map shows, `10000-10001 rw-p`. */
const mapped = (page: Page): Promise<string[]> =>
  page.locator('mm-address-map').evaluate((map) => {
    const { view } = map as unknown as {
      view: { vmas: { start: number; end: number; kind: string; perms: string }[] } | null;
    };
    return (view?.vmas ?? [])
      .filter(({ kind }) => kind === 'anon')
      .map(({ start, end, perms }) => `${start.toString(16)}-${end.toString(16)} ${perms}`);
  });

/** From the end of the MAP_FIXED to where it has stored. */
const STEPS_BACK = 24;

const BEFORE = ['10000-10001 rw-p', '10002-10003 rw-p'];
const AFTER = ['10000-10001 rw-p', '10001-10002 r--p', '10002-10003 rw-p'];

const moment = (page: Page): Promise<string | null> =>
  page.getByRole('slider', { name: 'Moments of the schedule' }).getAttribute('aria-valuetext', PATIENT);

describe('a new user', () => {
  it('opens the gap, sees it, switches the generation, sees it gone, asks why, and is told in place', async () => {
    await withPage(app, '', async (page) => {
      await page.keyboard.press('o');
      const dialog = page.getByRole('dialog', { name: 'Open' });
      await dialog
        .getByRole('list', { name: 'The review thread: mmap_region' })
        .getByText('The gap', { exact: true })
        .click();

      await page.getByRole('heading', { name: 'The gap' }).waitFor();
      await page.getByRole('paragraph').getByText('can a reader without locks find nothing there?').waitFor();
      await waitForVerdict(page, /no-gap is violated on 6\.10, in \d+ % of the schedules/);
      const told = await verdict(page);
      expect(told).toContain(`(${countText(library.violations[0]?.schedules ?? 0n)})`);
      expect(told).toContain(
        `${countText(library.schedules)} schedules, ${library.states.toLocaleString('en')} states`,
      );

      await expect.poll(() => mapped(page), PATIENT).toEqual(BEFORE);
      expect(await moment(page)).toMatch(/reader .*; broken: 10001000-10001fff was mapped all the time/);

      await page
        .getByRole('group', { name: 'Kernels' })
        .getByRole('button', { name: /^6\.18/ })
        .click();
      await waitForVerdict(page, /Nothing is violated on 6\.18, in every schedule/);
      await expect.poll(() => mapped(page), PATIENT).toEqual(AFTER);

      await page.getByRole('button', { name: 'Why?' }).click();
      const explanation = page.getByRole('region', { name: 'Explanation' });
      expect(await explanation.innerText()).toContain('one store writes the new VMA over them');
      expect(await explanation.evaluate((region) => region.matches(':focus'))).toBe(true);
    });
  });

  it('goes through the schedule by keyboard, and every viewer shows each moment', async () => {
    await withPage(app, '?sample=gap#kernel=6.10', async (page) => {
      await waitForVerdict(page, /violated/);
      await expect.poll(() => mapped(page), PATIENT).toEqual(BEFORE);
      const stage = page.getByRole('slider', { name: 'Moments of the schedule' });
      await stage.focus();
      await page.keyboard.press('End');
      await expect.poll(() => mapped(page), PATIENT).toEqual(AFTER);
      await page.keyboard.press('Home');
      await expect.poll(() => mapped(page), PATIENT).toEqual(['10000-10003 rw-p']);
      await page.keyboard.press('PageDown');
      await expect.poll(() => moment(page), PATIENT).toMatch(/^move \d+ of \d+: writer/);
      await expect.poll(() => mapped(page), PATIENT).toEqual(BEFORE);
      await page.keyboard.press('l');
      await expect.poll(() => moment(page), PATIENT).toMatch(/: reader enters sys_walk/);
      await page.keyboard.press('s');
      await page.getByRole('option', { selected: true }).getByText('sys_walk · reader').waitFor();
    });
  });

  it('leaves time where a link, or somebody, put it', async () => {
    await withPage(app, '#sample=gap&kernel=6.10&call=0', async (page) => {
      await waitForVerdict(page, /violated/);
      await page.getByRole('slider', { name: 'Moments of the schedule' }).waitFor();
      expect((await placeOf(page)).call).toBe(0);
    });
  });

  it('explores all kernels of the story with one click', async () => {
    await withPage(app, '?sample=gap', async (page) => {
      await waitForVerdict(page, /violated/);
      await page.getByRole('button', { name: 'Explore all 8' }).click();
      const kernels = page.getByRole('group', { name: 'Kernels' });
      const row = (): Promise<string> => kernels.innerText().then((text) => text.replace(/\s+/g, ' '));
      await expect
        .poll(row, PATIENT)
        .toBe(
          '6.10 ◆ violated 6.11 ◆ violated seed-v3 ✓ holds 6.12-rc1 ✓ holds 6.12-rc6 ✓ holds 6.12 ✓ holds 6.18 ✓ holds 7.2 ✓ holds',
        );
      const found = page.getByRole('table', { name: 'What it expects of each kernel' });
      expect(await found.getByText('explored', { exact: true }).count()).toBe(8);
      expect(await found.getByText(/explored:/).count()).toBe(0);
    });
  });

  it('cancels an exploration', async () => {
    await withPage(app, '?sample=gap-and-locks#kernel=6.18', async (page) => {
      await page.getByRole('button', { name: 'Explore', exact: true }).click();
      await page.getByRole('button', { name: 'Cancel' }).click();
      await waitForVerdict(page, /Not explored to its end on 6\.18/);
      expect(await page.getByRole('button', { name: 'Explore', exact: true }).isVisible()).toBe(true);
    });
  });

  it('sees what a call has broken knowingly, until when, and in which struct it carries that along', async () => {
    await withPage(app, '?sample=validate-mm', async (page) => {
      await page.keyboard.press('s');
      await page.keyboard.press('k');
      const lights = page.getByRole('list', { name: 'Invariants' });
      await lights.getByText('holds', { exact: true }).first().waitFor();
      const seen = new Set<string>();
      for (let step = 0; step < STEPS_BACK; step++) {
        await page.keyboard.press('h');
        const states = await lights.getByRole('listitem').filter({ hasText: 'map_count' }).innerText();
        const structs = (await page.locator('mm-structs table').allInnerTexts()).join(' ');
        if (states.includes('knowingly')) seen.add(states.replace(/\s+/g, ' ')).add(structs.replace(/\s+/g, ' '));
      }
      const all = [...seen].join('; ');
      expect(all).toContain('map_count knowingly broken until vms_complete_munmap_vmas');
      expect(all).toContain('struct vma_munmap_struct');
    });
  });

  it('switches the kernel from the story, which says how sure its verdicts are', async () => {
    await withPage(app, '?sample=validate-mm', async (page) => {
      const table = page.getByRole('table', { name: 'What it expects of each kernel' });
      await table.getByRole('row', { name: /seed-v3 derived/ }).waitFor();
      await table.getByRole('button', { name: '6.12' }).click();
      await expect.poll(() => page.locator('select[name=kernel]').inputValue(), PATIENT).toBe('6.12');
    });
  });
});

describe('the story and the race', () => {
  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 400],
  ] as const)('have no accessibility problem that axe finds (%s, %d pixels wide)', async (scheme, width) => {
    await withPage(
      app,
      '?sample=gap#kernel=6.10',
      async (page) => {
        await page.emulateMedia({ colorScheme: scheme });
        if (width === 1440) await waitForVerdict(page, /violated/);
        else {
          expect(await axeProblems(page)).toEqual([]);
          await page.getByRole('button', { name: 'Map', exact: true }).click();
          await waitForVerdict(page, /violated/);
          expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        }
        await page.keyboard.press('s');
        expect(await axeProblems(page)).toEqual([]);
      },
      { viewport: { width, height: 900 } },
    );
  });
});
