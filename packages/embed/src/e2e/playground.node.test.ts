/** The bundle in plain pages: under a strict policy, from the disk, in the places where embeds of others go wrong. */
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeProblems, layoutShift, startSite, type Site } from './pages.ts';

const SCRIPT = `
  p = mmap(NULL, 8*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
  store(p + PAGE)
  munmap(p + 4*PAGE, 2*PAGE)
`;
const figure = (attributes = '', inside = `<pre>${SCRIPT}</pre>`): string =>
  `<mm-playground ${attributes}>${inside}</mm-playground>`;

let site: Site;
beforeAll(async () => {
  site = await startSite();
}, 120_000);
afterAll(() => site.close());

const calls = (page: Page): Promise<string[]> => page.locator('mm-call-list .row .text').allTextContents();
const here = (page: Page): Promise<string> => page.locator('mm-call-list [aria-selected=true] .text').innerText();

describe('mm-playground', () => {
  it('plays the script inside of it, and stands at its end', async () => {
    await site.inPage(figure(), async (page) => {
      await page.locator('mm-call-list').getByText('munmap').waitFor();
      expect(await calls(page)).toHaveLength(3);
      expect(await here(page)).toContain('munmap');
      await page.locator('mm-maps-table').getByText('7ffff7ff5000').first().waitFor();
    });
  });

  it('takes the script from an attribute or an address, the machine and the place from attributes', async () => {
    const attributes = 'kernel="6.12" arch="arm64:granule=64" views="call-list maps-table" step="1"';
    await site.inPage(
      figure(`${attributes} src="script.mm"`, ''),
      async (page) => {
        await page.getByText('Linux 6.12, arm64').waitFor();
        expect(await here(page)).toContain('mmap');
        await page.locator('mm-playground').evaluate((element) => element.setAttribute('step', '1.2'));
        await page.getByText('step 2 of').waitFor();
        await page.locator('mm-playground').evaluate((element) => element.setAttribute('script', 'brk(NULL)'));
        await page.locator('mm-call-list').getByText('brk').waitFor();
      },
      { files: { 'script.mm': SCRIPT } },
    );
  });

  it('goes through time by keyboard, and tells the page where it is', async () => {
    await site.inPage(figure(), async (page) => {
      await page.locator('mm-call-list').getByText('munmap').waitFor();
      await page.evaluate(() =>
        document.addEventListener('mm-seek', (event) => {
          document.title = JSON.stringify((event as CustomEvent).detail);
        }),
      );
      await page.locator('mm-call-list [role=listbox]').focus();
      await page.keyboard.press('ArrowUp');
      await expect.poll(() => here(page)).toContain('store');
      expect(JSON.parse(await page.title())).toMatchObject({ call: 1 });
    });
  });

  it('says what is wrong with a script, by line and column, and shows the rest of the page', async () => {
    await site.inPage(figure('', '<pre>munmap(p, )</pre>'), async (page) => {
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText()).toMatch(/^line 1, column \d+: /);
      expect(await page.locator('mm-playground pre').isVisible()).toBe(true);
    });
  });

  it.each([
    ['an unknown view', 'views="x"', /there is no viewer x; there are: address-map/],
    ['an unknown kernel', 'kernel="2.4"', /2\.4/],
    ['an unknown architecture', 'arch="vax"', /vax/],
    ['an unknown place', 'step="late"', /step="late" is no place/],
    ['a missing file', 'src="nothing.mm"', /nothing\.mm: 404/],
  ])('names %s', async (_, attributes, message) => {
    const { page } = await site.open(figure(attributes));
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(message);
    await page.context().close();
  });

  it('never reads a script as HTML', async () => {
    const script = 'mmap(&quot;&lt;img src=x onerror=document.title=1&gt;&quot;)';
    await site.inPage(figure('', `<pre>${script}</pre>`), async (page) => {
      await page.getByRole('alert').waitFor();
      expect(await page.locator('img').count()).toBe(0);
      expect(await page.title()).toBe('A page');
    });
  });

  it('works from the disk, by a classic script', async () => {
    await site.inPage(
      figure(),
      async (page) => {
        await page.locator('mm-call-list').getByText('munmap').waitFor();
        expect(await calls(page)).toHaveLength(3);
      },
      { from: 'file' },
    );
  });

  it('waits for nothing that is folded away, and is right when it is unfolded', async () => {
    await site.inPage(`<details><summary>More</summary>${figure()}</details>`, async (page) => {
      expect(await page.locator('mm-call-list').count()).toBe(0);
      await page.getByText('More').click();
      await page.locator('mm-call-list').getByText('munmap').waitFor();
      const map = page.locator('mm-address-map canvas');
      await expect.poll(async () => (await map.boundingBox())?.width ?? 0).toBeGreaterThan(300);
    });
  });

  it('fetches nothing until it is near the window', async () => {
    await site.inPage(
      `<div id="far"></div>${figure()}`,
      async (page) => {
        const model = (): Promise<number> =>
          page.evaluate(
            () => performance.getEntriesByType('resource').filter(({ name }) => name.includes('model')).length,
          );
        await page.evaluate(() => {
          const far = document.querySelector<HTMLElement>('#far');
          if (far !== null) far.style.height = '9000px';
        });
        await page.reload();
        await page.locator('mm-playground').waitFor({ state: 'attached' });
        expect(await model()).toBe(0);
        await page.locator('mm-playground').scrollIntoViewIfNeeded();
        await page.locator('mm-call-list').getByText('munmap').waitFor();
        expect(await model()).toBe(1);
      },
      { files: { 'page.css': '#far { height: 9000px }' } },
    );
  });

  it('moves nothing on the page when it comes alive', async () => {
    await site.inPage(`${figure()}<p id="after">After</p>`, async (page) => {
      await page.locator('mm-call-list').getByText('munmap').waitFor();
      expect(await layoutShift(page)).toBe(0);
    });
  });

  it('works in the shadow root of somebody else, and in a page that reads from right to left', async () => {
    await site.inPage(
      '<div id="host"></div>',
      async (page) => {
        await page.evaluate((script) => {
          const root = document.querySelector('#host')?.attachShadow({ mode: 'open' });
          const made = document.createElement('mm-playground');
          made.setAttribute('script', script);
          root?.append(made);
        }, SCRIPT);
        await page.locator('mm-call-list').getByText('munmap').waitFor();
        expect(await page.locator('mm-playground').evaluate((element) => getComputedStyle(element).direction)).toBe(
          'ltr',
        );
      },
      { html: 'lang="ar" dir="rtl"' },
    );
  });

  it('follows the colours of the page as they change, unless it has its own', async () => {
    const background = (page: Page, at: number): Promise<string> =>
      page
        .locator('mm-playground')
        .nth(at)
        .evaluate((element) => getComputedStyle(element).backgroundColor);
    await site.inPage(figure() + figure('theme="dark"'), async (page) => {
      await page.locator('mm-call-list').first().waitFor();
      const [light, dark] = [await background(page, 0), await background(page, 1)];
      expect(light).not.toBe(dark);
      await page.emulateMedia({ colorScheme: 'dark' });
      await expect.poll(() => background(page, 0)).toBe(dark);
    });
  });

  it('plays by itself once it is seen, but not for who wants less motion', async () => {
    const script = 'autoplay views="call-list"';
    await site.inPage(figure(script), async (page) => {
      await page.getByRole('button', { name: 'Pause' }).waitFor();
    });
    await site.inPage(
      figure(script),
      async (page) => {
        await page.locator('mm-call-list').getByText('munmap').waitFor();
        expect(await here(page)).toContain('munmap');
      },
      { reducedMotion: 'reduce' },
    );
  });

  it('tells viewers that stand in it, in an arrangement of the page', async () => {
    const own = `<script type="text/mm">${SCRIPT}</script><h2>Tree</h2><mm-maple-tree></mm-maple-tree>`;
    await site.inPage(figure('', own), async (page) => {
      await page.locator('mm-playground > mm-maple-tree canvas').waitFor();
      expect(await page.getByRole('heading', { name: 'Tree' }).isVisible()).toBe(true);
      expect(await page.locator('mm-address-map').count()).toBe(0);
    });
  });

  it.each(['light', 'dark'] as const)('has nothing that axe objects to, %s, wide and narrow', async (colorScheme) => {
    for (const width of [1024, 360])
      await site.inPage(
        figure(),
        async (page) => {
          await page.locator('mm-call-list').getByText('munmap').waitFor();
          expect(await axeProblems(page)).toEqual([]);
        },
        { colorScheme, viewport: { width, height: 900 } },
      );
  });
});

