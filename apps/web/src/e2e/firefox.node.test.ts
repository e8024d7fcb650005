/*
 * The built app in Firefox: that it works there as it does in Chromium, where the other tests are. Left out where there is no Firefox.
 * Playwright drives a Firefox of its own only; Puppeteer drives the one that people have, over WebDriver BiDi.
 */
import { findFirefox } from '@mm-playground/browser-launcher';
import puppeteer, { type Browser, type KeyInput, type Page } from 'puppeteer-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { BUILT, serveBuiltApp, tellViolations, type ServedApp } from '../../scripts/built-app.ts';
import { PRESETS } from '../layout/presets.ts';
import type { MmApp } from '../shell/app.ts';
import type { AppState } from '../state.ts';
import { PROGRAM_TOURS } from '../story/tours/programs.ts';
import { dropFile, flawsInView, placeNow } from './in-page.ts';

vi.setConfig({ testTimeout: 30_000 });

const START_MS = 60_000;
const PATIENT = { timeout: 15_000 };

const executablePath = findFirefox();
let app: ServedApp | undefined;
let browser: Browser | undefined;

beforeAll(async () => {
  if (executablePath === undefined) return;
  app = await serveBuiltApp(`${BUILT}-firefox`);
  browser = await puppeteer.launch({ browser: 'firefox', executablePath, headless: true });
}, START_MS);
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

beforeEach((test) => {
  test.skip(
    executablePath === undefined,
    'no Firefox: $FIREFOX_PATH is not set, and $PATH has neither firefox nor firefox-esr',
  );
});

/** A page of a profile of its own, with everything there; fails where anything went wrong in it. */
async function withPage(path: string, use: (page: Page) => Promise<void>): Promise<void> {
  if (browser === undefined || app === undefined) throw new Error('there is no Firefox');
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${String(error)}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  await page.evaluateOnNewDocument(tellViolations);
  await page.setViewport({ width: 1440, height: 900 });
  try {
    await page.goto(app.address + path);
    await page.waitForSelector(READY);
    await use(page);
    expect(problems).toEqual([]);
  } finally {
    await context.close();
  }
}

const READY = 'mm-app[data-editor]';

/** The state, as far as it can be sent. */
const stateOf = (page: Page): Promise<Pick<AppState, 'dialog' | 'source' | 'layout' | 'shared'>> =>
  page.evaluate(() => {
    const { dialog, source, layout, shared } = (document.querySelector('mm-app') as MmApp).desk.state;
    return { dialog, source, layout, shared };
  });

const fileOf = async (page: Page): Promise<string | undefined> => (await stateOf(page)).source?.file;
const callOf = async (page: Page): Promise<number> => (await page.evaluate(placeNow)).call;

async function pressWithControl(page: Page, key: KeyInput): Promise<void> {
  await page.keyboard.down('Control');
  await page.keyboard.press(key);
  await page.keyboard.up('Control');
}

const SCENARIO = `p = mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mprotect(p + PAGE, PAGE, PROT_READ)
munmap(p, PAGE)
`;

describe('Firefox', () => {
  it('draws every preset, and what is for screen readers alone nobody sees', async () => {
    await withPage('', async (page) => {
      for (const [at, { id }] of PRESETS.entries()) {
        await page.keyboard.press(String(at + 1) as KeyInput);
        expect((await stateOf(page)).layout.preset).toBe(id);
        await expect.poll(() => page.evaluate(flawsInView), { ...PATIENT, message: id }).toEqual([]);
      }
    });
  });

  it('steps by keys, and finds commands in the palette', async () => {
    await withPage('#call=20', async (page) => {
      await page.keyboard.press('j');
      await page.keyboard.press('l');
      expect(await page.evaluate(placeNow)).toEqual({ call: 22, step: 0 });
      await page.keyboard.press('h');
      await page.keyboard.press('k');
      expect(await callOf(page)).toBe(20);
      await pressWithControl(page, 'k');
      const field = await page.waitForSelector('mm-app >>> mm-app-palette >>> input');
      await field?.type('prev ca');
      await page.waitForSelector('mm-app >>> mm-app-palette >>> [role=option][aria-selected=true] ::-p-text(Previous)');
      await page.keyboard.press('Enter');
      await expect.poll(() => callOf(page), PATIENT).toBe(19);
      expect((await stateOf(page)).dialog).toBeNull();
    });
  });

  it('takes a dropped file, puts it into the link, and opens it from there', async () => {
    let link = '';
    await withPage('', async (page) => {
      await page.evaluate(dropFile, { name: 'own.mm', text: SCENARIO });
      await expect.poll(() => callOf(page), PATIENT).toBe(2);
      await page.keyboard.press('k');
      const copy = await page.waitForSelector('mm-app >>> mm-app-header >>> [aria-label="Copy a link to this place"]');
      await copy?.click();
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('script=');
      link = await page.evaluate(() => location.hash);
    });
    await withPage(link, async (page) => {
      expect([await fileOf(page), await callOf(page)]).toEqual(['own.mm', 1]);
      expect((await stateOf(page)).source?.text).toBe(SCENARIO);
    });
  });

  it('keeps what was typed when it reloads, and goes back to the file before', async () => {
    await withPage('#sample=ls&call=5', async (page) => {
      await page.evaluate(dropFile, { name: 'own.mm', text: SCENARIO });
      await expect.poll(() => fileOf(page), PATIENT).toBe('own.mm');
      const editor = await page.waitForSelector('mm-app >>> mm-app-editor >>> .cm-content');
      await editor?.click();
      await pressWithControl(page, 'Home');
      await page.keyboard.type('brk(0)\n');
      await expect.poll(() => page.evaluate(() => JSON.stringify(history.state)), PATIENT).toContain('"work":"');
      await page.reload();
      await page.waitForSelector(READY);
      expect((await stateOf(page)).source?.text).toContain('brk(0)\np = mmap(');
      await page.evaluate(() => history.back());
      await expect.poll(() => fileOf(page), PATIENT).toBe('ls.strace');
      await expect.poll(() => callOf(page), PATIENT).toBe(5);
    });
  });

  it('tells a story from start to end', async () => {
    const tour = PROGRAM_TOURS.find(({ id }) => id === 'one-library') ?? expect.fail('there is no such story');
    await withPage(`?story=${tour.id}`, async (page) => {
      for (const [at, { exercise }] of tour.steps.entries()) {
        await page.waitForSelector(`mm-app >>> mm-app-tour >>> [aria-label="Step ${at + 1} of ${tour.steps.length}"]`);
        const choices = exercise?.choices ?? [];
        if (choices.length > 0) {
          await page.waitForSelector('mm-app >>> mm-app-tour >>> .choices button');
          const buttons = await page.$$('mm-app >>> mm-app-tour >>> .choices button');
          await buttons[choices.indexOf(String(exercise?.right))]?.click();
          await page.waitForSelector('mm-app >>> mm-app-tour >>> .outcome ::-p-text(Right.)');
        }
        await page.keyboard.press('>');
      }
      await page.waitForSelector('mm-app >>> mm-app-tour >>> .score');
      await expect.poll(() => page.evaluate(flawsInView), PATIENT).toEqual([]);
    });
  });
});
