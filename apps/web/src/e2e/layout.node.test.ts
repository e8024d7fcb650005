/* Panes in a real browser: docked, resized, hidden and remembered, by pointer and by keyboard; and what happens when one breaks. */
import type { Locator, Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { builtApp, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('layout');

/** The panes in view, from left to right and from top to bottom: `script 0-26`, where in the window's width it stands. */
const panes = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('mm-app')?.shadowRoot;
    const all = root?.querySelector('.dock')?.getBoundingClientRect();
    return [...(root?.querySelectorAll<HTMLElement>('.panel:not([hidden])') ?? [])].map((panel) => {
      const { left, right } = panel.getBoundingClientRect();
      const share = (x: number): number => Math.round((100 * (x - (all?.left ?? 0))) / (all?.width ?? 1));
      return `${panel.dataset['pane'] ?? ''} ${share(left)}-${share(right)}`;
    });
  });

const names = async (page: Page): Promise<string[]> => (await panes(page)).map((each) => each.split(' ')[0] ?? '');

const tab = (page: Page, name: string): Locator => page.getByRole('tab', { name });

/** Whether nothing of a tab is cut off. */
const isWhole = (page: Page, name: string): Promise<boolean> =>
  tab(page, name).evaluate((button) => {
    const [own, row] = [button, button.closest('.tabs') ?? button].map((each) => each.getBoundingClientRect());
    return own !== undefined && row !== undefined && own.left >= row.left - 1 && own.right <= row.right + 1;
  });

const DEBUG = ['script 0-26', 'map 26-67', 'maps 26-67', 'tables 67-100'];

