/*
 * Stories in a real browser: each tour from its first step to its last, by keyboard alone, as a screen reader hears it, on a narrow
 * window, and with what is remembered.
 */
import type { BrowserContextOptions, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type OpenPage } from '../../scripts/built-app.ts';
import { readScenarios } from '../../scripts/scenarios.ts';
import { tourOfScenario } from '../story/shelf.ts';
import type { Exercise, Tour } from '../story/tour.ts';
import { PROGRAM_TOURS } from '../story/tours/programs.ts';
import { axeProblems, builtApp, withPage } from './pages.ts';

const START_MS = 60_000;

vi.setConfig({ testTimeout: 180_000 });

/** A busy machine takes a while, and so does exploring a race. */
const PATIENT = { timeout: 60_000 };

const SCENARIO_TOURS = readScenarios().map(({ id, text }) => tourOfScenario(id, { file: `${id}.mm`, text }));

const app = builtApp('stories');

/** A page on a tour, with everything there; fails where anything went wrong in it. */
const withTour = (
  path: string,
  use: (page: Page) => Promise<void>,
  options: BrowserContextOptions = {},
): Promise<void> => withPage(app, path, use, options);

const stepRegion = (page: Page, at: number, of: number): ReturnType<Page['getByRole']> =>
  page.getByRole('region', { name: `Step ${at + 1} of ${of}`, exact: true });

/** What is shown, as it is read out. */
const shown = (page: Page): Promise<string> => page.locator('mm-app-tour .moment [role=status]').innerText();

async function predict(page: Page, { choices, right }: Exercise): Promise<void> {
  if (choices === undefined) {
    await page.locator('mm-app-tour input').fill(String(right));
    await page.getByRole('button', { name: 'Check', exact: true }).click();
  } else {
    await page
      .locator('mm-app-tour .choices')
      .getByRole('button')
      .nth(choices.indexOf(String(right)))
      .click();
  }
  await page.locator('mm-app-tour .outcome').getByText('Right.').waitFor();
}

/** Takes a tour to its end, every prediction right. @returns what is said of the predictions there; nothing where there were none */
async function take(page: Page, { title, steps }: Tour): Promise<string> {
  await page.getByRole('heading', { name: title, level: 2 }).waitFor(PATIENT);
  for (const [at, { exercise }] of steps.entries()) {
    await stepRegion(page, at, steps.length).waitFor(PATIENT);
    await expect.poll(() => shown(page), PATIENT).toMatch(/^Shown: /);
    if (exercise !== undefined) await predict(page, exercise);
    if (at < steps.length - 1) await page.keyboard.press('>');
  }
  const score = page.locator('mm-app-tour .score');
  return (await score.count()) === 0 ? '' : score.innerText();
}

describe('each story', () => {
  /** One page for all of them: each is opened by its link, over the one before. */
  let all: OpenPage;
  beforeAll(async () => {
    all = await app.open('?sample=init-vms');
    await all.page.locator('mm-app[data-editor]').waitFor();
  }, START_MS);
  afterAll(async () => all.page.context().close());

  it.each([...PROGRAM_TOURS, ...SCENARIO_TOURS])('$id can be taken from start to end', async (tour) => {
    const of = tour.steps.filter(({ exercise }) => exercise !== undefined).length;
    await all.page.evaluate((id) => (location.hash = `#story=${id}.1`), tour.id);
    expect(await take(all.page, tour)).toContain(of === 0 ? '' : `${of} of ${of}`);
    expect(all.problems).toEqual([]);
  });
});

