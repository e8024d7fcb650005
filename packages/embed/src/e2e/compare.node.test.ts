/** Two machines beside each other in one figure: in the bundle, from a server, and on paper. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderPlayground, styleSheets } from '../server/index.ts';
import { axeProblems, layoutShift, startSite, type Site } from './pages.ts';

const SCRIPT = `
  p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
  store(p + PAGE)
  munmap(p + 4*PAGE, 2*PAGE)
`;
const figure = (attributes: string, script = SCRIPT): string =>
  `<mm-playground ${attributes}><pre>${script}</pre></mm-playground>`;

let site: Site;
beforeAll(async () => {
  site = await startSite();
}, 120_000);
afterAll(() => site.close());

const apart = (page: Page): Locator => page.getByRole('region', { name: 'What differs' });
/** A viewer of one side. */
const on = (page: Page, viewer: string, side: string): Locator =>
  page.getByRole('group', { name: `${viewer}, ${side}` });
const here = (page: Page): Promise<string> => page.locator('mm-call-list [aria-selected=true] .text').innerText();
/** Until both were compared. */
const untilCompared = (page: Page): Promise<void> =>
  apart(page)
    .getByText(/calls? (answers?|differs?)|All \d/)
    .first()
    .waitFor();
const chunks = (page: Page): Promise<number> =>
  page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('play-beside')).length,
  );

describe('mm-playground with compare', () => {
  it('has the maps of both sides under their names, and says what differs in words and numbers', async () => {
    await site.inPage(figure('compare="arm64:granule=64"'), async (page) => {
      await untilCompared(page);
      await on(page, 'Address map', 'x86-64').locator('canvas').waitFor();
      await on(page, 'Address map', 'arm64:granule=64').locator('canvas').waitFor();
      expect(await on(page, '/proc/PID/maps', 'x86-64').locator('tbody').innerText()).toContain('7ffff7fef000');
      expect(await on(page, '/proc/PID/maps', 'arm64:granule=64').locator('tbody').innerText()).toMatch(
        /\bfffff7[\da-f]*0000-/,
      );
      const words = await apart(page).innerText();
      expect(words).toMatch(/3 of 3 calls differ, first line 1, mmap\(.*\): x86-64 answers 0x7ffff7fef000/);
      expect(words).toContain('x86-64 walks 4 levels with pages of 4 KiB, arm64:granule=64 3 with pages of 64 KiB.');
      expect(await apart(page).getByRole('row', { name: 'TLB reach' }).innerText()).toMatch(/4 KiB\s+64 KiB/);
      expect(await page.locator('p.foot').innerText()).toMatch(
        /^Linux \S+, x86-64, 4 levels beside Linux \S+, arm64, /,
      );
    });
  });

  it('moves both sides by one timeline, by keyboard', async () => {
    await site.inPage(figure('kernel="6.12" compare="kernel:6.18"'), async (page) => {
      await untilCompared(page);
      const holes = ['6.12', '6.18'].map((name) =>
        on(page, '/proc/PID/maps', name).getByText('7ffff7fef000-7ffff7ff3000'),
      );
      for (const hole of holes) await hole.waitFor();
      expect(await page.locator('mm-timeline').count()).toBe(1);
      await page.getByRole('slider').focus();
      await page.keyboard.press('Shift+ArrowLeft');
      await expect.poll(() => here(page)).toContain('store');
      for (const hole of holes) await expect.poll(() => hole.count()).toBe(0);
    });
  });

  it('leads to where calls go apart, and says what each answers there', async () => {
    await site.inPage(figure('compare="riscv64"'), async (page) => {
      await untilCompared(page);
      expect(await here(page)).toContain('munmap');
      await apart(page)
        .getByRole('button', { name: /line 1/ })
        .click();
      await expect.poll(() => here(page)).toContain('mmap(NULL');
      await apart(page).getByText('x86-64 answers 0x7ffff7fef000, riscv64 0x7ffff7ff2000.').first().waitFor();
    });
  });

  it('goes where somebody goes on the other side', async () => {
    await site.inPage(figure('compare="arm64:granule=64" views="call-list steps" step="1"'), async (page) => {
      await untilCompared(page);
      await on(page, 'Steps of a call', 'arm64:granule=64').getByRole('option').nth(2).click();
      await expect.poll(() => page.locator('mm-timeline').getByText('step 3 of').count()).toBe(1);
    });
  });

  it('selects the same bytes in pages of each side', async () => {
    await site.inPage(figure('compare="arm64:granule=64"'), async (page) => {
      await untilCompared(page);
      await page.evaluate(() =>
        document.addEventListener('mm-select', (event) => {
          document.title = JSON.stringify((event as CustomEvent).detail);
        }),
      );
      const rows = on(page, '/proc/PID/maps', 'arm64:granule=64').locator('tr.row');
      await rows.first().click();
      const first = /^([\da-f]+)-([\da-f]+)/.exec((await rows.first().locator('.address').innerText()).trim());
      const [start, end] = [1, 2].map((at) => Number.parseInt(first?.[at] ?? '', 16) / 4096);
      expect(JSON.parse(await page.title())).toMatchObject({ start, end });
    });
  });

  it('is beside each other where there is room, and one below the other where there is not', async () => {
    const places = async (width: number): Promise<readonly { readonly x: number; readonly y: number }[]> => {
      const { page } = await site.open(figure('compare="riscv64"'), { viewport: { width, height: 900 } });
      await untilCompared(page);
      const boxes = await Promise.all(['x86-64', 'riscv64'].map((name) => on(page, 'Address map', name).boundingBox()));
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0);
      await page.context().close();
      return boxes.map((box) => ({ x: box?.x ?? NaN, y: box?.y ?? NaN }));
    };
    const [wide, narrow] = [await places(1024), await places(400)];
    expect(wide[0]?.y).toBe(wide[1]?.y);
    expect(wide[0]?.x).toBeLessThan(wide[1]?.x ?? 0);
    expect(narrow[0]?.x).toBe(narrow[1]?.x);
    expect(narrow[0]?.y).toBeLessThan(narrow[1]?.y ?? 0);
  });

  it.each([
    ['kernel:2.4', /^compare="kernel:2\.4": there is no kernel "2\.4"; there are: 6\.1/],
    ['vax', /^compare="vax": there is no architecture "vax"; there are: x86-64/],
    ['index:x', /^compare="index:x": there is no index "x"; there are: /],
  ])('names %s, which is not there, and shows the figure without it', async (word, message) => {
    await site.inPage(figure(`compare="${word}"`), async (page) => {
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toMatch(message);
      await page.locator('mm-address-map canvas').waitFor();
      expect(await page.locator('mm-address-map').count()).toBe(1);
    });
  });

  it('says once what is wrong with a script', async () => {
    await site.inPage(figure('compare="riscv64"', 'munmap(p, )'), async (page) => {
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toMatch(/^line 1, column \d+: [^\n]*$/);
    });
  });

  it('follows the attribute, set and taken away', async () => {
    await site.inPage(figure(''), async (page) => {
      await page.locator('mm-address-map canvas').waitFor();
      expect(await chunks(page)).toBe(0);
      const element = page.locator('mm-playground');
      await element.evaluate((playground) => playground.setAttribute('compare', 'index:sorted-array'));
      await apart(page)
        .getByText(/Sorted array keeps \d+ VMAs/)
        .waitFor();
      expect(await chunks(page)).toBe(1);
      await element.evaluate((playground) => playground.removeAttribute('compare'));
      await expect.poll(() => page.locator('mm-address-map').count()).toBe(1);
    });
  });

  it('moves nothing on the page when it comes alive', async () => {
    await site.inPage(`${figure('compare="riscv64"')}<p id="after">After</p>`, async (page) => {
      await untilCompared(page);
      expect(await layoutShift(page)).toBe(0);
    });
  });

  it('works from the disk, by a classic script', async () => {
    await site.inPage(
      figure('compare="riscv64"'),
      async (page) => {
        await untilCompared(page);
        expect(await page.locator('mm-address-map').count()).toBe(2);
      },
      { from: 'file' },
    );
  });

  it.each([
    ['light', 1024],
    ['light', 360],
    ['dark', 1024],
    ['dark', 360],
  ] as const)('has nothing that axe objects to, %s, %d pixels wide', async (colorScheme, width) => {
    await site.inPage(
      figure('compare="arm64:granule=64"'),
      async (page) => {
        await untilCompared(page);
        expect(await axeProblems(page)).toEqual([]);
      },
      { colorScheme, viewport: { width, height: 900 } },
    );
  });
});

