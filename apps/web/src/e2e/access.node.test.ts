/*
 * Who uses the page otherwise: by keyboard alone, with a screen reader, in high contrast, enlarged, without motion. Every preset, light
 * and dark, wide and narrow; every key.
 */
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { explored } from '../../scripts/explored.ts';
import { COMMANDS } from '../commands/all.ts';
import { PRESETS } from '../layout/presets.ts';
import type { MmApp } from '../shell/app.ts';
import { flawsInView } from './in-page.ts';
import { axeProblems, builtApp, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 300_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('access');

/** The scenario with a story and a race, explored: every pane has something to show. */
async function withEverything(
  use: (page: Page) => Promise<void>,
  options: Parameters<typeof withPage>[3] = {},
): Promise<void> {
  await withPage(
    app,
    '#sample=gap&kernel=6.10',
    async (page) => {
      await explored(page);
      await use(page);
    },
    options,
  );
}

/** Turns to every page of every preset; `look` says what it finds there. */
async function throughPresets(page: Page, look: (where: string) => Promise<readonly string[]>): Promise<string[]> {
  const found: string[] = [];
  for (const [at, { id }] of PRESETS.entries()) {
    await page.keyboard.press(String(at + 1));
    if (id === 'compare') await compared(page);
    const pages = page.getByRole('navigation', { name: 'Panes' }).getByRole('button');
    const count = Math.max(1, await pages.count());
    for (let turn = 0; turn < count; turn++) {
      if (count > 1) await pages.nth(turn).click();
      const where = `${id} ${turn}`;
      found.push(...(await look(where)).map((problem) => `${where}: ${problem}`));
    }
  }
  return found;
}

/** Waits until the other machine has played it, whether its panes are in view or not. */
async function compared(page: Page): Promise<void> {
  await page.waitForFunction(
    () => ((document.querySelector('mm-app') as MmApp).desk.state.comparison?.played ?? null) !== null,
    undefined,
    PATIENT,
  );
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 360, height: 740 };
const ULTRA = { width: 3440, height: 1440 };

/** Colours and widths: two with every change, all at night (`pnpm --filter @mm-playground/web nightly`). */
const LOOKS = [
  ['dark', WIDE],
  ['light', NARROW],
  ['light', WIDE],
  ['dark', NARROW],
  ['light', ULTRA],
  ['dark', ULTRA],
] as const;

describe('axe', () => {
  it.each(process.env['MM_NIGHTLY'] === undefined ? LOOKS.slice(0, 2) : LOOKS)(
    'finds nothing in any preset (%s, %j)',
    async (colorScheme, viewport) => {
      await withEverything(
        async (page) => {
          expect(await throughPresets(page, () => axeProblems(page))).toEqual([]);
        },
        { colorScheme, viewport },
      );
    },
  );

  it('finds nothing in forced colours, nor in what is loaded', async () => {
    await withEverything(
      async (page) => {
        expect(await throughPresets(page, () => axeProblems(page))).toEqual([]);
        await page.keyboard.press('L');
        const loaded = page.getByRole('dialog', { name: 'What is loaded' });
        await loaded.getByText('Linux 6.18', { exact: true }).click();
        await loaded.getByRole('heading', { name: /Refused/ }).waitFor();
        expect(await axeProblems(page)).toEqual([]);
      },
      { forcedColors: 'active' },
    );
  });
});

/** What of the page is wider than the window, or out of reach. */
const unreachable = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const root = document.querySelector('mm-app')?.shadowRoot;
    const { scrollWidth, scrollHeight } = document.documentElement;
    const outside = ['header', 'main', 'footer'].filter((name) => {
      const box = root?.querySelector(name)?.getBoundingClientRect();
      return box === undefined || box.height === 0 || box.bottom + scrollY > scrollHeight + 1;
    });
    const low = [...(root?.querySelectorAll('.panel:not([hidden])') ?? [])].filter((panel) => panel.clientHeight < 100);
    return [
      ...(scrollWidth > innerWidth ? [`${scrollWidth} pixels wide`] : []),
      ...outside.map((name) => `${name} is out of reach`),
      ...low.map(({ id, clientHeight }) => `${id} is ${clientHeight} pixels high`),
    ];
  });

describe('every preset', () => {
  it.each([
    ['at 200 %', { viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 }],
    ['on a phone', { viewport: NARROW }],
    ['on a very wide screen', { viewport: ULTRA }],
    ['in forced colours', { viewport: WIDE, forcedColors: 'active' }],
  ] as const)('is drawn, within the width of the window and within reach: %s', async (_, options) => {
    await withEverything(async (page) => {
      const found = await throughPresets(page, async () => {
        await expect.poll(() => page.evaluate(flawsInView), PATIENT).toEqual([]);
        return unreachable(page);
      });
      expect(found).toEqual([]);
    }, options);
  });
});

/** What has the focus, with its name, and whether it shows that. */
interface Focused {
  readonly name: string;
  readonly isSeen: boolean;
}

