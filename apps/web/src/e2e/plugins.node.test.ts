/* Plugins of strangers in the page that is made for them: what is asked, what runs, and what does not. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeProblems, builtApp, drop, placeOf } from './pages.ts';

vi.setConfig({ testTimeout: 60_000 });

const PATIENT = { timeout: 10_000 };
const app = builtApp('plugins');

/** A viewer that counts, and what a stranger would try if it could. */
const PLUGIN = `
const define = async () => customElements.define('mm-vma-count', class extends HTMLElement {
  set view(view) { this.textContent = view === null ? '' : view.vmas.length + ' VMAs, seen by a stranger'; }
});
const count = { id: 'vma-count', title: 'Number of VMAs', tag: 'mm-vma-count', define };
const importer = {
  id: 'ranges', title: 'a list of ranges', support: [], recognises: ([first]) => first === '%ranges',
  toScript: () => ({ text: 'mmap(0x10000000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)\\n', diagnostics: [] }),
};
const exporter = {
  id: 'names', title: 'Names of calls', what: 'one a line', ending: '.names', support: [], records: 'marks',
  export: ({ calls }) => calls.map(({ item }) => item.name),
};
const scripts = { id: 'mine', title: 'Mine', scripts: [{ id: 'heap', title: 'The heap', what: 'asks where it ends', text: 'brk(0)\\n' }] };
const contributes = { viewers: [count], importers: [importer], exporters: [exporter], scripts: [scripts] };
export default { id: 'stranger', title: 'Stranger', version: '1.2.3', api: '^1.0', contributes };
globalThis.strangerRan = true;
`;
const integrity = `sha384-${createHash('sha384').update(PLUGIN).digest('base64')}`;

/** Another site. */
let elsewhere: Server;
let origin = '';