describe('a comparison that a server rendered', () => {
  let rendered = '';
  let files: Readonly<Record<string, string>> = {};
  beforeAll(async () => {
    rendered = await renderPlayground(SCRIPT, { compare: 'riscv64', styles: './' });
    files = Object.fromEntries(await styleSheets());
  });

  it('says what differs without script, and is whole', async () => {
    await site.inPage(
      rendered,
      async (page) => {
        expect(await apart(page).innerText()).toMatch(/of 3 calls differ, first line 1, mmap/);
        expect(await page.locator('mm-address-map svg.picture').count()).toBe(2);
        expect(await apart(page).evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
      },
      { javaScriptEnabled: false, files },
    );
  });

  it('comes alive in its place', async () => {
    await site.inPage(
      `${rendered}<p id="after">After</p>`,
      async (page) => {
        await expect.poll(() => page.locator('mm-address-map svg.picture').count()).toBe(0);
        await untilCompared(page);
        expect(await page.locator('mm-address-map canvas').count()).toBe(2);
        expect(await layoutShift(page)).toBe(0);
      },
      { files },
    );
  });

  it('is whole on paper, without what only a hand can use', async () => {
    await site.inPage(figure('compare="riscv64"'), async (page) => {
      await untilCompared(page);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('mm-timeline').isVisible()).toBe(false);
      for (const box of [apart(page), page.locator('mm-comparison .views')])
        await expect.poll(() => box.evaluate((each) => each.scrollHeight - each.clientHeight)).toBe(0);
    });
  });
});