const focused = (page: Page): Promise<Focused> =>
  page.evaluate(() => {
    const within = (root: Document | ShadowRoot): Element | null => {
      const { activeElement: active } = root;
      return active?.shadowRoot?.activeElement instanceof Element ? within(active.shadowRoot) : active;
    };
    const element = within(document);
    if (element === null || element === document.body) return { name: '', isSeen: true };
    const around = element.closest('label, .part') ?? element;
    const shows = [getComputedStyle(element), getComputedStyle(element, '::before'), getComputedStyle(around)].some(
      ({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px',
    );
    const hasCaret = element instanceof HTMLElement && element.isContentEditable;
    const { id, localName, ariaLabel, textContent } = element;
    return {
      name: [localName, id, ariaLabel ?? textContent?.trim().slice(0, 30)].join(' '),
      isSeen: shows || hasCaret,
    };
  });

/** Everything that can be pressed or filled in. */
const controls = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const all = (root: ParentNode): Element[] =>
      [...root.querySelectorAll('*')].flatMap((each) => [
        each,
        ...(each.shadowRoot === null ? [] : all(each.shadowRoot)),
      ]);
    return all(document).filter(
      (each) =>
        each.matches('button:enabled, select:enabled, input:enabled, summary, a[href]') &&
        each.getAttribute('tabindex') !== '-1' &&
        each.checkVisibility({ visibilityProperty: true }),
    ).length;
  });

/** More often than there are things that take the focus. */
const MOST_TABS = 400;

describe('the Tab key', () => {
  it('goes through all that can be pressed, shows where it is, and is trapped nowhere', async () => {
    await withPage(app, '#sample=python-json&call=40', async (page) => {
      await page.locator('mm-page-table canvas').first().waitFor();
      const seen: Focused[] = [];
      for (let press = 0; press < MOST_TABS; press++) {
        await page.keyboard.press('Tab');
        const now = await focused(page);
        if (now.name === '') break;
        seen.push(now);
      }
      expect(seen.length).toBeLessThan(MOST_TABS);
      expect(seen.length).toBeGreaterThanOrEqual(await controls(page));
      expect(seen.filter(({ isSeen }) => !isSeen)).toEqual([]);
    });
  });
});

describe('without motion', () => {
  it('nothing moves', async () => {
    await withEverything(
      async (page) => {
        const moving = (): Promise<number> => page.evaluate(() => document.getAnimations().length);
        const found = await throughPresets(page, async () => {
          await page.keyboard.press('j');
          await page.keyboard.press('k');
          const count = await moving();
          return count === 0 ? [] : [`${count} animations`];
        });
        expect(found).toEqual([]);
      },
      { reducedMotion: 'reduce' },
    );
  });
});

/** What keys do that is no change of the state. */
const OUTSIDE: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'Mod+s': async (page) => page.waitForEvent('download'),
  y: async (page) =>
    expect.poll(() => page.evaluate(() => navigator.clipboard.readText()), PATIENT).toContain('call=40'),
};

/** How long a key may take, on a busy machine. */
const SOON_MS = 3000;

/** Keys of what a recording does not have: steps of a tour (stories.node.test.ts presses them) and interleavings of a race (views.node.test.ts). */
const NOT_HERE: ReadonlySet<string> = new Set(['<', '>', 'I']);

/** As Playwright presses it. */
const pressed = (chord: string): string => chord.replace('Mod+', 'Control+').replace(/^([A-Z])$/, 'Shift+$1');

describe('every key', () => {
  it('does something, from where there is something to do', async () => {
    await withPage(
      app,
      '#sample=python-json&call=40',
      async (page) => {
        const idle: string[] = [];
        for (const chord of COMMANDS.flatMap(({ keys = [] }) => keys).filter((key) => !NOT_HERE.has(key))) {
          await prepare(page);
          const done = OUTSIDE[chord]?.(page);
          await page.keyboard.press(pressed(chord));
          if (done !== undefined) await done;
          else if (!(await hasChanged(page))) idle.push(chord);
        }
        expect(idle).toEqual([]);
      },
      { permissions: ['clipboard-read', 'clipboard-write'] },
    );
  });
});

/** A place with something before and after it, something selected, something to undo and to make again; and nothing in the way. */
const prepare = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const shell = document.querySelector('mm-app') as MmApp;
    const { dispatch } = shell.desk;
    dispatch({ type: 'dialog', dialog: null });
    dispatch({ type: 'layout', layout: { type: 'preset', preset: 'debug' } });
    dispatch({ type: 'layout', layout: { type: 'reset' } });
    dispatch({ type: 'layout', layout: { type: 'show', pane: 'script' } });
    dispatch({ type: 'seek', position: { call: 40, step: 2 } });
    dispatch({ type: 'chosen', choice: { kernel: '' } });
    dispatch({ type: 'chosen', choice: { kernel: '6.18' } });
    dispatch({ type: 'chosen', choice: { kernel: '' } });
    dispatch({ type: 'undo' });
    const vma = shell.desk.state.played?.view(shell.desk.state.position)?.vmas[0];
    if (vma !== undefined)
      dispatch({ type: 'selected', selection: { kind: 'vma', id: vma.id, start: vma.start, end: vma.end } });
    // Until it is played again nothing else changes by itself.
    for (let turn = 0; shell.desk.state.stale && turn < 100; turn++)
      await new Promise((resume) => setTimeout(resume, 50));
    await shell.updateComplete;
    Object.assign(globalThis, { before: shell.desk.state });
  });

/** Some commands ask something first: they may take a moment. */
const hasChanged = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(
      () =>
        (document.querySelector('mm-app') as MmApp).desk.state !==
        (globalThis as unknown as { before: unknown }).before,
      undefined,
      { timeout: SOON_MS },
    )
    .then(
      () => true,
      () => false,
    );
