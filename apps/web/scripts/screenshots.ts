/*
 * Makes the pictures of docs/images from the built app: the same windows, the same place in time, every time.
 *
 *     node --conditions=@mm-playground/source scripts/screenshots.ts [FOLDER [NAME...]]
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import type { Page } from 'playwright';
import { BUILT, startBuiltApp, type BuiltApp } from './built-app.ts';
import { explored } from './explored.ts';
import { manyPages } from './many-pages.ts';
import { manyVmas } from './many-vmas.ts';
import { repackPng } from './repack-png.ts';

const SETTLE_MS = 600;
const EXPLORE_MS = 120_000;

interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly scheme: 'light' | 'dark';
  /** What follows the address. */
  readonly path?: string;
  /** Keys that are pressed first. */
  readonly keys?: readonly string[];
  /** The pane of a narrow window. */
  readonly pane?: string;
  /** Only this element. */
  readonly element?: string;
  /** What else is done before the picture is taken. */
  readonly act?: (page: Page) => Promise<void>;
}

const WIDE = { width: 1440, height: 900 };
const NARROW = { width: 400, height: 860 };
const ULTRAWIDE = { width: 2560, height: 1080 };
const MANY_VMAS = 'many-vmas.strace';
const MOST_VMAS = 65_530;
const MANY_PAGES = 'many-pages.mm';
/** High enough that all of the page tables and of an entry is in view. */
const TABLES = { width: 2560, height: 2100 };
/** To where the new VMA was stored over the old one, and the counters still have both. */
const MOVES_TO_STORE = 64;

