/* A viewer of `examples/`, built as its author builds it and opened in the app: it reads what was played, and moves in time. */
import { join } from 'node:path';
import { SOURCE_CONDITION } from '@mm-playground/vitest-preset';
import { build } from 'vite';
import { beforeAll, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const app = builtApp('example-plugins');
const CALENDAR = join(import.meta.dirname, '..', '..', '..', '..', 'examples', 'viewer-fault-calendar');

beforeAll(() =>
  build({
    root: CALENDAR,
    logLevel: 'error',
    resolve: { conditions: [SOURCE_CONDITION, 'module', 'browser'] },
    build: { outDir: join(app.folder, 'calendar'), emptyOutDir: true },
  }),
);

it('the calendar shows the faults of a recorded fork, selects their pages, and goes to their calls', () =>
  withPage(app, 'with-plugins.html?plugin=calendar/index.js#sample=story-fork', async (page) => {
    await page.keyboard.press('p');
    await page.getByRole('combobox', { name: 'Go to a pane' }).fill('Fault calendar');
    await page.keyboard.press('Enter');
    const calendar = page.locator('mm-fault-calendar');
    await expect.poll(() => calendar.locator('.head').innerText()).toContain('7 page faults');
    const picture = calendar.getByRole('application');
    await picture.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await expect.poll(() => calendar.locator('.selected').count()).toBe(1);
    await page.keyboard.press('Space');
    await expect.poll(() => placeOf(page).then(({ call }) => call)).toBe(1);
    expect(await axeProblems(page)).toEqual([]);
  }));