describe('the panes', () => {
  it('stand as the preset says, each preset on its key', async () => {
    await withPage(app, '#call=60', async (page) => {
      expect(await panes(page)).toEqual(DEBUG);
      await page.keyboard.press('2');
      await expect.poll(() => panes(page)).toEqual(['script 0-38', 'map 38-100']);
      await page.keyboard.press('3');
      await expect.poll(() => names(page), PATIENT).toEqual(['script', 'map', 'other-map', 'compare']);
      await page.keyboard.press('4');
      await expect.poll(() => names(page)).toEqual(['script', 'map', 'tree']);
      await page.keyboard.press('5');
      await expect.poll(() => names(page)).toEqual(['script', 'map']);
      expect(await page.evaluate(() => getComputedStyle(document.documentElement).fontSize)).toBe('22px');
      await page.keyboard.press('1');
      await expect.poll(() => panes(page)).toEqual(DEBUG);
    });
  });

  it('are dragged to the tabs and to the sides of others, and come back there after a reload', async () => {
    await withPage(app, '#call=60', async (page) => {
      await tab(page, 'Steps').dragTo(tab(page, 'Calls'));
      await expect.poll(() => panes(page)).toEqual(['steps 0-26', ...DEBUG.slice(1)]);
      await tab(page, 'Calls').dragTo(page.locator('#panel-maps'), { targetPosition: { x: 580, y: 150 } });
      const docked = ['steps 0-26', 'map 26-67', 'maps 26-46', 'calls 46-67', 'tables 67-100'];
      await expect.poll(() => panes(page)).toEqual(docked);
      await page.reload();
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await panes(page)).toEqual(docked);
      await page.keyboard.press('Control+0');
      await expect.poll(() => panes(page)).toEqual(DEBUG);
    });
  });

  it('keep what they show when they move', async () => {
    await withPage(app, '#call=60', async (page) => {
      const map = page.locator('mm-address-map');
      await map.evaluate((element) => ((element as HTMLElement).dataset['mine'] = 'yes'));
      await tab(page, 'Address map').dragTo(tab(page, 'Page tables'));
      await expect.poll(() => names(page)).toEqual(['script', 'maps', 'map']);
      expect(await map.getAttribute('data-mine')).toBe('yes');
    });
  });

  it('are not dropped where somebody presses Escape', async () => {
    await withPage(app, '', async (page) => {
      const from = await tab(page, 'Calls').boundingBox();
      await page.mouse.move((from?.x ?? 0) + 5, (from?.y ?? 0) + 5);
      await page.mouse.down();
      await page.mouse.move(700, 600, { steps: 4 });
      await page.locator('.landing').waitFor();
      await page.keyboard.press('Escape');
      await page.locator('.landing').waitFor({ state: 'detached' });
      await page.mouse.up();
      expect(await panes(page)).toEqual(DEBUG);
    });
  });

  it('give room to each other, by arrow keys and by pointer', async () => {
    await withPage(app, '', async (page) => {
      const line = page.getByRole('separator', { name: 'Between Script and Address map' });
      expect(await line.getAttribute('aria-valuenow')).toBe('39');
      await line.focus();
      await page.keyboard.press('ArrowRight');
      expect(await line.getAttribute('aria-valuenow')).toBe('41');
      expect((await panes(page))[0]).toBe('script 0-27');
      await page.keyboard.press('Home');
      expect((await panes(page))[0]).toBe('script 0-8');
      expect(await line.getAttribute('aria-valuenow')).toBe(await line.getAttribute('aria-valuemin'));
      const box = await line.boundingBox();
      await page.mouse.move((box?.x ?? 0) + 4, 400);
      await page.mouse.down();
      await page.mouse.move(576, 400, { steps: 5 });
      await page.mouse.up();
      expect((await panes(page))[0]).toBe('script 0-40');
      const below = page.getByRole('separator', { name: 'Between Address map and /proc/PID/maps' });
      await below.focus();
      await page.keyboard.press('ArrowDown');
      expect(await below.getAttribute('aria-valuenow')).toBe('49');
    });
  });

  it('are hidden, brought back, arranged and maximised by keyboard alone', async () => {
    await withPage(app, '#call=60', async (page) => {
      const choose = async (key: string, words: string): Promise<void> => {
        await page.keyboard.press(key);
        await page.locator('mm-app-palette').getByRole('combobox').waitFor();
        await page.keyboard.type(words);
        await page.keyboard.press('Enter');
      };
      await choose('p', 'calls');
      await expect.poll(() => names(page)).toEqual(['calls', 'map', 'maps', 'tables']);
      await page.keyboard.press('x');
      await expect.poll(() => names(page)).toEqual(['script', 'map', 'maps', 'tables']);
      expect(await tab(page, 'Calls').count()).toBe(0);
      await choose('p', 'calls');
      await expect.poll(() => names(page)).toEqual(['calls', 'map', 'maps', 'tables']);
      await choose('w', 'below page tables');
      await expect.poll(() => names(page)).toEqual(['script', 'map', 'maps', 'tables', 'calls']);
      await page.keyboard.press('z');
      await expect.poll(() => panes(page)).toEqual(['calls 0-100']);
      await page.keyboard.press('z');
      await expect.poll(() => names(page)).toEqual(['script', 'map', 'maps', 'tables', 'calls']);
      await page.keyboard.press('F6');
      const focused = (): Promise<string | null | undefined> =>
        page.evaluate(() =>
          document
            .querySelector('mm-app')
            ?.shadowRoot?.activeElement?.closest('[data-pane]')
            ?.getAttribute('data-pane'),
        );
      await expect.poll(focused).toBe('script');
      await page.keyboard.press('Shift+F6');
      await expect.poll(focused).toBe('calls');
    });
  });

  it('are all within reach where their tabs have too little room', async () => {
    await withPage(app, '#call=60', async (page) => {
      expect(await isWhole(page, 'Failures')).toBe(false);
      expect(await page.getByRole('button', { name: 'All panes with Script' }).isVisible()).toBe(false);
      await page.getByRole('button', { name: 'All panes with Page tables' }).click();
      await page.getByRole('combobox', { name: 'Go to a pane in the same place' }).waitFor();
      expect(await page.locator('mm-app-palette').getByRole('option').allInnerTexts()).toHaveLength(6);
      await page.getByRole('option', { name: 'Failures' }).click();
      await expect.poll(() => names(page)).toEqual(['script', 'map', 'maps', 'failures']);
      expect([await isWhole(page, 'Failures'), await isWhole(page, 'Page tables')]).toEqual([true, false]);
    });
  });

  it('are pages of a narrow window, and every page scrolls on a low one', async () => {
    await withPage(
      app,
      '#call=60',
      async (page) => {
        const pages = page.getByRole('navigation', { name: 'Panes' });
        await pages.getByRole('button', { name: 'Map' }).click();
        expect(await names(page)).toEqual(['map', 'maps']);
        await page.keyboard.press('s');
        expect(await names(page)).toEqual(['tables']);
        await page.keyboard.press('X');
        expect(await names(page)).toEqual(['failures', 'counters']);
        await page.getByRole('button', { name: 'All panes with Failures' }).waitFor();
        await expect.poll(() => isWhole(page, 'Failures'), PATIENT).toBe(true);
        await page.setViewportSize({ width: 720, height: 450 });
        expect(await page.locator('main').evaluate((main) => main.clientHeight)).toBeGreaterThan(300);
        const size = await page.evaluate(() => {
          const { scrollWidth, scrollHeight } = document.documentElement;
          return { scrollWidth, isHigher: scrollHeight > innerHeight };
        });
        expect(size).toEqual({ scrollWidth: 720, isHigher: true });
      },
      { viewport: { width: 360, height: 740 } },
    );
  });
});

describe('a viewer that throws', () => {
  it('is cut off and named, in its place and in the list of what is loaded, and the rest goes on', async () => {
    await withPage(app, '#call=60', async (page) => {
      await page.evaluate(() => {
        const define = customElements.define.bind(customElements);
        customElements.define = (name, element, options) => {
          if (name === 'mm-maple-tree')
            Object.assign(element.prototype as object, {
              render() {
                throw new RangeError('a node too many');
              },
            });
          define(name, element, options);
        };
      });
      await page.keyboard.press('m');
      const alert = page.locator('#panel-tree').getByRole('alert');
      await alert.getByText('RangeError: a node too many').waitFor();
      await alert.getByText('Maple tree was cut off').waitFor();
      await page.keyboard.press('j');
      await page.keyboard.press('L');
      const loaded = page.getByRole('dialog', { name: 'What is loaded' });
      await loaded.getByText('cut off').waitFor();
      await loaded.getByText('a node too many').waitFor();
      await loaded.getByText('Linux 6.18', { exact: true }).click();
      await loaded.getByRole('heading', { name: /Refused/ }).waitFor();
      await page.keyboard.press('Escape');
      await alert.getByRole('button', { name: 'Show again' }).click();
      await alert.getByText('RangeError: a node too many').waitFor();
      await page.keyboard.press('m');
      await page.locator('mm-physical .frame').waitFor();
      expect(await names(page)).toEqual(['script', 'map', 'memory', 'tables']);
    });
  });
});