const SHOTS: readonly Shot[] = [
  { name: 'playground-1440-light', ...WIDE, scheme: 'light' },
  { name: 'playground-1440-dark', ...WIDE, scheme: 'dark', path: '#sample=cc1&call=20', keys: ['e', 's'] },
  { name: 'playground-400-light', ...NARROW, scheme: 'light' },
  { name: 'playground-400-dark', ...NARROW, scheme: 'dark', pane: 'Tables' },
  { name: 'gap-1440-light', ...WIDE, scheme: 'light', path: '#sample=gap&kernel=6.10', act: exploreAll },
  {
    name: 'gap-1440-dark',
    ...WIDE,
    scheme: 'dark',
    path: '#sample=gap&kernel=6.18',
    keys: ['s'],
    act: async (page) => {
      await explored(page);
      await page.getByRole('slider', { name: 'Moments of the schedule' }).focus();
      await page.keyboard.press('Home');
      for (let move = 0; move < MOVES_TO_STORE; move++) await page.keyboard.press('ArrowRight');
    },
  },
  { name: 'gap-400-light', ...NARROW, scheme: 'light', path: '#sample=gap&kernel=6.10', act: explored },
  {
    name: 'gap-400-dark',
    ...NARROW,
    scheme: 'dark',
    path: '#sample=gap&kernel=6.10',
    pane: 'Map',
    act: async (page) => {
      await explored(page);
      await page.locator('mm-interleaving').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'story-1440-light',
    ...WIDE,
    scheme: 'light',
    path: '?story=fork.4',
    act: (page) => predict(page, 'its own copy'),
  },
  { name: 'story-1440-dark', ...WIDE, scheme: 'dark', path: '?story=one-library.2' },
  { name: 'story-400-light', ...NARROW, scheme: 'light', path: '?story=where-did-my-memory-go.1' },
  { name: 'story-400-dark', ...NARROW, scheme: 'dark', path: '?story=gap.2', act: explored },
  {
    name: 'stories-1440-light',
    ...WIDE,
    scheme: 'light',
    path: '?story=what-is-a-vma.6',
    act: async (page) => {
      await page.getByRole('button', { name: 'All stories' }).click();
      await page.getByRole('dialog', { name: 'Stories' }).getByText('What does fork share?').waitFor();
    },
  },
  { name: 'maple-tree-light', ...ULTRAWIDE, scheme: 'light', keys: ['m'], element: 'mm-maple-tree' },
  {
    name: 'maple-tree-65530-dark',
    ...ULTRAWIDE,
    scheme: 'dark',
    path: `?file=${MANY_VMAS}`,
    keys: ['m'],
    element: 'mm-maple-tree',
    act: nearTheMiddle,
  },
  {
    name: 'page-table-light',
    ...TABLES,
    scheme: 'light',
    path: `?file=${MANY_PAGES}`,
    element: 'mm-page-table',
    act: (page) => findPage(page, '7f0000812000'),
  },
  {
    name: 'compare-1440-dark',
    ...WIDE,
    height: 1200,
    scheme: 'dark',
    path: `?file=${MANY_PAGES}#compare=arm64:granule=64`,
  },
  {
    name: 'compare-kernels-1440-light',
    ...WIDE,
    height: 1000,
    scheme: 'light',
    // When 6.10 has taken the old VMA out of its tree.
    path: '#sample=gap&kernel=6.10&compare=kernel:6.18&call=2&step=50',
    keys: ['3'],
    act: async (page) => {
      await page.locator('mm-app-compare .firstly').waitFor();
      // Both maps close to the page that is replaced.
      for (const map of await page.locator('mm-address-map').all()) {
        await map.getByRole('listbox').press('Enter');
        await map.getByRole('listbox').blur();
      }
    },
  },
  { name: 'memory-1440-light', ...WIDE, height: 1200, scheme: 'light', path: `?file=${MANY_PAGES}`, keys: ['m', 'm'] },
];

/** The verdict of every kernel that the story names, and the schedule that breaks the first. */
async function exploreAll(page: Page): Promise<void> {
  await explored(page);
  await page.getByRole('button', { name: 'Explore all 8' }).click();
  await page.getByRole('button', { name: /^7\.2\s*holds/ }).waitFor({ timeout: EXPLORE_MS });
}

/** Predicts, so that the answer is there. */
async function predict(page: Page, choice: string): Promise<void> {
  await page.getByRole('button', { name: choice }).click();
  await page.getByText('Right.').waitFor();
}

/** Where {@link manyVmas} unmaps: in the middle of everything. */
const MIDDLE = '70004ffd9000';
const ZOOMS = 15;

/** Finds the middle of a large tree, and goes near. */
async function nearTheMiddle(page: Page): Promise<void> {
  const search = page.locator('mm-maple-tree input');
  await search.fill(MIDDLE);
  await search.press('Enter');
  await page.locator('mm-maple-tree [part=stage]').focus();
  for (let i = 0; i < ZOOMS; i++) await page.keyboard.press('+');
}

/** Walks to a page. */
async function findPage(page: Page, address: string): Promise<void> {
  const search = page.locator('mm-page-table input');
  await search.fill(address);
  await search.press('Enter');
}

const folder = resolve(argv[2] ?? join(import.meta.dirname, '..', '..', '..', 'docs', 'images'));
/** The pictures that are wanted; none names all. */
const wanted = argv.slice(3);
await mkdir(folder, { recursive: true });
const app = await startBuiltApp();
await writeFile(join(BUILT, MANY_VMAS), manyVmas(MOST_VMAS));
await writeFile(join(BUILT, MANY_PAGES), manyPages());
try {
  for (const shot of SHOTS) if (wanted.length === 0 || wanted.includes(shot.name)) await take(app, shot);
} finally {
  await app.close();
}

async function take({ open }: BuiltApp, shot: Shot): Promise<void> {
  const { name, width, height, scheme, path, keys = [], pane, element = 'html', act } = shot;
  const { page, problems } = await open(path, { viewport: { width, height }, colorScheme: scheme });
  await page.locator('mm-app[data-editor]').waitFor();
  for (const key of keys) await page.keyboard.press(key);
  if (pane !== undefined) await page.getByRole('button', { name: pane, exact: true }).click();
  await act?.(page);
  // Pictures that move come to rest; the pointer hovers over nothing.
  await page.mouse.move(0, 0);
  await page.waitForTimeout(SETTLE_MS);
  await writeFile(
    join(folder, `${name}.png`),
    repackPng(await page.locator(element).screenshot({ animations: 'disabled' })),
  );
  for (const problem of problems) console.error(`${name}: ${problem}`);
  await page.context().close();
}