beforeAll(async () => {
  elsewhere = createServer((request, response) => {
    response.setHeader('Access-Control-Allow-Origin', '*');
    response.end(request.url === '/plugin.js' ? PLUGIN : `import '@mm-playground/api';${PLUGIN}`);
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
  const address = elsewhere.address();
  origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterAll(() => elsewhere.close());

/** Opens a page of the app before it is known whether there will be an app. */
async function withQuestion(query: string, use: (page: Page) => Promise<void>): Promise<void> {
  const page = await (await app.browser.newContext()).newPage();
  try {
    await page.goto(`${app.address}${query}`);
    await use(page);
  } finally {
    await page.context().close();
  }
}

const started = (page: Page): Promise<void> => page.locator('mm-app[data-editor]').waitFor();
const ran = (page: Page): Promise<unknown> => page.evaluate('globalThis.strangerRan');
const question = (query = ''): string => `with-plugins.html?plugin=${origin}/plugin.js${query}`;

describe('a plugin of another site', () => {
  it('does not run before somebody said yes to where it comes from and what it is', async () => {
    await withQuestion(question(), async (page) => {
      await page.getByRole('heading', { name: 'Run a plugin from another site?' }).waitFor();
      expect(await ran(page)).toBeUndefined();
      expect(await page.getByRole('main').innerText()).toContain(integrity);
      expect(await page.getByRole('main').innerText()).toContain(origin);
      expect(await axeProblems(page)).toEqual([]);
      // The safe answer is the one that Enter gives.
      await page.keyboard.press('Enter');
      await started(page);
      expect(await ran(page)).toBeUndefined();
      expect(new URL(page.url()).pathname).not.toContain('with-plugins');
    });
  });

  it('runs after a yes, in a pane of its own, is listed, and is not asked about again', async () => {
    await withQuestion(question(), async (page) => {
      await page.getByRole('button', { name: 'Run it' }).click();
      await started(page);
      expect(await ran(page)).toBe(true);
      await page.keyboard.press('p');
      await page.getByRole('combobox', { name: 'Go to a pane' }).fill('Number of VMAs');
      await page.keyboard.press('Enter');
      await expect
        .poll(() => page.locator('mm-vma-count').innerText(), PATIENT)
        .toMatch(/^\d+ VMAs, seen by a stranger$/);
      await page.keyboard.press('Control+k');
      await page.keyboard.type('What is loaded');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByText('stranger 1.2.3').first().waitFor();
      await page.reload();
      await started(page);
      expect(await ran(page)).toBe(true);
    });
  });

  it('is refused where it is not the file that the link means, or cannot be executed', async () => {
    await withQuestion(question(`&integrity=${encodeURIComponent(integrity)}`), (page) =>
      page.getByRole('button', { name: 'Run it' }).waitFor(),
    );
    await withQuestion(question(`&integrity=sha384-${'A'.repeat(64)}`), async (page) => {
      expect(await page.getByRole('alert').innerText()).toContain('is not the file that was meant');
      expect(await axeProblems(page)).toEqual([]);
      await page.getByRole('button', { name: 'Open without plugins' }).click();
      await started(page);
    });
    await withQuestion(`with-plugins.html?plugin=${origin}/other.js`, async (page) => {
      await page.getByRole('button', { name: 'Run it' }).click();
      expect(await page.getByRole('alert').innerText()).toContain('bundle it into one file');
    });
    await withQuestion('with-plugins.html?plugin=http://example.org/a.js', async (page) =>
      expect(await page.getByRole('alert').innerText()).toContain('plugins come by https'),
    );
  });

  it('is nothing that the usual page looks at, or could execute', async () => {
    await withQuestion(`?plugin=${origin}/plugin.js`, async (page) => {
      await started(page);
      const tries = `Promise.allSettled([
        import(URL.createObjectURL(new Blob(['globalThis.strangerRan = true'], { type: 'text/javascript' }))),
        import('${origin}/plugin.js'),
        fetch('${origin}/plugin.js'),
      ]).then((all) => all.map(({ status }) => status))`;
      expect(await page.evaluate(tries)).toEqual(['rejected', 'rejected', 'rejected']);
      expect(await ran(page)).toBeUndefined();
    });
  });
});

it('a plugin reads texts, writes forms, and brings scripts along', async () => {
  writeFileSync(join(app.folder, 'all.js'), PLUGIN);
  await withQuestion('with-plugins.html?plugin=all.js', async (page) => {
    await started(page);
    await page.keyboard.press('o');
    await page.getByRole('dialog').getByRole('button', { name: 'The heap' }).click();
    await expect.poll(() => page.title(), PATIENT).toContain('mine.heap.mm');
    await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('sample=mine.heap');
    await drop(page, 'ranges.txt', '%ranges\n');
    await expect.poll(() => page.title(), PATIENT).toContain('ranges.mm');
    await expect.poll(async () => (await placeOf(page)).call, PATIENT).toBe(0);
    const download = page.waitForEvent('download');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('Export: Names of calls');
    await page.getByRole('option', { selected: true }).getByText('Names of calls').waitFor();
    await page.keyboard.press('Enter');
    const file = await download;
    expect([file.suggestedFilename(), readFileSync(await file.path(), 'utf8')]).toEqual(['ranges.names', 'mmap\n']);
  });
});

it('a plugin that lies beside the page runs without a question, and is cut off where it throws', async () => {
  const throwing = PLUGIN.replace(
    "this.textContent = view === null ? '' : view.vmas.length",
    "throw new Error('boom'); const a = view.vmas.length",
  );
  writeFileSync(join(app.folder, 'beside.js'), throwing);
  await withQuestion('with-plugins.html?plugin=beside.js', async (page) => {
    await started(page);
    await page.keyboard.press('p');
    await page.getByRole('combobox', { name: 'Go to a pane' }).fill('Number of VMAs');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'Number of VMAs was cut off' }).waitFor();
    await page.keyboard.press('j');
    await expect.poll(() => page.evaluate(() => location.hash), PATIENT).toContain('call=');
  });
});