describe('a viewer alone', () => {
  it('is an entry, by attributes', async () => {
    await site.inPage('<mm-pte arch="arm64" value="0x60000040005fd3"></mm-pte>', async (page) => {
      await page.locator('mm-pte .word').waitFor();
      expect(await page.locator('mm-pte .word').innerText()).toBe('0x0060_0000_4000_5fd3');
      await page.locator('mm-pte').evaluate((element) => element.setAttribute('arch', 'riscv64'));
      await expect.poll(() => page.locator('mm-pte tbody').innerText()).toContain('PBMT');
    });
  });

  it('takes words that a framework sets as it finds the element, defined or not', async () => {
    await site.inPage('<mm-pte value="0x1"></mm-pte>', async (page) => {
      await page.locator('mm-pte .word').waitFor();
      await page.evaluate(() => {
        const made = document.createElement('mm-pte');
        // As Vue and React do: a property where the element has one, else an attribute.
        for (const [name, value] of Object.entries({ arch: 'arm64', value: '0x60000040005fd3', previous: '0x1' }))
          if (name in made) Object.assign(made, { [name]: value });
          else made.setAttribute(name, value);
        document.querySelector('main')?.append(made);
      });
      await page.locator('mm-pte').nth(1).getByText('Changed:').waitFor();
      expect(await page.locator('mm-pte').nth(1).locator('.word').innerText()).toBe('0x0060_0000_4000_5fd3');
    });
  });

  it('is a moment of a script', async () => {
    await site.inPage(`<mm-maps-table script="${SCRIPT}" step="1"></mm-maps-table>`, async (page) => {
      await page.locator('mm-maps-table').getByText('7ffff7fef000').first().waitFor();
      expect(await page.locator('mm-maps-table').getByText('7ffff7ff5000').count()).toBe(0);
    });
  });

  it('says what it cannot show', async () => {
    const { page } = await site.open('<mm-pte arch="vax" value="1"></mm-pte><mm-steps script="munmap("></mm-steps>');
    await expect
      .poll(() => page.getByRole('alert').allInnerTexts())
      .toEqual([expect.stringContaining('vax'), expect.stringContaining('line 1')]);
    await page.context().close();
  });
});