describe('a story', () => {
  it('is found in the list, and what was read is remembered there', async () => {
    await withTour('', async (page) => {
      await page.keyboard.press('q');
      const dialog = page.getByRole('dialog', { name: 'Stories' });
      await dialog
        .getByRole('list', { name: 'Sharing' })
        .getByRole('button', { name: /What does fork share\?/ })
        .click();
      await stepRegion(page, 0, 7).waitFor(PATIENT);
      await page.keyboard.press('>');
      await page.getByRole('button', { name: 'all of them' }).click();
      await expect.poll(() => page.url()).toMatch(/#story=fork\.2$/);
      await page.reload();
      await page.locator('mm-app[data-editor]').waitFor();
      await stepRegion(page, 1, 7).waitFor(PATIENT);
      await page.locator('mm-app-tour .outcome').getByText('Right.').waitFor();
      await page.keyboard.press('q');
      await dialog.getByText('at step 2, 1 of 1 predicted').waitFor();
    });
  });

  it('is offered where its scenario is open, by the header and by the palette', async () => {
    await withTour('?sample=sealed', async (page) => {
      await page.getByRole('button', { name: 'Take it step by step' }).click();
      await stepRegion(page, 0, 5).waitFor(PATIENT);
      await page.getByRole('button', { name: 'Stories', exact: true }).click();
      await page.getByRole('dialog', { name: 'Stories' }).getByText('What is a VMA?').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Stories' }).waitFor({ state: 'hidden' });
      await page.keyboard.press('Control+k');
      await page.getByRole('combobox', { name: 'Find a command' }).fill('story page fault');
      await page.getByRole('option', { name: /Read a story: What is a page fault/ }).click(PATIENT);
      await stepRegion(page, 0, 8).waitFor(PATIENT);
      expect(await page.getByRole('heading', { level: 2, name: 'What is a page fault?' }).isVisible()).toBe(true);
    });
  });

  it('says what runs before it asks what comes of it', async () => {
    await withTour('?story=malloc.3', async (page) => {
      const calls = page.getByRole('list', { name: 'What runs' }).getByRole('listitem');
      expect(await calls.allInnerTexts()).toEqual(['brk(0x55555559b000)', 'brk(0x5555555bc000)']);
    });
  });

  it('shows each moment in every view, and comes back to it', async () => {
    await withTour('?story=where-did-my-memory-go.2', async (page) => {
      await expect
        .poll(() => shown(page), PATIENT)
        .toMatch(/^Shown: after mmap\(0x10000000.*12 VMAs, 1 more than before\.$/);
      const row = page.locator('mm-maps-table tr[aria-selected=true]');
      expect(await row.innerText()).toContain('10000000-12000000');
      await page.keyboard.press('g');
      await expect.poll(() => shown(page)).toMatch(/^Shown: before the first call/);
      await page.getByRole('button', { name: 'Back to the story' }).click();
      await expect.poll(() => shown(page)).toMatch(/^Shown: after mmap/);
    });
  });

  it('gives hints one at a time, and tells who gives up', async () => {
    await withTour('?story=page-fault.2', async (page) => {
      await page.getByRole('button', { name: 'Give me a hint' }).click();
      const hints = page.getByRole('list', { name: 'Hints' });
      expect(await hints.getByRole('listitem').count()).toBe(1);
      await page.getByRole('button', { name: 'Another hint' }).click();
      expect(await hints.getByRole('listitem').count()).toBe(2);
      await page.getByRole('button', { name: 'Tell me' }).click();
      await page.getByText('It is so:').waitFor();
      await page.getByRole('button', { name: '0 kB (right)' }).waitFor();
      expect(await page.getByRole('button', { name: 'Step 2, not predicted' }).getAttribute('aria-current')).toBe(
        'step',
      );
    });
  });

  it('says so where another machine answers otherwise than the text', async () => {
    await withTour('?story=abort-off-by-one.3', async (page) => {
      await page.locator('select[name=kernel]').selectOption('series-v8');
      await expect
        .poll(() => page.locator('mm-app-tour .choices, mm-app-tour .number').isVisible(), PATIENT)
        .toBe(true);
      await page.getByRole('button', { name: 'Tell me' }).click();
      await page.locator('mm-app-tour .outcome').waitFor();
    });
  });

  it('leads on to the next one, and to those that are related', async () => {
    await withTour('?story=what-is-a-vma.6', async (page) => {
      await page.getByRole('button', { name: 'Next: Why five lines for one library?' }).click();
      await stepRegion(page, 0, 5).waitFor(PATIENT);
      await page.getByRole('button', { name: 'End the tour' }).click();
      await expect.poll(() => page.getByRole('tab', { name: 'Story' }).count()).toBe(0);
      expect(await page.getByRole('tab', { name: 'Script' }).getAttribute('aria-selected')).toBe('true');
    });
  });

  it('can be taken by keyboard alone', async () => {
    await withTour('?story=one-library', async (page) => {
      await stepRegion(page, 0, 5).waitFor(PATIENT);
      await page.keyboard.press('>');
      await stepRegion(page, 1, 5).waitFor();
      await expect.poll(() => stepRegion(page, 1, 5).evaluate((region) => region.matches(':focus'))).toBe(true);
      for (let choice = 0; choice < 3; choice++) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.locator('mm-app-tour .outcome').getByText('Right.').waitFor();
      await page.keyboard.press('<');
      await stepRegion(page, 0, 5).waitFor();
    });
  });

  it('says where there is no such story', async () => {
    await withTour('?story=nothing', async (page) => {
      expect(await page.getByText('there is no story nothing').isVisible()).toBe(true);
    });
  });
});

describe('a narrow window', () => {
  it.each([360, 400])('of %d pixels shows the text above the picture', async (width) => {
    await withTour(
      '?story=fork.2',
      async (page) => {
        await page.getByRole('button', { name: 'all of them' }).click();
        const text = await page.locator('mm-app-tour').boundingBox();
        const map = await page.locator('mm-address-map').boundingBox();
        if (text === null || map === null) throw new Error('both should be in view');
        expect(text.y + text.height).toBeLessThanOrEqual(map.y);
        expect(map.height).toBeGreaterThan(0);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        expect(await page.getByRole('button', { name: 'Next', exact: true }).isVisible()).toBe(true);
      },
      { viewport: { width, height: 800 } },
    );
  });
});

describe('axe', () => {
  it.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 360],
    ['dark', 400],
  ] as const)('finds nothing wrong with a tour and with the list (%s, %d pixels wide)', async (colorScheme, width) => {
    await withTour(
      '?story=split-and-merge.2',
      async (page) => {
        await stepRegion(page, 1, 6).waitFor(PATIENT);
        await page.getByRole('button', { name: 'Give me a hint' }).click();
        expect(await axeProblems(page)).toEqual([]);
        await page.getByRole('button', { name: '0', exact: true }).click();
        await page.getByText('Not so.').waitFor();
        expect(await axeProblems(page)).toEqual([]);
        await page.keyboard.press('q');
        await page.getByRole('dialog', { name: 'Stories' }).getByText('What does fork share?').waitFor();
        expect(await axeProblems(page)).toEqual([]);
      },
      { viewport: { width, height: 860 }, colorScheme },
    );
  });
});
