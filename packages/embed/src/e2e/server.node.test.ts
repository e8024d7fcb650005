/** Figures that were rendered on a server: without script, while they come alive, and on paper. */
import type { Locator, Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { renderEntry, renderPlayground, renderViewer, styleSheets } from '../server/index.ts';
import { axeProblems, layoutShift, startSite, type Site } from './pages.ts';

const SCRIPT = `
  p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
  store(p + PAGE)
  munmap(p + 4*PAGE, 2*PAGE)
`;
/** Beside the page. */
const LINKED = { styles: './' } as const;
const AFTER = '<p id="after">After</p>';

let site: Site;
let files: Readonly<Record<string, string>> = {};
let figure = '';
beforeAll(async () => {
  [site, files, figure] = await Promise.all([
    startSite(),
    styleSheets().then((sheets) => Object.fromEntries(sheets)),
    renderPlayground(SCRIPT, LINKED),
  ]);
}, 120_000);
afterAll(() => site.close());

const picture = (page: Page): Locator => page.locator('mm-address-map svg.picture');
const canvas = (page: Page): Locator => page.locator('mm-address-map canvas');

/** The colour of the picture's ground, on a canvas of the map. */
const ground = (page: Page): Promise<string> =>
  canvas(page).evaluate((element) => {
    const data = element instanceof HTMLCanvasElement ? element.getContext('2d')?.getImageData(2, 2, 1, 1).data : [];
    return [...(data ?? [])].join();
  });

/** Comes alive: what a server rendered is gone. */
async function untilAlive(page: Page): Promise<void> {
  await canvas(page).waitFor();
  await expect.poll(() => picture(page).count()).toBe(0);
}

describe('without script', () => {
  it.each(['light', 'dark'] as const)('a figure has its calls, the map and the table, %s', async (colorScheme) => {
    await site.inPage(
      figure + AFTER,
      async (page) => {
        expect(await page.locator('mm-call-list .row').last().innerText()).toContain('munmap');
        expect(await page.locator('mm-maps-table tbody').innerText()).toContain('7ffff7ff5000');
        const box = await picture(page).boundingBox();
        expect(box?.width).toBeGreaterThan(900);
        const fill = await picture(page)
          .locator('rect')
          .first()
          .evaluate((rect) => getComputedStyle(rect).fill);
        expect(fill).toBe(colorScheme === 'light' ? 'rgb(252, 252, 251)' : 'rgb(20, 22, 26)');
        // Nothing that only a script could answer.
        expect(await page.getByRole('button').count()).toBe(0);
        expect(await page.locator('mm-timeline').isVisible()).toBe(false);
      },
      { javaScriptEnabled: false, colorScheme, files },
    );
  });

  it('a long table is not cut, and a narrow window scrolls what is wide within the figure', async () => {
    await site.inPage(
      figure,
      async (page) => {
        const rows = page.locator('mm-maps-table tr.row');
        for (const row of await rows.all()) expect(await row.isVisible()).toBe(true);
        const sizes = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        expect(sizes[0]).toBe(sizes[1]);
        const [outer, last] = [await page.locator('mm-playground').boundingBox(), await rows.last().boundingBox()];
        expect((last?.y ?? 0) + (last?.height ?? 0)).toBeLessThan((outer?.y ?? 0) + (outer?.height ?? 0));
      },
      { javaScriptEnabled: false, viewport: { width: 400, height: 500 }, files },
    );
  });

  it('has nothing that axe objects to', async () => {
    const alone = ['maple-tree', 'page-table', 'physical', 'steps', 'counters'].map((id) =>
      renderViewer(id, SCRIPT, LINKED),
    );
    const body = (await Promise.all([...alone, renderEntry({ value: '0x80000000054f5067', ...LINKED })])).join('');
    // Not inPage(): axe itself makes style elements to look into style sheets that are linked.
    const { page } = await site.open(figure + body, { isStill: true, files });
    expect(await axeProblems(page)).toEqual([]);
    await page.context().close();
  });
});

describe('with script', () => {
  it('comes alive in its place: nothing moves, nothing is there twice, nothing is blank', async () => {
    await site.inPage(
      figure + AFTER,
      async (page) => {
        await untilAlive(page);
        expect(await layoutShift(page)).toBe(0);
        expect(await page.locator('mm-call-list').count()).toBe(1);
        expect(await ground(page)).toBe('252,252,251,255');
        await page.getByRole('button', { name: 'Step back' }).click();
        await page.getByText('step 59 of 60').waitFor();
      },
      { files },
    );
  });

  it('shows what was rendered until all of the figure is painted', async () => {
    await site.inPage(
      `<script src="watch.js"></script>${figure}`,
      async (page) => {
        await untilAlive(page);
        const seen = await page.evaluate(() => [...(globalThis as unknown as { seen: Set<string> }).seen]);
        expect(seen).toEqual(['something']);
      },
      {
        files: {
          ...files,
          // Each frame, from the first one with a picture on: is there one, or a canvas that has been painted?
          'watch.js': `seen = new Set();
            const isPainted = (canvas) => canvas?.getContext('2d').getImageData(2, 2, 1, 1).data[3] === 255;
            const look = () => {
              const maps = document.querySelector('mm-playground')?.shadowRoot?.querySelectorAll('mm-address-map') ?? [];
              const roots = [...maps].map((map) => map.shadowRoot);
              if (roots.some((root) => root?.querySelector('.picture') || isPainted(root?.querySelector('canvas')))) seen.add('something');
              else if (seen.size > 0) seen.add('nothing');
              requestAnimationFrame(look);
            };
            look();`,
        },
      },
    );
  });

  it('viewers and entries that stand alone take over as well', async () => {
    const tree = await renderViewer('maple-tree', SCRIPT, LINKED);
    const entry = await renderEntry({ arch: 'riscv64', value: '0x200000cf', ...LINKED });
    await site.inPage(
      tree + entry,
      async (page) => {
        await page.locator('mm-maple-tree canvas').waitFor();
        expect(await page.locator('mm-maple-tree svg.picture').count()).toBe(0);
        await page.locator('mm-pte').evaluate((element) => element.setAttribute('value', '0x1'));
        await expect.poll(() => page.locator('mm-pte .word').allInnerTexts()).toEqual(['0x0000_0000_0000_0001']);
      },
      { files },
    );
  });

  it('has no style elements for a policy to forbid: those are what style sheets are linked for', async () => {
    const { page, problems } = await site.open(await renderPlayground(SCRIPT), { isStill: true });
    expect(problems.join()).toMatch(/inline style violates .* Content Security Policy/);
    await page.context().close();
  });
});

describe('on paper', () => {
  it('is whole and light, without what only a hand can use', async () => {
    await site.inPage(
      figure,
      async (page) => {
        await untilAlive(page);
        expect(await ground(page)).toBe('20,22,26,255');
        await page.emulateMedia({ media: 'print' });
        await expect.poll(() => ground(page)).toBe('252,252,251,255');
        expect(await page.getByRole('button').count()).toBe(0);
        expect(await page.locator('mm-timeline').isVisible()).toBe(false);
        for (const scroller of await page.locator('mm-maps-table .scroll, mm-call-list .scroll').all())
          expect(await scroller.evaluate((box) => box.scrollHeight - box.clientHeight)).toBe(0);
        const [map, outer] = [await canvas(page).boundingBox(), await page.locator('mm-playground').boundingBox()];
        expect(map?.width).toBeGreaterThan((outer?.width ?? 0) * 0.98);
      },
      { colorScheme: 'dark', viewport: { width: 1024, height: 500 }, files },
    );
  });

  it('is painted before the page is printed, and is as it was afterwards', async () => {
    await site.inPage(
      figure,
      async (page) => {
        await untilAlive(page);
        await canvas(page).evaluate((element) => {
          addEventListener('afterprint', () => {
            const data = (element as HTMLCanvasElement).getContext('2d')?.getImageData(2, 2, 1, 1).data ?? [];
            document.title = [...data].join();
          });
        });
        await page.pdf();
        expect(await page.title()).toBe('252,252,251,255');
        await expect.poll(() => ground(page)).toBe('20,22,26,255');
      },
      { colorScheme: 'dark', files },
    );
  });
});
