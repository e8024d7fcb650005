/*
 * A real process, followed by the real binary, in a real browser: what the page shows is what strace said.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { findBrowser } from '@mm-playground/browser-launcher';
import { chromium, type Browser, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { start } from '../testing/binary.ts';

const canTrace = ((): boolean => {
  try {
    execFileSync('strace', ['-o', '/dev/null', 'true']);
    return true;
  } catch {
    return false;
  }
})();
const built = existsSync(new URL('../../../../apps/web/dist/index.html', import.meta.url));

const PATIENT = { timeout: 30_000 };

let browser: Browser;

beforeAll(async () => {
  const { executablePath, args } = await findBrowser();
  browser = await chromium.launch({ executablePath, args: [...args] });
});
afterAll(async () => browser.close());

/** The page of `mm open WORDS`, while it runs. */
async function withOpen(words: readonly string[], use: (page: Page) => Promise<void>): Promise<void> {
  const child = start(['open', '--no-browser', ...words]);
  const ended = new Promise((resolve) => child.on('close', resolve));
  try {
    let address = '';
    for await (const chunk of child.stdout) {
      address += String(chunk);
      if (address.includes('\n')) break;
    }
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())));
    await page.goto(address.trim());
    await use(page);
    expect(problems).toEqual([]);
    await page.close();
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

const bar = (page: Page): ReturnType<Page['locator']> => page.getByRole('region', { name: 'Followed program' });
const calls = async (page: Page): Promise<number> =>
  Number(/([\d,]+) calls/.exec(await bar(page).innerText())?.[1]?.replaceAll(',', ''));
const shownCall = (page: Page): Promise<number> =>
  page
    .locator('mm-timeline')
    .evaluate((timeline) => (timeline as unknown as { position: { call: number } }).position.call);

/** Maps a page and unmaps it, twenty times a second. */
const MAPPER = `import mmap, time
while True:
    m = mmap.mmap(-1, 4096); m[0] = 1; m.close()
    time.sleep(0.05)`;

const hasPython = ((): boolean => {
  try {
    execFileSync('python3', ['--version']);
    return true;
  } catch {
    return false;
  }
})();

describe.runIf(canTrace && built && hasPython)('mm open in a browser', () => {
  it('follows a program while it runs: to the end, or staying where somebody looks', async () => {
    await withOpen(['--', 'python3', '-c', MAPPER], async (page) => {
      await expect.poll(() => bar(page).innerText(), PATIENT).toContain('Live');
      await expect.poll(() => calls(page), PATIENT).toBeGreaterThan(100);
      await expect.poll(async () => (await shownCall(page)) + 1 === (await calls(page)), PATIENT).toBe(true);
      await page.keyboard.press('k');
      await page.keyboard.press('k');
      const stayed = await shownCall(page);
      const before = await calls(page);
      await expect.poll(() => calls(page), PATIENT).toBeGreaterThan(before + 5);
      expect(await shownCall(page)).toBe(stayed);
      await page.getByRole('button', { name: 'Follow the end' }).click();
      await expect.poll(() => shownCall(page), PATIENT).toBeGreaterThan(before);
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(() => bar(page).innerText(), PATIENT).toContain('Paused');
      await expect
        .poll(() => page.getByRole('group', { name: 'Result' }).innerText(), PATIENT)
        .toMatch(/0\s*divergence/);
    });
  });

  it('follows a process that is there already, from what it looks like on, and leaves it as it was', async () => {
    const mapper = spawn('python3', ['-c', `${MAPPER.replace('while', "print('there', flush=True)\nwhile")}`]);
    try {
      const [told] = (await once(mapper.stdout, 'data')) as [Buffer];
      expect(told.toString()).toContain('there');
      await withOpen(['--pid', String(mapper.pid)], async (page) => {
        await expect.poll(() => bar(page).innerText(), PATIENT).toContain('Live');
        await expect.poll(() => calls(page), PATIENT).toBeGreaterThan(10);
        await expect
          .poll(() => page.getByRole('group', { name: 'Result' }).innerText(), PATIENT)
          .toMatch(/0\s*divergence/);
        await expect.poll(() => page.title(), PATIENT).toContain(`process-${mapper.pid}.strace`);
      });
      expect(mapper.exitCode).toBeNull();
      expect(readFileSync(`/proc/${mapper.pid}/status`, 'utf8')).toMatch(/^TracerPid:\t0$/m);
    } finally {
      mapper.kill('SIGKILL');
    }
  });

  it('shows how a program ended, and all of it after a reload', async () => {
    await withOpen(['--', 'true'], async (page) => {
      await expect.poll(() => bar(page).innerText(), PATIENT).toMatch(/Ended[^]*it exited with 0/);
      const all = await calls(page);
      await page.reload();
      await expect.poll(() => bar(page).innerText(), PATIENT).toMatch(/Ended/);
      expect(await calls(page)).toBe(all);
    });
  });
});
