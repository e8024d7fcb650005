/* Undo, reload and the back button, in a real browser. */
import type { Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { builtApp, paste, placeOf, withPage } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };

const app = builtApp('visits');

const file = (page: Page): Promise<string> => page.locator('mm-app-header .file').innerText();
const script = (page: Page): Promise<string> => page.locator('.cm-content').innerText();
const call = (page: Page): Promise<number> => placeOf(page).then((place) => place.call);
const kernel = (page: Page): Promise<string> => page.getByLabel('Kernel').inputValue();

/** Takes the focus out of what takes letters. */
const leave = (page: Page): Promise<void> => page.locator('mm-app-header h1').click();

/** Adds a line at the top of the script. */
async function typeLine(page: Page, line: string): Promise<void> {
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+Home');
  await page.keyboard.insertText(`${line}\n`);
  await leave(page);
}

const reload = async (page: Page): Promise<void> => {
  await page.reload();
  await page.locator('mm-app[data-editor]').waitFor();
};

/** The length of the browser's history when the page stands still. */
async function entries(page: Page): Promise<number> {
  await page.waitForFunction(() => document.readyState === 'complete');
  return page.evaluate(() => history.length);
}

const PROGRAM = 'p = mmap(NULL, 8192, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)\nmunmap(p, 4096)\n';

describe('undo', () => {
  it('takes back a choice, a text and a file, and says in the palette what', async () => {
    await withPage(app, '#call=40', async (page) => {
      await page.getByLabel('Kernel').selectOption('6.12');
      await typeLine(page, '# mine');
      // A click into the script goes to the call that stands there.
      const place = await call(page);
      await paste(page, PROGRAM);
      await expect.poll(() => file(page), PATIENT).toContain('pasted.mm');
      await page.keyboard.press(':');
      await page.getByRole('option', { name: /Undo opening pasted\.mm/ }).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.press('Control+z');
      await expect.poll(() => file(page), PATIENT).toContain('python-json.strace');
      await expect.poll(() => script(page), PATIENT).toContain('# mine');
      await page.keyboard.press('Control+z');
      await expect.poll(() => script(page), PATIENT).not.toContain('# mine');
      await page.keyboard.press('Control+z');
      await expect.poll(() => kernel(page), PATIENT).toBe('');
      await page.keyboard.press('Control+Shift+z');
      await expect.poll(() => kernel(page), PATIENT).toBe('6.12');
      await page.keyboard.press('Control+y');
      await expect.poll(() => script(page), PATIENT).toContain('# mine');
      await expect.poll(() => call(page), PATIENT).toBe(place);
    });
  });
});

describe('a reload', () => {
  it('keeps a pasted text, what was typed into it, its place and its machine', async () => {
    await withPage(app, '', async (page) => {
      await paste(page, PROGRAM);
      await expect.poll(() => call(page), PATIENT).toBe(1);
      await typeLine(page, '# mine');
      await page.getByLabel('Kernel').selectOption('6.12');
      await leave(page);
      await page.keyboard.press('k');
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('call=0');
      await expect.poll(() => page.evaluate(() => JSON.stringify(history.state)), PATIENT).toContain('"work":"');
      await reload(page);
      expect(await file(page)).toContain('pasted.mm');
      expect(await script(page)).toContain('# mine');
      expect(await kernel(page)).toBe('6.12');
      expect(await call(page)).toBe(0);
    });
  });

  it('keeps what was typed into a program that comes along, also a mistake; a link to it shows it as it came', async () => {
    await withPage(app, '#call=40', async (page) => {
      await typeLine(page, 'mmap(');
      await page.getByRole('list', { name: 'Problems' }).waitFor();
      await expect.poll(() => page.evaluate(() => JSON.stringify(history.state)), PATIENT).toContain('"work":"');
      await reload(page);
      await page.getByRole('list', { name: 'Problems' }).waitFor();
      expect(await script(page)).toContain('mmap(');
      await page.goto('about:blank');
      await page.goto(`${app.address}#sample=python-json&call=3`);
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await call(page)).toBe(3);
      expect(await file(page)).not.toContain('edited');
    });
  });

  it('keeps the branches of a script, with what was typed into each', async () => {
    await withPage(app, '', async (page) => {
      await paste(page, PROGRAM);
      await expect.poll(() => call(page), PATIENT).toBe(1);
      await page.getByRole('button', { name: 'Branch the script here' }).click();
      await typeLine(page, '# the other future');
      const branches = page.getByRole('list', { name: 'Branches' });
      await expect.poll(() => script(page), PATIENT).toContain('# the other future');
      await reload(page);
      expect(await script(page)).toContain('# the other future');
      expect(await branches.getByRole('button', { name: /^branch 1/ }).getAttribute('aria-current')).toBe('true');
      await branches.getByRole('button', { name: 'original', exact: true }).click();
      await expect.poll(() => script(page), PATIENT).not.toContain('# the other future');
      await branches.getByRole('button', { name: /^branch 1/ }).click();
      await expect.poll(() => script(page), PATIENT).toContain('# the other future');
    });
  });

  it('keeps a text that was pasted at this moment', async () => {
    await withPage(app, '#sample=node-threads', async (page) => {
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('call=');
      await paste(page, PROGRAM);
      await reload(page);
      expect(await file(page)).toContain('pasted.mm');
      await expect.poll(() => call(page), PATIENT).toBe(1);
    });
  });

  it('comes back to the newest work where the address says nothing', async () => {
    await withPage(app, '', async (page) => {
      await paste(page, PROGRAM);
      await expect.poll(() => page.evaluate(() => JSON.stringify(history.state)), PATIENT).toContain('"work":"');
      await page.goto('about:blank');
      await page.goto(app.address);
      await page.locator('mm-app[data-editor]').waitFor();
      expect(await file(page)).toContain('pasted.mm');
    });
  });
});

describe('the back button', () => {
  it('leaves the page where it came: what an address opens is no entry of its own', async () => {
    for (const address of ['', '#call=40', '#sample=node-threads'])
      await withPage(app, address, async (page) => {
        await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toMatch(/sample=.*call=/);
        // The empty page that a browser begins with, and ours.
        expect(await entries(page)).toBe(2);
      });
  });

  it('goes back over jumps and files, and not over steps', async () => {
    await withPage(app, '#sample=python-json&call=40', async (page) => {
      const before = await entries(page);
      for (let step = 0; step < 5; step++) await page.keyboard.press('j');
      await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('call=45');
      expect(await entries(page)).toBe(before);
      await page.keyboard.press('g');
      await expect.poll(() => entries(page), PATIENT).toBe(before + 1);
      await paste(page, PROGRAM);
      await expect.poll(() => entries(page), PATIENT).toBe(before + 2);
      await expect.poll(() => call(page), PATIENT).toBe(1);
      await page.goBack();
      await expect.poll(() => file(page), PATIENT).toContain('python-json.strace');
      await expect.poll(() => call(page), PATIENT).toBe(-1);
      await page.goBack();
      await expect.poll(() => call(page), PATIENT).toBe(45);
      await page.goForward();
      await expect.poll(() => call(page), PATIENT).toBe(-1);
      await page.goForward();
      await expect.poll(() => file(page), PATIENT).toContain('pasted.mm');
      await expect.poll(() => call(page), PATIENT).toBe(1);
      expect(await script(page)).toContain('munmap(p, 4096)');
      expect(await entries(page)).toBe(before + 2);
    });
  });
});
